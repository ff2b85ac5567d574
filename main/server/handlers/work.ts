import type { Packet } from '../../protocol/packets.ts';
import type { Job, Peer } from '../state.ts';
import type { Handler, Turn } from '../turn.ts';

/**
 * What a worker says of its job. Only the connection that the job is assigned to may say it; everything is passed on to
 * all clients that wait. docs/protocol.md section 4.
 */

export const status: Handler<'WORK_STATUS'> = (turn, worker, packet) => {
  const job = owned(turn, worker, packet.handle, 'Job given in work result not found');
  if (job === undefined) return;
  job.numerator = number(packet.numerator);
  job.denominator = number(packet.denominator);
  turn.tell({ kind: 'status', handle: job.handle, numerator: job.numerator, denominator: job.denominator });
  relay(turn, job, packet);
};

export const data: Handler<'WORK_DATA' | 'WORK_WARNING'> = (turn, worker, packet) => {
  const job = owned(turn, worker, packet.handle, 'Job does not exist on server');
  if (job === undefined) return;
  if (packet.name === 'WORK_DATA') turn.tell({ kind: 'data', handle: job.handle, bytes: packet.data });
  else turn.tell({ kind: 'warning', handle: job.handle, bytes: packet.warning });
  relay(turn, job, packet);
};

export const complete: Handler<'WORK_COMPLETE'> = (turn, worker, packet) => {
  const job = owned(turn, worker, packet.handle, 'Job given in work result not found');
  if (job === undefined) return;
  turn.tell({ kind: 'complete', handle: job.handle, bytes: packet.result });
  relay(turn, job, packet);
  turn.registry.finish(job);
};

export const fail: Handler<'WORK_FAIL'> = (turn, worker, packet) => {
  const job = owned(turn, worker, packet.handle, 'Job given in work result not found');
  if (job === undefined) return;
  turn.tell({ kind: 'fail', handle: job.handle });
  relay(turn, job, packet);
  turn.registry.finish(job);
};

/** Ends the job. Clients that did not ask for exceptions get WORK_FAIL, without a NUL at its end (section 6). */
export const exception: Handler<'WORK_EXCEPTION'> = (turn, worker, packet) => {
  const job = owned(turn, worker, packet.handle, 'An exception was received for a job that does not exist');
  if (job === undefined) return;
  turn.tell({ kind: 'exception', handle: job.handle, bytes: packet.exception });
  for (const client of job.clients) {
    turn.send(client, client.exceptions ? packet : { name: 'WORK_FAIL', handle: job.handle });
  }
  turn.registry.finish(job);
};

function owned(turn: Turn, worker: Peer, handle: string, otherwise: string): Job | undefined {
  const job = turn.registry.jobs.get(handle);
  if (job !== undefined && job.worker === worker) return job;
  turn.refuse(worker, 'JOB_NOT_FOUND', otherwise);
  return undefined;
}

function relay(turn: Turn, job: Job, packet: Packet): void {
  for (const client of job.clients) turn.send(client, packet);
}

/** As C's atoi into 32 bits, on at most ten digits: gearmand's reading, wrap included. docs/protocol.md section 4. */
function number(text: string): number {
  const digits = /^\s*([+-]?\d{1,10})/.exec(text);
  return digits === null ? 0 : Number(digits[1]) >>> 0;
}
