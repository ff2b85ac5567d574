import type { Handlers } from '../contract/api.ts';
import { AppError } from '../contract/errors.ts';
import type { Ending, Glance } from '../contract/glance.ts';
import type { JobKey, Wire } from '../contract/keys.ts';
import type { ServerStatus } from '../contract/server.ts';
import type { ManagedCrew } from '../contract/workers.ts';
import { isOfProof } from '../doctor/proof/server.ts';
import { glanceOf } from '../insight/glance.ts';
import { addressOf, type Target } from '../net/dial.ts';
import type { Registry } from '../server/registry.ts';
import { busyIn, unkeptIn } from '../server/snapshot.ts';

export interface AtAGlanceParts {
  status: () => ServerStatus;
  /** What the embedded server knows, while it runs, and where it is, or would be. */
  registry: () => Registry | undefined;
  address: () => Target;
  crews: () => readonly ManagedCrew[];
  /** Whether the next job of a function waits and does not go on by itself. */
  isStuck: (name: Wire) => boolean;
  /** The job that the person submitted last. */
  last: () => { key: JobKey; function: Wire } | null;
  handlers: Pick<Handlers, 'jobs.resubmit' | 'runs.list' | 'captures.state' | 'doctor.run'>;
}

/** What is asked without a window, or before the program ends. */
export function atAGlance({ status, registry, address, crews, isStuck, last, handlers }: AtAGlanceParts) {
  return {
    glance(): Glance {
      const server = registry();
      return glanceOf({
        server: status().state,
        address: addressOf(address()),
        functions: server === undefined ? [] : busyIn(server, isOfProof),
        isStuck,
        last: last()?.function ?? null,
      });
    },

    async ending(): Promise<Ending> {
      const server = registry();
      const [runs, captures, step] = await Promise.all([
        handlers['runs.list'](),
        handlers['captures.state'](),
        handlers['doctor.run']({ after: Number.MAX_SAFE_INTEGER }),
      ]);
      const busy = server === undefined ? [] : busyIn(server, isOfProof);
      return {
        server: server === undefined ? null : addressOf(address()),
        workers: crews().reduce(
          (sum, { workers }) => sum + workers.filter(({ state }) => state !== 'stopped' && state !== 'failed').length,
          0,
        ),
        running: busy.reduce((sum, { running }) => sum + running, 0),
        lost: server === undefined ? 0 : unkeptIn(server, isOfProof),
        batch: runs.some(({ endedAt }) => endedAt === null),
        recording: captures.recording !== null,
        step: step !== null && step.end === null,
      };
    },

    /** Submits the last job again. Throws an AppError where that cannot be. */
    async submitAgain(): Promise<void> {
      const job = last();
      if (job === null) throw new AppError('not-kept', 'No job was submitted from here yet.');
      const { problem, notKept } = await handlers['jobs.resubmit']({ jobs: [job.key] });
      if (problem !== null) throw new AppError(problem.code, problem.message, problem.details);
      if (notKept > 0) throw new AppError('not-kept', 'The workload of the last job is no longer kept.');
    },
  };
}
