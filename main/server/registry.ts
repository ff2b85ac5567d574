import { createHash } from 'node:crypto';
import { type ConnectionId, FunctionQueue, type Job, type Peer, PRIORITIES } from './state.ts';

/** Everything that the broker knows: who is connected, what is queued, what runs. docs/protocol.md section 4. */
export class Registry {
  readonly peers = new Map<ConnectionId, Peer>();
  readonly functions = new Map<string, FunctionQueue>();
  readonly jobs = new Map<string, Job>();
  /** Unfinished jobs by unique ID; GET_STATUS_UNIQUE asks without the function. */
  readonly #byUnique = new Map<string, Job[]>();
  /** Unfinished jobs with the unique ID `-`, by function and workload. */
  readonly #byWorkload = new Map<string, Job>();

  /** The function of that name; made when it is named for the first time. */
  functionNamed(name: string): FunctionQueue {
    let found = this.functions.get(name);
    if (found === undefined) {
      found = new FunctionQueue(name);
      this.functions.set(name, found);
    }
    return found;
  }

  /** The unfinished job that a submission of the same work joins. */
  twin(queue: FunctionQueue, unique: string, key: string): Job | undefined {
    if (key === '') return undefined;
    if (unique === '-') return this.#byWorkload.get(key);
    return this.#byUnique.get(unique)?.find((job) => job.function === queue);
  }

  /** The newest unfinished job with that unique ID, of whatever function. */
  withUnique(unique: string): Job | undefined {
    return this.#byUnique.get(unique)?.at(-1);
  }

  add(job: Job): void {
    this.jobs.set(job.handle, job);
    if (job.key !== '' && job.unique === '-') this.#byWorkload.set(job.key, job);
    else if (job.key !== '') this.#byUnique.set(job.unique, [...(this.#byUnique.get(job.unique) ?? []), job]);
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
    this.jobs.delete(job.handle);
    for (const client of job.clients) client.awaited.delete(job);
    job.clients = [];
    if (job.key === '') return;
    if (job.unique === '-') {
      if (this.#byWorkload.get(job.key) === job) this.#byWorkload.delete(job.key);
      return;
    }
    const rest = this.#byUnique.get(job.unique)?.filter((other) => other !== job) ?? [];
    if (rest.length === 0) this.#byUnique.delete(job.unique);
    else this.#byUnique.set(job.unique, rest);
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
export function coalescingKey(functionName: string, unique: string, workload: Buffer): string {
  if (unique !== '-') return unique;
  if (workload.length === 0) return '';
  return `${functionName}\0${createHash('sha256').update(workload).digest('base64')}`;
}
