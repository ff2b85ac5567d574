/** The word in quotes that a POSIX shell takes away again, where it needs them. */
export const quoted = (word: string): string =>
  /^[\w@%+:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/**
 * A printf that writes exactly these bytes in any POSIX shell: what a shell or printf could read otherwise, and what is no
 * letter, stands in octal.
 */
export const printing = (bytes: Buffer): string => {
  const text = bytes.toString('utf8');
  const plain = Buffer.from(text, 'utf8').equals(bytes) ? text : bytes.toString('latin1');
  const octal = (one: string) =>
    Array.from(
      Buffer.from(one, plain === text ? 'utf8' : 'latin1'),
      (byte) => `\\${byte.toString(8).padStart(3, '0')}`,
    );
  const kept = plain === text ? OTHERWISE_IN_TEXT : OTHERWISE;
  return `printf '${plain.replace(kept, (one) => (one === '\n' ? '\\n' : octal(one).join('')))}'`;
};

const OTHERWISE = /[^A-Za-z0-9 ,.:;_/+=@{}[\]()"<>|&#-]|^-/g;
const OTHERWISE_IN_TEXT = /[^\p{L}\p{N} ,.:;_/+=@{}[\]()"<>|&#-]|^-/gu;

/** A command as it is run: an argument vector, with the variables that it needs besides the person's, and its folder. */
export interface ShellCommand {
  argv: readonly string[];
  environment: Readonly<Record<string, string>>;
  folder: string | null;
}

/** The line that a person types into a POSIX shell for it. */
export function shellLine({ argv, environment, folder }: ShellCommand): string {
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${quoted(value)}`);
  const line = [...variables, ...argv.map(quoted)].join(' ');
  return folder === null ? line : `cd ${quoted(folder)} && ${line}`;
}

/**
 * The word as a batch file of Windows has it, for programs that read their arguments as Microsoft's do: a variable is none, and
 * what means something to cmd.exe means itself. Ends of lines cannot be said there and become spaces.
 */
export function quotedForBatch(word: string): string {
  const inLine = word.replace(/[\r\n]+/g, ' ').replaceAll('%', '%%');
  if (/^[\w@+:,.\\/-]+$/.test(inLine)) return inLine;
  // cmd.exe knows no escape inside of quotes: a " ends them, so that what follows it has carets.
  return inLine
    .split('"')
    .map((part) => (part === '' ? '' : `"${part.replace(/(\\+)$/, '$1$1')}"`))
    .join('\\^"');
}
