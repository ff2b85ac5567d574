import type { Priority } from '../../contract/jobs.ts';
import { ProtocolError } from '../../protocol/errors.ts';
import { HEADER } from '../../protocol/framer.ts';
import { nameOf, PACKETS } from '../../protocol/packets.ts';
import { longOf } from '../c-number.ts';
import { coalescingKey } from '../registry.ts';
import { type FunctionQueue, Job, type Peer } from '../state.ts';
import type { FrameHandler, Turn } from '../turn.ts';

/** Bytes of a unique ID and of a reducer; gearmand takes 64 too but mangles the last one. docs/protocol.md section 6. */
const UNIQUE_BYTES = 64;

const JOB_CREATED = PACKETS.JOB_CREATED.type;

interface Manner {
  readonly priority: Priority;
  readonly background: boolean;
  readonly reduce?: boolean;
  readonly delayed?: boolean;
}

/** What each submission asks for, by packet type. */
const MANNERS: (Manner | undefined)[] = [];
MANNERS[PACKETS.SUBMIT_JOB.type] = { priority: 'normal', background: false };
MANNERS[PACKETS.SUBMIT_JOB_BG.type] = { priority: 'normal', background: true };
MANNERS[PACKETS.SUBMIT_JOB_HIGH.type] = { priority: 'high', background: false };
MANNERS[PACKETS.SUBMIT_JOB_HIGH_BG.type] = { priority: 'high', background: true };
MANNERS[PACKETS.SUBMIT_JOB_LOW.type] = { priority: 'low', background: false };
MANNERS[PACKETS.SUBMIT_JOB_LOW_BG.type] = { priority: 'low', background: true };
MANNERS[PACKETS.SUBMIT_REDUCE_JOB.type] = { priority: 'normal', background: false, reduce: true };
MANNERS[PACKETS.SUBMIT_REDUCE_JOB_BACKGROUND.type] = { priority: 'normal', background: true, reduce: true };
MANNERS[PACKETS.SUBMIT_JOB_EPOCH.type] = { priority: 'normal', background: true, delayed: true };

/**
 * Queues a job, or joins the unfinished one with the same unique ID: its workload and priority stay, its later results go
 * to all who wait.
 */
export const submit: FrameHandler = (turn, client, type, block, start, end) => {
  const { priority, background, reduce, delayed } = MANNERS[type] as Manner;
  const nameAt = start + HEADER;
  const nameEnd = functionEnd(client, type, block, nameAt, end);
  let at = nameEnd + 1;
  const uniqueEnd = argumentEnd(type, block, at, end);
  const unique = uniqueEnd === at ? '' : block.toString('latin1', at, uniqueEnd);
  at = uniqueEnd + 1;
  let reducer = '';
  let due: number | null = null;
  if (reduce === true) {
    const reducerEnd = argumentEnd(type, block, at, end);
    reducer = block.toString('latin1', at, reducerEnd);
    at = argumentEnd(type, block, reducerEnd + 1, end) + 1;
  }
  if (delayed === true) {
    const epochEnd = argumentEnd(type, block, at, end);
    due = dueOf(block.toString('latin1', at, epochEnd), turn.wall());
    at = epochEnd + 1;
  }
  if (unique.length > UNIQUE_BYTES || reducer.length > UNIQUE_BYTES) {
    turn.refuse(client, 'ARGUMENT_TOO_LARGE', 'Unique value too large');
    return;
  }
  const queue = functionOf(turn, client, block, nameAt, nameEnd);
  const key = unique === '' ? '' : coalescingKey(queue.name, unique, block, at, end);
  const twin = unique === '' ? undefined : turn.registry.twin(queue, unique, key);
  const limit = queue.limits[priority];
  if (twin === undefined && ((limit > 0 && queue.total >= limit) || !turn.registry.hasRoom(queue, end - at))) {
    turn.refuse(client, 'QUEUE_ERROR', 'Job queue is full');
    return;
  }
  const job = twin ?? new Job(++turn.lastHandle, queue, unique, key, reducer, priority, background, turn.at, block);
  if (background) job.background = true;
  else job.addClient(client);
  if (twin !== undefined) turn.tell({ kind: 'joined', job, client: client.id, background });
  else {
    turn.workloads.keep(block, at, end, job);
    job.due = due;
    job.held = turn.keeper !== undefined && (background || queue.held > 0);
    turn.registry.add(job);
    turn.tell({ kind: 'submitted', job, client: client.id });
    if (due !== null) turn.tell({ kind: 'delayed', job, until: due });
    else if (!job.held) turn.wake(queue); // before the answer, as gearmand: who is both hears NOOP first
  }
  created(turn, client, job);
  if (background) turn.keeper?.promise(client, job);
};

/** When a job with that epoch may run, wall time in ms; null if that is now. */
function dueOf(epoch: string, wall: number): number | null {
  const due = Number(longOf(epoch)) * 1000;
  return due > wall ? due : null;
}

function created(turn: Turn, client: Peer, job: Job): void {
  const { handles } = turn.registry;
  const length = handles.lengthOf(job.number);
  const at = turn.open(client, JOB_CREATED, length);
  handles.write(client.outbox.bytes, at, job.number, length);
}

/** Where the function's name ends. Most often it is the one of the submission before: comparing is quicker than looking. */
function functionEnd(client: Peer, type: number, block: Buffer, at: number, end: number): number {
  const { lastFunction } = client;
  if (lastFunction !== undefined && isAt(block, at, end, lastFunction.bytes)) return at + lastFunction.bytes.length;
  client.lastFunction = undefined;
  return argumentEnd(type, block, at, end);
}

function functionOf(turn: Turn, client: Peer, block: Buffer, at: number, end: number): FunctionQueue {
  client.lastFunction ??= turn.registry.functionNamed(block.toString('latin1', at, end));
  return client.lastFunction;
}

/** Whether the argument at `at` is these bytes. */
function isAt(block: Buffer, at: number, end: number, bytes: Buffer): boolean {
  const { length } = bytes;
  if (at + length >= end || block[at + length] !== 0) return false;
  for (let index = 0; index < length; index += 1) if (block[at + index] !== bytes[index]) return false;
  return true;
}

/** The end of the argument at `at`, which must be ended by a NUL before `end`. */
function argumentEnd(type: number, block: Buffer, at: number, end: number): number {
  for (let stop = at; stop < end; stop += 1) if (block[stop] === 0) return stop;
  throw new ProtocolError(`${nameOf(type)} has too few arguments`);
}
