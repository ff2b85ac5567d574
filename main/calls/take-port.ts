import { setTimeout as after } from 'node:timers/promises';
import type { Handlers } from '../contract/api.ts';
import { AppError } from '../contract/errors.ts';
import type { PortHolder, ServerStatus } from '../contract/server.ts';
import { LOOPBACK } from '../net/entrance.ts';
import { isOwnGearmand, keeperOf } from '../net/own-gearmand.ts';
import { ownerOf } from '../net/port-owner.ts';
import { isServed } from '../net/ports.ts';
import { FunctionTable } from '../protocol/tables.ts';
import { ANSWER_MOST } from '../upstream/polling.ts';
import { say } from '../upstream/say.ts';

type Call = 'server.holder' | 'server.takePort';

/** How long it may take to tell its jobs, ms. */
const TELLS_IN = 2000;
/** Between two looks at whether the port is free, ms. */
const LOOK_EVERY = 100;

export interface TakePortParts {
  start: (port: number) => Promise<ServerStatus>;
  /** How long a gearmand may take to end, ms. */
  patience?: number;
  /** Who would start a process again; the system is asked unless this is given. */
  keeper?: typeof keeperOf;
}

/**
 * A port that a gearmand of this user has, for our own server. It is asked to end by SIGTERM, which it does at once: it knows no
 * `shutdown` any more, and SIGUSR1 lets it go on for as long as a worker is connected. It is never killed, and one that would be
 * started again is not asked: that would break its jobs for nothing.
 */
export function takePort({ start, patience = 10_000, keeper = keeperOf }: TakePortParts): Pick<Handlers, Call> {
  return {
    'server.holder': async ({ port }) => holderOf(port, keeper),
    'server.takePort': async ({ port, pid }) => {
      const holder = await ownGearmandAt(port);
      // Another process than the one that was agreed to is let be: the start tells who it is.
      if (holder?.pid !== pid) return start(port);
      // So is one that is kept, for which the window tells a command: it might be kept only since then.
      if ((await keeper(pid)) !== null) return start(port);
      if (isEnding(pid) && (await isFree(port, patience))) return start(port);
      const { name } = holder;
      const seconds = patience / 1000;
      if ((await ownerOf(port))?.pid !== pid) return start(port); // it has gone, and somebody else has come
      throw new AppError('port-kept', `${name} (pid ${pid}) did not end within ${seconds} s.`, {
        name,
        pid,
        port,
        seconds,
      });
    },
  };
}

async function ownGearmandAt(port: number) {
  const owner = await ownerOf(port);
  return owner !== null && (await isOwnGearmand(owner)) ? owner : null;
}

async function holderOf(port: number, keeper: typeof keeperOf): Promise<PortHolder | null> {
  const owner = await ownGearmandAt(port);
  if (owner === null) return null;
  const [itsKeeper, jobs] = await Promise.all([keeper(owner.pid), jobsAt(port)]);
  return { ...owner, keeper: itsKeeper, jobs };
}

/** Jobs that wait and run there; null where it does not tell: it speaks TLS, or hangs. */
async function jobsAt(port: number): Promise<PortHolder['jobs']> {
  const target = { host: '127.0.0.1', port };
  try {
    const most = { kept: ANSWER_MOST, taken: ANSWER_MOST };
    const { bytes, end } = await say({ target, line: 'status', patience: TELLS_IN, most });
    const table = new FunctionTable();
    if (end !== 'whole' || !table.readStatus(bytes)) return null;
    const sum = (column: Uint32Array) => column.subarray(0, table.count).reduce((total, each) => total + each, 0);
    return { queued: sum(table.queued), running: sum(table.running) };
  } catch {
    return null;
  }
}

/** Whether it was told to end, or is gone already. */
function isEnding(pid: number): boolean {
  try {
    process.kill(pid, 'SIGTERM');
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

async function isFree(port: number, patience: number): Promise<boolean> {
  const until = performance.now() + patience;
  while (await isServed(LOOPBACK, port)) {
    if (performance.now() >= until) return false;
    await after(LOOK_EVERY);
  }
  return true;
}
