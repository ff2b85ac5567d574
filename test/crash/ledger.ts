import type { Packet } from '../../main/protocol/packets.ts';
import type { FoundJob } from '../../main/server/queue-store.ts';

export const FUNCTIONS = ['f', 'na\xefve \xff\xfe'] as const;

/** A job that was submitted, and how far it is known to have come. */
interface Entry {
  readonly id: number;
  readonly submission: Packet;
  readonly told: string;
  acknowledged: boolean;
  runs: number;
  end: 'open' | 'said' | 'acknowledged';
}

/** What was promised to clients and workers, and whether it is kept. Throws as soon as it is not. */
export class Ledger {
  acknowledged = 0;
  ended = 0;
  /** Times that a job was given out although its end had been said. */
  again = 0;
  readonly #open = new Map<number, Entry>();
  /** Jobs whose end was acknowledged since the last check. */
  #over = 0;
  #last = 0;

  /** The next submission: of each kind in turn, with its number where a worker finds it. */
  next(): { id: number; packet: Packet } {
    const id = ++this.#last;
    const submission = submissionOf(id);
    const entry: Entry = {
      id,
      submission,
      told: tellSubmission(submission),
      acknowledged: false,
      runs: 0,
      end: 'open',
    };
    this.#open.set(id, entry);
    return { id, packet: submission };
  }

  /** The client read JOB_CREATED. */
  acknowledge(id: number): void {
    const entry = this.#open.get(id);
    if (entry !== undefined) entry.acknowledged = true;
    this.acknowledged += 1;
  }

  /** A worker got the job; returns its number. */
  ran(assignment: Packet): number {
    if (assignment.name !== 'JOB_ASSIGN_ALL' && assignment.name !== 'JOB_ASSIGN_UNIQ')
      throw new Error(`a worker was given ${assignment.name}`);
    const { unique, function: name, workload } = assignment;
    const reducer = assignment.name === 'JOB_ASSIGN_ALL' ? assignment.reducer : '';
    const id = numberIn(unique, workload);
    const entry = this.#open.get(id);
    if (entry === undefined || entry.end === 'acknowledged')
      throw new Error(`job ${id} came again after its end was acknowledged`);
    const told = tell(name, unique, reducer, workload);
    if (told !== entry.told) throw new Error(`job ${id} was submitted as ${entry.told} and came as ${told}`);
    if (entry.end === 'said') this.again += 1;
    entry.runs += 1;
    entry.end = 'open';
    return id;
  }

  /** The worker said how the job ended. */
  says(id: number): void {
    const entry = this.#open.get(id);
    if (entry !== undefined) entry.end = 'said';
  }

  /** A later packet of the worker was answered. */
  endIsAcknowledged(id: number): void {
    const entry = this.#open.get(id);
    if (entry === undefined) return;
    entry.end = 'acknowledged';
    this.ended += 1;
    this.#over += 1;
  }

  /** Holds the file of a server that is gone against what was promised. Returns how many jobs are in it. */
  check(found: readonly FoundJob[]): number {
    const kept = new Map(found.map((job) => [numberIn(job.unique, job.workload), job]));
    if (kept.size !== found.length) throw new Error('a job is in the file twice');
    for (const [id, { functionName, unique, reducer, workload }] of kept) {
      const entry = this.#open.get(id);
      if (entry === undefined) throw new Error(`job ${id} is in the file although its end was acknowledged`);
      const told = tell(functionName, unique, reducer, workload);
      if (told !== entry.told) throw new Error(`job ${id} was submitted as ${entry.told} and is kept as ${told}`);
    }
    for (const { id, acknowledged, end } of [...this.#open.values()]) {
      if (end === 'acknowledged' && kept.has(id)) throw new Error(`job ${id} is kept after its end was acknowledged`);
      if (end === 'open' && acknowledged && !kept.has(id)) throw new Error(`job ${id} was acknowledged and is lost`);
      if (!kept.has(id)) this.#open.delete(id);
    }
    this.#over = 0;
    return kept.size;
  }

  /** Jobs that have not come to their end, as far as is known. */
  get backlog(): number {
    return this.#open.size - this.#over;
  }

  /** Numbers of jobs that were acknowledged and that no worker has had. */
  get waiting(): number[] {
    return [...this.#open.values()].filter(({ acknowledged, runs }) => acknowledged && runs === 0).map(({ id }) => id);
  }
}

/** Every kind of background job in turn. */
function submissionOf(id: number): Packet {
  const name = FUNCTIONS[id % 5 === 0 ? 1 : 0];
  const workload = Buffer.from(`job ${id} ${'\0\xff'.repeat(id % 700)}`, 'latin1');
  const job = { function: name, unique: '', workload };
  switch (id % 9) {
    case 0:
      return { ...job, name: 'SUBMIT_JOB_BG' };
    case 1:
      return { ...job, name: 'SUBMIT_JOB_BG', unique: '-' };
    case 2:
      return { ...job, name: 'SUBMIT_JOB_BG', unique: `own-${id}` };
    case 3:
      return { ...job, name: 'SUBMIT_JOB_BG', unique: `\xfc-${id}-`.padEnd(64, 'x') };
    case 4:
      return { ...job, name: 'SUBMIT_JOB_BG', unique: `empty-${id}`, workload: Buffer.alloc(0) };
    case 5:
      return { ...job, name: 'SUBMIT_REDUCE_JOB_BACKGROUND', reducer: 's\xfcm', unused: '' };
    case 6:
      return { ...job, name: 'SUBMIT_JOB_EPOCH', epoch: String(Math.floor(Date.now() / 1000) + (id % 3)) };
    case 7:
      return { ...job, name: 'SUBMIT_JOB_HIGH_BG', unique: `gearbench-${id}` };
    default:
      return { ...job, name: 'SUBMIT_JOB_LOW_BG' };
  }
}

const numberIn = (unique: string, workload: Uint8Array): number =>
  Number(/-(\d+)/.exec(unique)?.[1] ?? /^job (\d+)/.exec(Buffer.from(workload).toString('latin1'))?.[1]);

function tellSubmission(packet: Packet): string {
  if (!('workload' in packet && 'unique' in packet)) throw new Error(`${packet.name} submits nothing`);
  return tell(packet.function, packet.unique, 'reducer' in packet ? packet.reducer : '', packet.workload);
}

const tell = (name: string, unique: string, reducer: string, workload: Uint8Array): string =>
  JSON.stringify([name, unique, reducer, Buffer.from(workload).toString('latin1')]);
