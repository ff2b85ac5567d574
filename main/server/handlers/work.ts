import { ProtocolError } from '../../protocol/errors.ts';
import { HEADER } from '../../protocol/framer.ts';
import { beforeNul, PACKETS, type Packet } from '../../protocol/packets.ts';
import { uint32Of } from '../c-number.ts';
import type { Job, Peer } from '../state.ts';
import type { FrameHandler, Handler, Turn } from '../turn.ts';

/**
 * What a worker says of its job. Only the connection that the job is assigned to may say it; everything is passed on to
 * all clients that wait. docs/protocol.md section 4.
 */

/** What gearmand reads of a handle in WORK_FAIL, and of a denominator. */
const HANDLE_BYTES = 63;
const DENOMINATOR_BYTES = 10;

export const status: Handler<'WORK_STATUS'> = (turn, worker, packet) => {
  const job = owned(turn, worker, packet.handle, 'Job given in work result not found');
  if (job === undefined) return;
  job.numerator = uint32Of(packet.numerator);
  job.denominator = uint32Of(packet.denominator.slice(0, DENOMINATOR_BYTES));
  turn.tell({ kind: 'status', job, numerator: job.numerator, denominator: job.denominator });
  relay(turn, job, packet);
};

/** WORK_DATA, WORK_WARNING and WORK_COMPLETE: a handle, and bytes that go on as they are. */
export const result: FrameHandler = (turn, worker, type, block, start, end) => {
  const at = start + HEADER;
  let handleEnd = at;
  while (handleEnd < end && block[handleEnd] !== 0) handleEnd += 1;
  if (handleEnd === end) throw new ProtocolError('a work result has too few arguments');
  const job = turn.registry.jobs.get(turn.registry.handles.numberAt(block, at, handleEnd));
  const complete = type === PACKETS.WORK_COMPLETE.type;
  if (job === undefined || job.worker !== worker) {
    turn.refuse(
      worker,
      'JOB_NOT_FOUND',
      complete ? 'Job given in work result not found' : 'Job does not exist on server',
    );
    return;
  }
  const kind = complete ? 'complete' : type === PACKETS.WORK_DATA.type ? 'data' : 'warning';
  turn.tell({ kind, job, bytes: block.subarray(handleEnd + 1, end) });
  for (const client of job.clients) turn.relay(client, type, block, start, end);
  if (!complete) return;
  worker.done += 1;
  turn.registry.finish(job);
};

/** What a worker adds after a NUL does not count and is not passed on: libgearman takes a failure only without it. */
export const fail: Handler<'WORK_FAIL'> = (turn, worker, packet) => {
  const handle = beforeNul(packet.handle);
  if (handle.length > HANDLE_BYTES) {
    turn.refuse(
      worker,
      'ARGUMENT_TOO_LARGE',
      'Error occurred due to GEARMAND_JOB_HANDLE_SIZE being too small from snprintf',
    );
    return;
  }
  const job = owned(turn, worker, handle, 'Job given in work result not found');
  if (job === undefined) return;
  worker.failed += 1;
  turn.tell({ kind: 'fail', job });
  turn.fail(job);
  turn.registry.finish(job);
};

/** Ends the job. Clients that did not ask for exceptions get WORK_FAIL, without a NUL at its end (section 6). */
export const exception: Handler<'WORK_EXCEPTION'> = (turn, worker, packet) => {
  const job = owned(turn, worker, packet.handle, 'An exception was received for a job that does not exist');
  if (job === undefined) return;
  worker.failed += 1;
  turn.tell({ kind: 'exception', job, bytes: packet.exception });
  for (const client of job.clients) {
    turn.send(client, client.exceptions ? packet : { name: 'WORK_FAIL', handle: job.handle });
  }
  turn.registry.finish(job);
};

function owned(turn: Turn, worker: Peer, handle: string, otherwise: string): Job | undefined {
  const job = turn.registry.jobNamed(handle);
  if (job !== undefined && job.worker === worker) return job;
  turn.refuse(worker, 'JOB_NOT_FOUND', otherwise);
  return undefined;
}

function relay(turn: Turn, job: Job, packet: Packet): void {
  for (const client of job.clients) turn.send(client, packet);
}
