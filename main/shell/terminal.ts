import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { AppError } from '../contract/errors.ts';
import type { TerminalCommand } from '../util/terminal-command.ts';
import { terminalScript } from './terminal-script.ts';
import type { Texts } from './texts.ts';

/** After this time a script that no terminal has begun is taken for forgotten, ms. */
const FORGOTTEN = 60_000;

/** Terminals of Linux desktops, and what stands before the command in their arguments. */
const TERMINALS: readonly [program: string, before: readonly string[]][] = [
  ['x-terminal-emulator', ['-e']],
  ['ptyxis', ['--']],
  ['gnome-terminal', ['--']],
  ['kgx', ['-e']],
  ['konsole', ['-e']],
  ['xfce4-terminal', ['-x']],
  ['mate-terminal', ['-x']],
  ['lxterminal', ['-e']],
  ['kitty', []],
  ['alacritty', ['-e']],
  ['foot', []],
  ['xterm', ['-e']],
];

/** What is started so that a terminal runs a script. */
export interface Start {
  argv: readonly string[];
  /** The arguments are already as Windows wants them. */
  verbatim: boolean;
}

/**
 * How a terminal is opened with a script: on a Mac the program that the person has chosen for `.command` files, on Windows a
 * window of cmd.exe, which newer ones show in Windows Terminal, on Linux the first terminal that `has` knows. Null where there
 * is none.
 */
export function startOf(script: string, platform: NodeJS.Platform, has: (program: string) => boolean): Start | null {
  if (platform === 'darwin') return { argv: ['/usr/bin/open', script], verbatim: false };
  if (platform === 'win32') return { argv: ['cmd.exe', '/d', '/s', '/k', `""${script}""`], verbatim: true };
  const found = TERMINALS.find(([program]) => has(program));
  return found === undefined ? null : { argv: [found[0], ...found[1], '/bin/sh', script], verbatim: false };
}

export interface TerminalParts {
  /** For the scripts: a folder of the person's own. */
  folder: string;
  environment: NodeJS.ProcessEnv;
  platform?: NodeJS.Platform;
  texts: () => Texts;
}

/**
 * Opens a terminal of the person's, in which a command is shown and waits for the person to run it. Throws `terminal-missing`
 * and `file-unwritable`.
 */
export async function openTerminal(command: TerminalCommand, parts: TerminalParts): Promise<void> {
  const { folder, environment, platform = process.platform, texts } = parts;
  const programs = await programsOn(environment['PATH'] ?? '', [...TERMINALS.map(([name]) => name), 'sudo']);
  const ending = { darwin: 'command', win32: 'cmd' }[platform as string] ?? 'sh';
  const script = join(folder, `${Date.now()}.${ending}`);
  const start = startOf(script, platform, (program) => programs.has(program));
  if (start === null) throw missing();
  const root = process.getuid?.() === 0 || !programs.has('sudo');
  await clear(folder);
  await write(folder, script, terminalScript(command, { texts: texts(), platform, root }));
  const [program = '', ...args] = start.argv;
  const child = spawn(program, args, {
    env: environment,
    detached: true,
    stdio: 'ignore',
    windowsVerbatimArguments: start.verbatim,
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', () => reject(missing()));
  });
  child.unref();
}

const missing = (): AppError =>
  new AppError('terminal-missing', 'No terminal was found that could be opened. Copy the command instead.');

async function write(folder: string, script: string, text: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(script, text, { mode: 0o700, flag: 'wx' });
  } catch (error) {
    const reason = (error as Error).message;
    throw new AppError('file-unwritable', `${script} could not be written: ${reason}.`, { path: script, reason });
  }
}

/** A script removes itself when it begins; of others nothing is to stay. */
async function clear(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found !== null && Date.now() - found.mtimeMs > FORGOTTEN) await rm(path, { force: true });
  }
}

/** Those of the programs that are on a PATH. */
async function programsOn(path: string, names: readonly string[]): Promise<ReadonlySet<string>> {
  const folders = path.split(delimiter).filter(isAbsolute);
  const has = async (name: string) => {
    for (const folder of folders)
      if (
        await access(join(folder, name), constants.X_OK).then(
          () => true,
          () => false,
        )
      )
        return true;
    return false;
  };
  const found = await Promise.all(names.map(has));
  return new Set(names.filter((_, index) => found[index]));
}
