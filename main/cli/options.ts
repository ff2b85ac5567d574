/**
 * Options as the stock tools take them: `-p4730`, `-p 4730`, `--port=4730`, `--port 4730`, switches in one word (`-Rd`). What
 * is wrong is said in the words of the library that they use (Boost.Program_options), for scripts look for them.
 */
import { AppError } from '../contract/errors.ts';

export interface Option<Name extends string = string> {
  readonly name: Name;
  readonly short?: string;
  /** Any text, or a whole number from the first to the second; without it the option is a switch. */
  readonly takes?: 'text' | readonly [least: number, most: number];
  /** For the help alone. */
  readonly default?: string;
  readonly help: string;
  /** Accepted, because others need it; why it has no effect here. */
  readonly idle?: string;
  /** Not in the help. */
  readonly hidden?: true;
}

export interface Group<Name extends string = string> {
  readonly title: string;
  readonly options: readonly Option<Name>[];
}

export interface Manner {
  /** Whether the beginning of a name is enough where no other begins so. */
  readonly guess: boolean;
  /** What becomes of a word that belongs to no option. */
  readonly words: 'refused' | 'ignored';
}

/** What was given, by name; a switch has an empty text. Throws `bad-input` in Boost's words. */
export function parseOptions<Name extends string>(
  options: readonly Option<Name>[],
  args: readonly string[],
  { guess, words }: Manner,
): Map<Name, string> {
  const { given, others } = readOptions(options, args, guess);
  const [word] = others;
  if (words === 'refused' && word !== undefined) unrecognised(word);
  const values = new Map<Name, string>();
  for (const [name, value] of given) {
    if (values.has(name)) refuse(`option '--${name}' cannot be specified more than once`);
    values.set(name, value);
  }
  return values;
}

/**
 * Every option that was given, in order and as often as it was, and the words that belong to none, wherever they stand;
 * those after `--` are no options. Throws `bad-input` in Boost's words.
 */
export function readOptions<Name extends string>(
  options: readonly Option<Name>[],
  args: readonly string[],
  guess: boolean,
): { given: [Name, string][]; others: string[] } {
  const given: [Option<Name>, string][] = [];
  const others: string[] = [];
  const waiting = [...args];
  for (let token = waiting.shift(); token !== undefined; token = waiting.shift()) {
    if (token === '--') {
      others.push(...waiting.splice(0));
    } else if (token.startsWith('--')) {
      const { name, value } = cut(token);
      const option = longOption(options, name, guess, token) ?? unrecognised(token);
      if (option.takes === undefined && value !== undefined)
        refuse(`option '--${option.name}' does not take any arguments`);
      given.push([option, option.takes === undefined ? '' : (value ?? following(option, waiting.shift()))]);
    } else if (token.startsWith('-') && token.length > 1) {
      given.push(...shortOptions(options, token, waiting));
    } else others.push(token);
  }
  return { given: given.map(checked), others };
}

function cut(token: string): { name: string; value: string | undefined } {
  const at = token.indexOf('=');
  const name = token.slice(2, at < 0 ? undefined : at);
  if (at === token.length - 1)
    refuse(`the argument for option '--${name}' should follow immediately after the equal sign`);
  return { name, value: at < 0 ? undefined : token.slice(at + 1) };
}

function longOption<Name extends string>(
  options: readonly Option<Name>[],
  name: string,
  guess: boolean,
  token: string,
) {
  const exact = options.find((option) => option.name === name);
  if (exact !== undefined || !guess) return exact;
  const near = options.filter((option) => option.name.startsWith(name));
  if (near.length > 1) {
    const names = near.map((option) => `'--${option.name}'`).toSorted();
    refuse(`option '${token}' is ambiguous and matches ${names.slice(0, -1).join(', ')}, and ${names.at(-1)}`);
  }
  return near[0];
}

/** A word of short options: switches, of which the last may be an option that takes what follows. */
function shortOptions<Name extends string>(options: readonly Option<Name>[], token: string, waiting: string[]) {
  const given: [Option<Name>, string][] = [];
  for (let at = 1; at < token.length; at += 1) {
    const option = options.find(({ short }) => short === token[at]) ?? unrecognised(token);
    const rest = token.slice(at + 1);
    if (option.takes !== undefined) {
      given.push([option, rest || following(option, waiting.shift())]);
      break;
    }
    given.push([option, '']);
  }
  return given;
}

const following = ({ name }: Option, next: string | undefined): string =>
  next ?? refuse(`the required argument for option '--${name}' is missing`);

function checked<Name extends string>([{ name, takes }, value]: [Option<Name>, string]): [Name, string] {
  if (typeof takes === 'object' && !isWhole(value, takes))
    refuse(`the argument ('${value}') for option '--${name}' is invalid`);
  return [name, value];
}

const isWhole = (text: string, [least, most]: readonly [number, number]): boolean =>
  /^[+-]?\d+$/.test(text) && Number(text) >= least && Number(text) <= most;

const unrecognised = (token: string): never => refuse(`unrecognised option '${token}'`);

function refuse(message: string): never {
  throw new AppError('bad-input', message);
}

/** Columns of a line, of which the explanations have at least half. */
const COLUMNS = 80;

/** The help of the groups, each line ended. */
export function helpOf(groups: readonly Group[]): string {
  const shown = groups.map(({ title, options }) => ({ title, options: options.filter(({ hidden }) => !hidden) }));
  const widest = Math.max(...shown.flatMap(({ options }) => options.map((option) => usage(option).length)));
  const column = Math.min(widest + 1, COLUMNS / 2);
  return shown
    .map(({ title, options }) => [`${title}:`, ...options.flatMap((option) => lines(option, column)), ''].join('\n'))
    .join('\n');
}

function usage({ name, short, takes, default: preset }: Option): string {
  const names = short === undefined ? `--${name}` : `-${short} [ --${name} ]`;
  return `  ${names}${takes === undefined ? '' : ' arg'}${preset === undefined ? '' : ` (=${preset})`}`;
}

function lines(option: Option, column: number): string[] {
  const explained = wrapped(
    `${option.help}${option.idle === undefined ? '' : ` No effect: ${option.idle}.`}`,
    COLUMNS - column,
  );
  const left = usage(option);
  const beside = left.length < column ? [left.padEnd(column) + explained.shift()] : [left];
  return [...beside, ...explained.map((line) => ' '.repeat(column) + line)];
}

function wrapped(text: string, width: number): string[] {
  const out = [''];
  for (const word of text.split(' ')) {
    const line = out.at(-1) as string;
    if (line !== '' && line.length + 1 + word.length > width) out.push(word);
    else out[out.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return out;
}
