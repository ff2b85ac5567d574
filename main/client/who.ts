import type { Target } from '../net/dial.ts';
import { openAdmin } from './admin.ts';

/** How long a server may take to say it, ms. */
const PATIENCE = 1000;

/** The process id that a job server says it has; null where it says none. Never throws. docs/protocol.md section 5. */
export async function processOf(target: Target): Promise<number | null> {
  const late = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE, null).unref());
  return Promise.race([ask(target), late]);
}

async function ask(target: Target): Promise<number | null> {
  try {
    const session = await openAdmin(target);
    try {
      const answer = (await session.ask('getpid', 'line')).toString('latin1');
      return Number(/^OK (\d+)\r?\n$/.exec(answer)?.[1] ?? Number.NaN) || null;
    } finally {
      session.close();
    }
  } catch {
    return null;
  }
}
