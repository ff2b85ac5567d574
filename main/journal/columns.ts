import { JOB_STATES } from '../contract/job-states.ts';

export const [QUEUED, RUNNING, LOST, KEPT] = (['queued', 'running', 'lost', 'kept'] as const).map((state) =>
  JOB_STATES.indexOf(state),
) as [number, number, number, number];

/** Jobs that there is room for at first; it doubles. */
const FIRST_ROOM = 256;

/** What of a job lists are made by. Times in ms, NaN where there is none. */
export interface JobColumns {
  /** Place in JOB_STATES. */
  state: number;
  /** 0 is high. */
  priority: number;
  /** Place in the list of the volume's function names. */
  function: number;
  /** Number of its server in the file's sources; a job stays where it is. */
  server: number;
  submitted: number;
  assigned: number;
  ended: number;
  workload: number;
  result: number;
}

/**
 * Numbers of jobs that follow each other, one column for each thing: a list of a million jobs in any order is a scan of memory,
 * not of a disk.
 */
export class Columns {
  length = 0;
  /** Jobs in each state. */
  readonly counts = new Int32Array(JOB_STATES.length);
  /** Counts up with each change. */
  version = 0;
  states = new Uint8Array(FIRST_ROOM);
  priorities = new Uint8Array(FIRST_ROOM);
  functions = new Uint32Array(FIRST_ROOM);
  servers = new Uint16Array(FIRST_ROOM);
  submitted = new Float64Array(FIRST_ROOM);
  assigned = new Float64Array(FIRST_ROOM);
  ended = new Float64Array(FIRST_ROOM);
  workloads = new Float64Array(FIRST_ROOM);
  results = new Float64Array(FIRST_ROOM);
  /** Numbers that the engine gave jobs of this session; -1 for those of earlier ones. They grow. */
  numbers = new Float64Array(FIRST_ROOM);

  add(number: number, job: JobColumns): void {
    if (this.length === this.states.length) this.#grow();
    const at = this.length;
    this.length += 1;
    this.numbers[at] = number;
    this.counts[job.state] = (this.counts[job.state] as number) + 1;
    this.states[at] = job.state;
    this.servers[at] = job.server;
    this.#write(at, job);
  }

  set(at: number, job: JobColumns): void {
    this.#count(at, job.state);
    this.#write(at, job);
  }

  /** The job's server has ended, and it came to that state. */
  leave(at: number, state: number, endedAt: number): void {
    this.version += 1;
    this.#count(at, state);
    this.ended[at] = endedAt;
  }

  /** The place of the job that the engine gave that number; -1 where it is not here. */
  placeOf(number: number): number {
    let low = 0;
    let high = this.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.numbers[middle] as number;
      if (found === number) return middle;
      if (found < number) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  #count(at: number, state: number): void {
    const before = this.states[at] as number;
    this.counts[before] = (this.counts[before] as number) - 1;
    this.counts[state] = (this.counts[state] as number) + 1;
    this.states[at] = state;
  }

  #write(at: number, job: JobColumns): void {
    this.version += 1;
    this.priorities[at] = job.priority;
    this.functions[at] = job.function;
    this.submitted[at] = job.submitted;
    this.assigned[at] = job.assigned;
    this.ended[at] = job.ended;
    this.workloads[at] = job.workload;
    this.results[at] = job.result;
  }

  #grow(): void {
    const room = this.states.length * 2;
    this.states = grown(this.states, new Uint8Array(room));
    this.priorities = grown(this.priorities, new Uint8Array(room));
    this.servers = grown(this.servers, new Uint16Array(room));
    this.functions = grown(this.functions, new Uint32Array(room));
    this.submitted = grown(this.submitted, new Float64Array(room));
    this.assigned = grown(this.assigned, new Float64Array(room));
    this.ended = grown(this.ended, new Float64Array(room));
    this.workloads = grown(this.workloads, new Float64Array(room));
    this.results = grown(this.results, new Float64Array(room));
    this.numbers = grown(this.numbers, new Float64Array(room));
  }
}

function grown<A extends { set(from: A): void }>(from: A, into: A): A {
  into.set(from);
  return into;
}
