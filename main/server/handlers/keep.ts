import { encode } from '../../protocol/codec.ts';
import { PACKETS } from '../../protocol/packets.ts';
import type { Keeper, Round } from '../keeper.ts';
import type { FoundJob } from '../queue-store.ts';
import { coalescingKey } from '../registry.ts';
import { Job, type Peer } from '../state.ts';
import type { Turn } from '../turn.ts';

/** Background jobs that outlive the server. docs/protocol.md section 9. */

/**
 * Ends a round: puts on disk what it brought, before anything that it answers is sent. Only then are its new jobs given out;
 * those that could not be kept are gone, and who was to read JOB_CREATED reads QUEUE_ERROR.
 */
export function settle(turn: Turn, keeper: Keeper): void {
  const round = keeper.commit();
  if (round.problem !== undefined) breakPromises(round, String(round.problem.details['reason']));
  if (round.problem !== undefined) for (const job of round.jobs) if (job.keptAs > 0) forget(turn, job);
  for (const job of turn.registry.release()) if (job.due === null) turn.wake(job.function);
}

/** The job that the worker would get. If that is none, jobs that it could do are settled first. */
export function nextFor(turn: Turn, worker: Peer): Job | undefined {
  const { registry, keeper } = turn;
  const job = registry.next(worker, turn.drop);
  if (job !== undefined || keeper === undefined || !worker.abilities.some(({ queue }) => queue.held > 0)) return job;
  settle(turn, keeper);
  return registry.next(worker, turn.drop);
}

function breakPromises({ promises }: Round, reason: string): void {
  const refusal = encode({ name: 'ERROR', code: 'QUEUE_ERROR', text: `The job was not kept: ${reason}` }, 'RES');
  const broken = new Map<Peer, Set<number>>();
  for (const { client, packet, job } of promises) {
    if (job.keptAs === 0) continue; // it has ended already
    const packets = broken.get(client);
    if (packets === undefined) broken.set(client, new Set([packet]));
    else packets.add(packet);
  }
  for (const [client, packets] of broken) client.outbox.replace(packets, PACKETS.ERROR.type, refusal);
}

/** Only who waits for it in the foreground still has the job. */
function forget(turn: Turn, job: Job): void {
  job.keptAs = 0;
  job.background = false;
  if (!job.abandoned) return;
  if (!job.held) {
    turn.tell({ kind: 'abandoned', job });
    return;
  }
  turn.drop(job);
  turn.registry.withdraw(job);
}

/** Queues jobs that were found on disk, before anybody is connected. */
export function restore(turn: Turn, found: readonly FoundJob[]): void {
  const { registry } = turn;
  for (const { id, functionName, unique, reducer, priority, workload, runAt, retries } of found) {
    const queue = registry.functionNamed(functionName);
    const block = Buffer.from(workload.buffer, workload.byteOffset, workload.byteLength);
    const key = unique === '' ? '' : coalescingKey(functionName, unique, block, 0, block.length);
    const job = new Job(++turn.lastHandle, queue, unique, key, reducer, priority, true, turn.at, block);
    turn.workloads.keep(block, 0, block.length, job);
    job.keptAs = id;
    job.retries = retries;
    if (runAt * 1000 > turn.wall()) job.due = runAt * 1000;
    registry.add(job);
    turn.tell({ kind: 'submitted', job, client: null });
    if (job.due !== null) turn.tell({ kind: 'delayed', job, until: job.due });
  }
}
