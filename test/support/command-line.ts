import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Cleanup } from './cleanup.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const GEARBENCH = fileURLToPath(new URL('../../bin/gearbench', import.meta.url));

interface Ended {
  /** As a shell tells it: of one that a signal ended, 128 and its number. */
  code: number;
  out: string;
  err: string;
}

/** Starts the real command line as a process of its own, with a profile of its own. Killed after the test. */
export async function gearbench(args: string[], cleanup: Cleanup, environment: NodeJS.ProcessEnv = {}) {
  const { GEARMAND_PORT: _, ...inherited } = process.env;
  const profile = await temporaryFolder(cleanup);
  const child = spawn(GEARBENCH, args, {
    env: { ...inherited, GEARBENCH_DATA: profile, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  cleanup(() => void child.kill('SIGKILL'));
  const said = { out: '', err: '' };
  const waiting: (() => void)[] = [];
  for (const [stream, name] of [[child.stdout, 'out'] as const, [child.stderr, 'err'] as const]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
      for (const look of waiting) look();
    });
  }
  const ended: Promise<Ended> = once(child, 'close').then(([code, signal]) => ({
    code: code ?? 128 + constants.signals[signal as NodeJS.Signals],
    ...said,
  }));
  return {
    pid: child.pid as number,
    ended,
    /** Waits until standard output or error has the text. */
    says: (text: string) =>
      new Promise<void>((resolve, reject) => {
        const look = () => {
          if (said.out.includes(text) || said.err.includes(text)) resolve();
        };
        waiting.push(look);
        look();
        void ended.then(({ out, err }) => reject(new Error(`It ended without saying “${text}”: ${out}${err}`)));
      }),
    end: (signal: NodeJS.Signals = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
}
