/** An option as a text of help tells it. */
export interface OptionTold {
  /** `-p`, `--port`, as far as it has them. */
  short: string | null;
  long: string | null;
  takesValue: boolean;
  /** What it does, in a line. */
  what: string;
}

/** `  --port N       text`, `  -n, -l         text`, `  -p [ --port ] arg (=4730)  text`: two blanks, the option, what it takes, its text. */
const OPTION = /^ {2}(-\w)?(?:(?: \[ |, )?(--?[\w-]+)(?: \])?)?( \S+(?: \(=\S*\))?)?(?: {2,}| (?=[A-Z]))(\S.*)$/;

/** The options that a text of help tells of, each once. */
export function optionsIn(help: string): OptionTold[] {
  const found = new Map<string, OptionTold>();
  const lines = help.split('\n');
  lines.forEach((line, index) => {
    const [, first, second = null, value = '', text = ''] = OPTION.exec(line) ?? [];
    if (first === undefined && second === null) return;
    const own = { takesValue: value.trim() !== '', what: sentence(text, lines.slice(index + 1)) };
    const long = second?.startsWith('--') === true ? second : null;
    const option = { short: first ?? null, long, ...own };
    const key = long ?? first ?? '';
    if (!found.has(key)) found.set(key, option);
    if (second !== null && long === null && !found.has(second))
      found.set(second, { short: second, long: null, ...own });
  });
  return [...found.values()];
}

/** The first sentence of an option's text, which goes on in lines that are indented. */
function sentence(text: string, rest: readonly string[]): string {
  const words = [text];
  for (const line of rest) {
    if (!/^ {6,}\S/.test(line)) break;
    words.push(line.trim());
  }
  return words.join(' ').split(/(?<=[.;])\s/)[0] as string;
}
