import { posix } from 'node:path';
import type { Machine } from '../machine.ts';

/** The file that the person's shell reads when a terminal starts it; null where the shell is not one that is known. */
export function shellFileOf({ environment, home, platform }: Machine): string | null {
  if (platform === 'win32') return null;
  const bash = platform === 'darwin' ? '.bash_profile' : '.bashrc'; // Terminal starts a login shell
  const files: Record<string, string> = { bash, zsh: '.zshrc', fish: '.config/fish/config.fish', sh: '.profile' };
  const file = files[posix.basename(environment['SHELL'] ?? 'sh')];
  return file === undefined ? null : posix.join(home, file);
}

/** A line as our plans write it: a value that nothing has to be put into, quoted as `util/shell-quote.ts` does. */
const LINE = /^\s*(?:export|set -gx) PHP_INI_SCAN_DIR[= ]((?:'[^'\n]*'|\\'|[\w@%+:,./-])+)\s*(?:#.*)?$/m;

const unquoted = (word: string): string =>
  word.replace(/'([^']*)'|\\'/g, (all, inside) => (all === "\\'" ? "'" : inside));

/**
 * The machine as a new terminal has it: with the folder of ini files that the shell's file names, which a process that has run since
 * before that was written does not know.
 */
export async function asInTerminal(machine: Machine): Promise<Machine> {
  const file = shellFileOf(machine);
  if (file === null || machine.environment['PHP_INI_SCAN_DIR'] !== undefined) return machine;
  const folders = LINE.exec((await machine.read(file))?.toString('utf8') ?? '')?.[1];
  if (folders === undefined) return machine;
  const own = { PHP_INI_SCAN_DIR: unquoted(folders) };
  return {
    ...machine,
    environment: { ...machine.environment, ...own },
    run: (argv, options = {}) => machine.run(argv, { ...options, environment: { ...own, ...options.environment } }),
  };
}
