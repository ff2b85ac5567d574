import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../engine.ts';
import { now } from '../util/clock.ts';
import { type Ending, endingOf, OUTPUT_LOST } from './ending.ts';
import type { PrintSettings } from './print-options.ts';
import { printPackets } from './print-packets.ts';
import { runServer } from './run-server.ts';
import type { ServerSettings } from './server-options.ts';
import { terminalLog } from './terminal.ts';

/** How often it is looked for new packets, ms. */
const EVERY = 50;
/** Time that one look may take, ms; between two the server serves its peers. */
const SLICE = 8;
/** A packet whose job is asked for waits for what later ones tell of it, ms; one that the expert is asked for waits longer. */
const WAITS = { jobs: 1000, expert: 10_000 };

export interface LiveSettings extends PrintSettings {
  /** Gearbench's own looks at the server's health are shown too. */
  probes: boolean;
}

/** Runs the job server and prints its packets as they come. Resolves with the exit code. Throws an AppError. */
export async function captureLive(server: ServerSettings, settings: LiveSettings): Promise<number> {
  const log = terminalLog('gearbench', settings);
  const ending = endingOf();
  const code = await runServer(server, log.info, async (engine) => {
    await follow(engine, settings, ending);
    return 0;
  });
  if (ending.lost === undefined) return code;
  log.error(`Standard output cannot be written: ${ending.lost.message}`);
  return OUTPUT_LOST;
}

async function follow({ captured }: Engine, settings: LiveSettings, { output, signal }: Ending): Promise<void> {
  const { ring, recorders } = captured;
  const isProbe = (host: number, connection: number) => recorders[host]?.isProbe(connection) ?? false;
  const hides = settings.probes ? () => false : isProbe;
  const { flow, from } = printPackets({ settings, captured, output, grows: true, hides });
  const waits = from.has('expert') ? WAITS.expert : from.has('jobs') ? WAITS.jobs : 0;
  try {
    for (;;) {
      const ended = signal.aborted;
      const before = ended || waits === 0 ? Number.POSITIVE_INFINITY : now() - waits;
      const whole = flow.go({ end: ring.next, before, until: performance.now() + SLICE });
      await flow.flush();
      if (flow.done || (whole && ended)) break;
      if (whole) await sleep(EVERY, undefined, { signal }).catch(() => {});
      else await nextTurn();
    }
    await flow.end();
  } catch (error) {
    await flow.cancel();
    throw error;
  }
  if (flow.missed > 0)
    terminalLog('gearbench').warn(
      `${flow.missed} packets were forgotten before they could be shown: what reads them is too slow.`,
    );
}
