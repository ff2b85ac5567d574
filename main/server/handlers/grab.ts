import type { Packet } from '../../protocol/packets.ts';
import type { Job } from '../state.ts';
import type { Handler } from '../turn.ts';

type Grab = 'GRAB_JOB' | 'GRAB_JOB_UNIQ' | 'GRAB_JOB_ALL';

/** Gives the worker a job, or tells it that there is none. Asking ends its sleep and its pending wake-up. */
export const grab: Handler<Grab> = (turn, worker, { name }) => {
  worker.sleeping = false;
  worker.woken = false;
  const job = turn.registry.next(worker, turn.drop);
  if (job === undefined) {
    turn.send(worker, { name: 'NO_JOB' });
    return;
  }
  turn.registry.assign(job, worker);
  turn.tell({ kind: 'assigned', handle: job.handle, worker: worker.id });
  turn.send(worker, assignment(name, job));
};

/** The worker sleeps until a NOOP. If there is work it gets one at once instead: no job slips between two packets. */
export const preSleep: Handler<'PRE_SLEEP'> = (turn, worker) => {
  if (turn.registry.next(worker, turn.drop) === undefined) worker.sleeping = true;
  else turn.send(worker, { name: 'NOOP' });
};

/** JOB_ASSIGN_ALL goes out only for a job with a reducer. docs/protocol.md section 2, packet 39. */
function assignment(asked: Grab, job: Job): Packet {
  const { handle, unique, reducer, workload } = job;
  const base = { handle, function: job.function.name, workload };
  if (asked === 'GRAB_JOB') return { name: 'JOB_ASSIGN', ...base };
  if (asked === 'GRAB_JOB_ALL' && reducer !== '') return { name: 'JOB_ASSIGN_ALL', ...base, unique, reducer };
  return { name: 'JOB_ASSIGN_UNIQ', ...base, unique };
}
