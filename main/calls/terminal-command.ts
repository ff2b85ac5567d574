import { existsSync } from 'node:fs';
import { lstat, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Handlers } from '../contract/api.ts';
import { AppError } from '../contract/errors.ts';
import type { TerminalCommandState } from '../contract/terminal-command.ts';
import { commandScript, isOurs, type Launch } from '../util/command-script.ts';
import { fileRefused } from '../util/file-refused.ts';
import { writeWhole } from '../util/json-file.ts';
import { completionLine, pathLine, shellKind } from '../util/shell-lines.ts';
import { findProgram } from '../workers/environment.ts';

export interface TerminalCommandParts {
  /** What the command runs. */
  launch: Launch;
  home: string;
  platform: NodeJS.Platform;
  /** The person's shell, where they have one. */
  shell: string | undefined;
  /** The PATH of their terminals; null where their shell does not tell. */
  terminalPath: () => Promise<string | null>;
}

/** A Mac runs what was just downloaded from a place of its own, which is another one at the next start; and a disk image leaves. */
const PASSING = /\/AppTranslocation\/|^\/Volumes\//;

/** The `gearbench` command: a script in a folder of the person's own, which runs this program's command line. */
export function terminalCommandCalls(
  parts: TerminalCommandParts,
): Pick<Handlers, 'terminal.state' | 'terminal.install' | 'terminal.remove'> {
  const { launch, home, platform } = parts;
  const name = platform === 'win32' ? 'gearbench.cmd' : 'gearbench';
  const path = join(home, '.local', 'bin', name);
  const script = commandScript(launch, platform);
  const kind = shellKind(parts.shell, platform);
  const has = (file: string) => existsSync(join(home, file));

  async function what(): Promise<TerminalCommandState['state']> {
    const found = await lstat(path).catch(() => null);
    if (found === null) return 'absent';
    const there = found.isFile() ? await readFile(path, 'utf8').catch(() => '') : '';
    if (!isOurs(there)) return 'foreign';
    return there === script ? 'installed' : 'outdated';
  }

  async function state(): Promise<TerminalCommandState> {
    const [is, PATH] = await Promise.all([what(), parts.terminalPath()]);
    const first = PATH === null ? undefined : findProgram('gearbench', home, environmentWith(PATH), platform);
    const ours = is === 'installed' || is === 'outdated';
    // Before it is installed what matters is whether its folder is on the PATH; afterwards, whether it is what is found there.
    const found =
      PATH === null
        ? 'unknown'
        : first !== undefined && first !== path
          ? 'another'
          : first === path || (!ours && isOn(PATH))
            ? 'this'
            : 'nothing';
    return {
      path,
      state: is,
      found,
      another: found === 'another' ? (first ?? null) : null,
      shell: kind,
      pathLine: kind === null ? null : pathLine(kind, platform, has),
      completionLine: kind === null ? null : completionLine(kind, platform, has),
    };
  }

  const isOn = (PATH: string) => PATH.split(platform === 'win32' ? ';' : ':').includes(join(home, '.local', 'bin'));

  const environmentWith = (PATH: string) => ({ PATH, ...(platform === 'win32' && { PATHEXT: '.COM;.EXE;.BAT;.CMD' }) });

  async function refuseForeign(): Promise<void> {
    if ((await what()) !== 'foreign') return;
    throw new AppError('command-foreign', `${path} is not of Gearbench: it is left as it is. Move it away first.`, {
      path,
    });
  }

  /** What is being changed: how it is then is told when that is done. */
  let changing: Promise<unknown> = Promise.resolve();
  const afterwards = async (change: Promise<void>) => {
    changing = change.catch(() => {}); // who asked for it is told
    await change;
    return state();
  };

  async function install(): Promise<void> {
    if (platform === 'darwin' && PASSING.test(launch.program))
      throw new AppError(
        'app-not-installed',
        'Gearbench runs from a place where it does not stay. Move it to the Applications folder, open it there, and install the command then.',
      );
    await refuseForeign();
    await writeWhole(path, Buffer.from(script, 'utf8'), 0o755);
  }

  async function remove(): Promise<void> {
    await refuseForeign();
    await rm(path, { force: true }).catch((error: unknown) => {
      throw fileRefused('file-unwritable', path, error);
    });
  }

  return {
    'terminal.state': () => changing.then(state),
    'terminal.install': () => afterwards(install()),
    'terminal.remove': () => afterwards(remove()),
  };
}
