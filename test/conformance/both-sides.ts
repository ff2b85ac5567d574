import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { GEARBENCH, GEARMAND, JobServer, type Side, WATCHER } from './job-server.ts';

/** A job server as the cases see it. */
export type Stage = Pick<JobServer, 'meet' | 'pid'>;

/** Where the real one is not installed its side is left out; continuous integration on Linux must have it. */
export const missing = ({ program }: Side): boolean =>
  program === undefined && !(process.env['CI'] === 'true' && process.platform === 'linux');

interface Circumstances {
  /** Options of gearmand that both are started with. */
  options?: readonly string[];
  /** The cases wait for a time-out, and so do it together; everybody leaves at the end. */
  together?: boolean;
}

/**
 * Holds the same conversations with gearmand and with our server, each a process of its own that serves all cases:
 * functions and unique IDs are named anew in each case. When a case ends, everybody leaves.
 */
export function onBothSides(
  cases: (stage: Stage) => void,
  { options = [], together = false }: Circumstances = {},
): void {
  for (const side of [GEARMAND, GEARBENCH]) {
    describe.skipIf(missing(side))([side.name, ...options].join(' '), { concurrent: together }, () => {
      let server: JobServer;
      beforeAll(async () => {
        server = await JobServer.start(side, options);
      });
      if (!together) afterEach(() => server.everybodyLeaves());
      afterAll(() => server?.stop());
      cases({
        meet: (...names) => server.meet(...names),
        get pid() {
          return server.pid;
        },
      });
    });
  }
}

/** The rows of `workers` without the numbers, in the order of the alphabet, and without the one who watches for us. */
export const connectionsOf = (table: string): string[] =>
  table
    .split('\n')
    .filter((line) => line.includes(' :') && !line.includes(` ${WATCHER} :`))
    .map((line) => line.replace(/^\d+ /, ''))
    .toSorted();

/** The columns of a table's row, found by the first of them; undefined where there is none. */
export const rowOf = (table: string, first: string): string[] | undefined =>
  table
    .split('\n')
    .map((line) => line.split('\t'))
    .find(([name]) => name === first);
