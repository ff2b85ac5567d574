const BLANK = /\s/;
const PUNCTUATION = '[]{},:"';

/**
 * The same JSON with one value a line, at most about so many characters. Numbers and strings stay as they are written; what is
 * no JSON behind some place stays too.
 */
export function formatJson(text: string, most: number): string {
  const parts: string[] = [];
  let length = 0;
  let depth = 0;
  const put = (part: string) => {
    parts.push(part);
    length += part.length;
  };
  const line = () => put(`\n${'  '.repeat(depth)}`);
  for (let at = afterBlank(text, 0); at < text.length && length < most; at = afterBlank(text, at)) {
    const token = text.slice(at, endOfToken(text, at));
    at += token.length;
    if (token === '{' || token === '[') {
      const next = afterBlank(text, at);
      if (text[next] === (token === '{' ? '}' : ']')) {
        put(token + text[next]);
        at = next + 1;
      } else {
        put(token);
        depth += 1;
        line();
      }
    } else if (token === '}' || token === ']') {
      depth = Math.max(0, depth - 1);
      line();
      put(token);
    } else if (token === ',') {
      put(token);
      line();
    } else put(token === ':' ? ': ' : token);
  }
  return parts.join('');
}

function afterBlank(text: string, from: number): number {
  let at = from;
  while (at < text.length && BLANK.test(text[at] as string)) at += 1;
  return at;
}

function endOfToken(text: string, from: number): number {
  let at = from + 1;
  if (text[from] === '"') {
    while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    return Math.min(at + 1, text.length);
  }
  if (PUNCTUATION.includes(text[from] as string)) return at;
  while (at < text.length && !BLANK.test(text[at] as string) && !PUNCTUATION.includes(text[at] as string)) at += 1;
  return at;
}
