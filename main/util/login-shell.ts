import { userInfo } from 'node:os';

/** What stands in the user database for people who are not to have a shell. */
const NO_SHELL = /\/(nologin|false|true|sync)$/;

/** The person's shell: the one of the user database, else of SHELL. Undefined where they have none, and on Windows. */
export function personsShell(
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  ofUser: () => string | null = shellOfUser,
): string | undefined {
  if (platform === 'win32') return undefined;
  const shell = ofUser() || environment['SHELL'] || undefined;
  return shell === undefined || NO_SHELL.test(shell) ? undefined : shell;
}

/**
 * The shell that knows what the person's terminals find, for a program that no terminal started. Undefined where a terminal did
 * start it, which has handed its PATH on, and on Windows, whose programs all have the same.
 */
export const loginShellOf = (
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  ofUser: () => string | null = shellOfUser,
): string | undefined => (isFromTerminal(environment) ? undefined : personsShell(environment, platform, ofUser));

/** A terminal says of which kind it is to what it starts. A desktop does not, or says that it is none. */
const isFromTerminal = ({ TERM = '' }: NodeJS.ProcessEnv): boolean => TERM !== '' && TERM !== 'dumb';

function shellOfUser(): string | null {
  try {
    return userInfo().shell;
  } catch {
    return null; // the user is not in the database
  }
}
