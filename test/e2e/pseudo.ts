import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CHECK_WORDS, DOCTOR_WORDS, FINDING_WORDS, STEP_WORDS } from '../../main/contract/doctor-words.ts';
import { en } from '../../renderer/i18n/en.ts';

const root = resolve(import.meta.dirname, '..', '..');
const ACCENTS: Record<string, string> = { a: 'àà', e: 'éé', i: 'ïï', o: 'öö', u: 'üü', c: 'ç', n: 'ñ', s: 'š', y: 'ý' };

/**
 * A message of ICU in letters with accents, its words about 40 % longer, as those of other languages are. What is put in,
 * packet types and marks stay as they are.
 */
export function pseudo(message: string): string {
  let out = '';
  for (let at = 0; at < message.length; ) {
    const rest = message.slice(at);
    const kept = /^(?:'[{}<][^']*'|<\/?\w+>|[A-Z]+_[A-Z_]+)/.exec(rest)?.[0];
    if (kept !== undefined) {
      out += kept;
      at += kept.length;
    } else if (rest.startsWith('{')) {
      const end = at + closing(rest);
      out += `{${argument(message.slice(at + 1, end))}}`;
      at = end + 1;
    } else {
      const letter = message[at] as string;
      out += ACCENTS[letter] ?? letter;
      at += 1;
    }
  }
  return out;
}

/** What stands in braces: a name, or choices whose texts are messages again. */
function argument(inside: string): string {
  const first = inside.indexOf('{');
  if (first < 0) return inside;
  const end = first + closing(inside.slice(first));
  const chosen = pseudo(inside.slice(first + 1, end));
  return `${inside.slice(0, first)}{${chosen}}${argument(inside.slice(end + 1))}`;
}

/** Where the brace ends that begins here. */
function closing(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error(`a brace has no end: ${text}`);
}

type Texts = { readonly [key: string]: string | Texts };
const flat = (texts: Texts): [string, string][] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[key, value] as [string, string]] : flat(value),
  );

/** Undoes the copy that the program was started from. */
export interface PseudoBuild {
  root: string;
  remove(): Promise<void>;
}

/** A copy of the built program whose English is the pseudo-locale. Throws where a message is not in the built window. */
export async function pseudoBuild(): Promise<PseudoBuild> {
  const folder = await mkdtemp(join(tmpdir(), 'gearbench-pseudo-'));
  for (const part of ['package.json', 'out/main', 'out/preload', 'out/renderer', 'resources'])
    await cp(join(root, part), join(folder, part), { recursive: true });
  const assets = join(folder, 'out', 'renderer', 'assets');
  const texts = [...Object.entries(en), ...flat({ CHECK_WORDS, DOCTOR_WORDS, FINDING_WORDS, STEP_WORDS })];
  const found = new Set<string>();
  for (const file of (await readdir(assets)).filter((name) => name.endsWith('.js'))) {
    let source = await readFile(join(assets, file), 'utf8');
    for (const [id, message] of texts) {
      const [written, instead] = [message, pseudo(message)].map((text) => JSON.stringify(text)) as [string, string];
      const own = id.replace(/^(reason|command)\./, ''); // these come from tables that the engine has too
      for (const key of [id, own].flatMap((name) => [JSON.stringify(name), name])) {
        source = source.replaceAll(`${key}: ${written}`, () => `${key}: ${instead}`);
        if (source.includes(`${key}: ${instead}`)) found.add(id);
      }
    }
    await writeFile(join(assets, file), source);
  }
  const lost = texts.filter(([id]) => !found.has(id)).map(([id]) => id);
  if (lost.length > 0) throw new Error(`not found in the built window: ${lost.slice(0, 10).join(' ')}`);
  return { root: folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
