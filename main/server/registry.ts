import { createHash } from 'node:crypto';
import { Handles } from './handles.ts';
import { JobTable } from './job-table.ts';
import { type ConnectionId, FunctionQueue, type Job, type Peer, PRIORITIES } from './state.ts';

/** Everything that the broker knows: who is connected, what is queued, what runs. docs/protocol.md section 4. */
export class Registry {
  readonly peers = new Map<ConnectionId, Peer>();
  readonly functions = new Map<string, FunctionQueue>();
  readonly jobs = new JobTable();
  readonly handles: Handles;
  /** The newest unfinished job of each unique ID; GET_STATUS_UNIQUE asks without the function. */
  readonly #byUnique = new Map<string, Job>();
  /** Unfinished jobs with the unique ID `-`, by function and workload. */
  readonly #byWorkload = new Map<string, Job>();

  constructor(handlePrefix: string) {
    this.handles = new Handles(handlePrefix);
  }

  /** The unfinished job with that handle. */
  jobNamed(handle: string): Job | undefined {
    return this.jobs.get(this.handles.numberOf(handle));
  }

  /** The function of that name; made when it is named for the first time. */
  functionNamed(name: string): FunctionQueue {
    let found = this.functions.get(name);
    if (found === undefined) {
      found = new FunctionQueue(name, this.handles);
      this.functions.set(name, found);
    }
    return found;
  }

  /** The unfinished job that a submission of the same work joins. */
  twin(queue: FunctionQueue, unique: string, key: string): Job | undefined {
    if (key === '') return undefined;
    if (unique === '-') return this.#byWorkload.get(key);
    let job = this.#byUnique.get(unique);
    while (job !== undefined && job.function !== queue) job = job.nextNamesake;
    return job;
  }

  /** The newest unfinished job with that unique ID, of whatever function. */
  withUnique(unique: string): Job | undefined {
    return this.#byUnique.get(unique);
  }

  add(job: Job): void {
    this.jobs.add(job);
    if (job.key !== '' && job.unique === '-') this.#byWorkload.set(job.key, job);
    else if (job.key !== '') {
      job.nextNamesake = this.#byUnique.get(job.unique);
      this.#byUnique.set(job.unique, job);
    }
    job.function.queued[job.priority].push(job);
  }

  /** The job that the peer would get: functions from the last registered on, high before normal before low. */
  next(peer: Peer, drop: (job: Job) => void): Job | undefined {
    for (let at = peer.abilities.length - 1; at >= 0; at -= 1) {
      const queue = this.functions.get(peer.abilities[at] as string);
      if (queue === undefined) continue;
      for (const priority of PRIORITIES) {
        const list = queue.queued[priority];
        while (list.head?.abandoned) {
          const job = list.shift() as Job;
          this.remove(job);
          drop(job);
        }
        if (list.head !== undefined) return list.head;
      }
    }
    return undefined;
  }

  /** Gives the job at the head of its list to the worker. */
  assign(job: Job, worker: Peer): void {
    job.function.queued[job.priority].shift();
    job.function.running += 1;
    job.worker = worker;
    worker.assigned.add(job);
  }

  /** Puts a running job back at the end of its list, as if nobody had begun it. */
  requeue(job: Job): void {
    this.#release(job);
    job.retries += 1;
    job.numerator = 0;
    job.denominator = 0;
    job.function.queued[job.priority].push(job);
  }

  /** Forgets a running job that has ended. */
  finish(job: Job): void {
    this.#release(job);
    this.remove(job);
  }

  /** Forgets a job that is in no list any more. */
  remove(job: Job): void {
    this.jobs.delete(job);
    for (const client of job.clients) client.awaited.delete(job);
    job.forgetClients();
    if (job.key === '') return;
    if (job.unique === '-') {
      if (this.#byWorkload.get(job.key) === job) this.#byWorkload.delete(job.key);
      return;
    }
    const newest = this.#byUnique.get(job.unique);
    if (newest !== job) {
      let newer = newest;
      while (newer !== undefined && newer.nextNamesake !== job) newer = newer.nextNamesake;
      if (newer !== undefined) newer.nextNamesake = job.nextNamesake;
    } else if (job.nextNamesake === undefined) this.#byUnique.delete(job.unique);
    else this.#byUnique.set(job.unique, job.nextNamesake);
    job.nextNamesake = undefined;
  }

  /** Workers that sleep and can do the function, each once; they are woken by this call. */
  wake(queue: FunctionQueue): Peer[] {
    const woken: Peer[] = [];
    for (const worker of queue.workers) {
      if (!worker.sleeping || worker.woken) continue;
      worker.woken = true;
      woken.push(worker);
    }
    return woken;
  }

  #release(job: Job): void {
    job.function.running -= 1;
    job.worker?.assigned.delete(job);
    job.worker = undefined;
  }
}

/**
 * Under what a submission coalesces: its unique ID, or for `-` its workload; empty where it never does. A digest stands
 * for the workload so that a large one is not kept twice.
 */
export function coalescingKey(functionName: string, unique: string, block: Buffer, start: number, end: number): string {
  if (unique !== '-') return unique;
  if (start === end) return '';
  return `${functionName}\0${createHash('sha256').update(block.subarray(start, end)).digest('base64')}`;
}
