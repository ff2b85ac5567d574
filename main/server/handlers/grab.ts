import { PACKETS } from '../../protocol/packets.ts';
import type { Job, Peer } from '../state.ts';
import type { FrameHandler, Handler, Turn } from '../turn.ts';
import { nextFor } from './keep.ts';

const { JOB_ASSIGN, JOB_ASSIGN_UNIQ, JOB_ASSIGN_ALL, NO_JOB, GRAB_JOB, GRAB_JOB_ALL } = PACKETS;

/** Gives the worker a job, or tells it that there is none. Asking ends its sleep and its pending wake-up. */
export const grab: FrameHandler = (turn, worker, type) => {
  worker.sleeping = false;
  worker.woken = false;
  const job = nextFor(turn, worker);
  if (job === undefined) {
    turn.open(worker, NO_JOB.type, 0);
    return;
  }
  const timeout = turn.registry.assign(job, worker);
  if (timeout > 0) job.appointment = turn.registry.timeouts.add(job, turn.at + timeout);
  job.assignedAt = turn.at;
  turn.tell({ kind: 'assigned', job, worker: worker.id });
  assign(turn, worker, type, job);
};

/** The worker sleeps until a NOOP. If there is work it gets one at once instead: no job slips between two packets. */
export const preSleep: Handler<'PRE_SLEEP'> = (turn, worker) => {
  if (nextFor(turn, worker) === undefined) worker.sleeping = true;
  else turn.send(worker, { name: 'NOOP' });
};

/** JOB_ASSIGN_ALL goes out only for a job with a reducer. docs/protocol.md section 2, packet 39. */
function assign(turn: Turn, worker: Peer, asked: number, job: Job): void {
  const { handles } = turn.registry;
  const { number, unique, reducer, block, start, end } = job;
  const name = job.function.bytes;
  const withUnique = asked !== GRAB_JOB.type;
  const withReducer = asked === GRAB_JOB_ALL.type && reducer !== '';
  const handle = handles.lengthOf(number);
  const size =
    handle +
    name.length +
    2 +
    (withUnique ? unique.length + 1 : 0) +
    (withReducer ? reducer.length + 1 : 0) +
    end -
    start;
  const type = withReducer ? JOB_ASSIGN_ALL.type : withUnique ? JOB_ASSIGN_UNIQ.type : JOB_ASSIGN.type;
  let at = turn.open(worker, type, size);
  const out = worker.outbox.bytes;
  at = handles.write(out, at, number, handle);
  out[at++] = 0;
  for (let index = 0; index < name.length; index += 1) out[at++] = name[index] as number;
  out[at++] = 0;
  if (withUnique) {
    if (unique !== '') at += out.write(unique, at, 'latin1');
    out[at++] = 0;
  }
  if (withReducer) {
    at += out.write(reducer, at, 'latin1');
    out[at++] = 0;
  }
  block.copy(out, at, start, end);
}
