/** The word in quotes that a POSIX shell takes away again, where it needs them. */
export const quoted = (word: string): string =>
  /^[\w@%+:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

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
