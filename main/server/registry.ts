import { createHash } from 'node:crypto';
import type { ServerLimits } from '../contract/limits.ts';
import { Agenda } from './agenda.ts';
import { Handles } from './handles.ts';
import { JobTable } from './job-table.ts';
import type { ServerRules } from './rules.ts';
import {
  type Ability,
  type ConnectionId,
  FunctionQueue,
  type Job,
  type JobList,
  type Peer,
  PRIORITIES,
} from './state.ts';

const NOBODY: Peer[] = [];

/** How many jobs, and bytes of their workloads, there may be in all and of one function. */
export type JobLimits = Pick<ServerLimits, 'jobs' | 'jobBytes' | 'functionJobs' | 'functionBytes'>;

/** Everything that the broker knows: who is connected, what is queued, what runs. docs/protocol.md section 4. */
export class Registry {
  readonly peers = new Map<ConnectionId, Peer>();
  readonly functions = new Map<string, FunctionQueue>();
  readonly jobs = new JobTable();
  readonly handles: Handles;
  /** Running jobs, by the time at which their workers lose them. */
  readonly timeouts: Agenda<Job>;
  /** Jobs that may not run yet, by the wall time at which they may; until then they are in no list. */
  readonly delayed: Agenda<Job>;
  /** Jobs that wait to be queued. */
  #held: Job[] = [];
  /** Bytes of the workloads of all jobs. */
  workloadBytes = 0;
  readonly #rules: ServerRules;
  readonly #limits: JobLimits;
  /** The newest unfinished job of each unique ID; GET_STATUS_UNIQUE asks without the function. */
  readonly #byUnique = new Map<string, Job>();
  /** Unfinished jobs with the unique ID `-`, by function and workload. */
  readonly #byWorkload = new Map<string, Job>();

  /** `onSooner` hears that something new is due before all that was. */
  constructor(rules: ServerRules, limits: JobLimits, onSooner: () => void) {
    this.#rules = rules;
    this.#limits = limits;
    this.handles = new Handles(rules.handlePrefix);
    this.timeouts = new Agenda(onSooner);
    this.delayed = new Agenda(onSooner);
  }

  get order(): ServerRules['order'] {
    return this.#rules.order;
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

  /** Forgets a function that has neither workers nor running jobs, and the jobs that wait for it, each after `end`. */
  drop(queue: FunctionQueue, end: (job: Job) => void): void {
    const jobs = this.takeWaiting(queue, Number.POSITIVE_INFINITY);
    for (const job of jobs) {
      end(job);
      this.remove(job);
    }
    this.functions.delete(queue.name);
    for (const peer of this.peers.values()) if (peer.lastFunction === queue) peer.lastFunction = undefined;
  }

  /** Takes jobs that wait for the function out of its lists, those that may not run yet first; `most` at once. */
  takeWaiting(queue: FunctionQueue, most: number): Job[] {
    const delayed = queue.delayed === 0 ? [] : this.delayed.items.filter((job) => job.function === queue);
    const jobs = delayed.slice(0, most);
    for (const job of jobs) this.#undelay(job);
    for (const priority of PRIORITIES) {
      const list = queue.queued[priority];
      while (jobs.length < most) {
        const job = list.shift();
        if (job === undefined) break;
        jobs.push(job);
      }
    }
    return jobs;
  }

  /** The unfinished job that a submission of the same work joins; never one that was cancelled. */
  twin(queue: FunctionQueue, unique: string, key: string): Job | undefined {
    if (key === '') return undefined;
    let job = unique === '-' ? this.#byWorkload.get(key) : this.#byUnique.get(unique);
    while (job !== undefined && (job.function !== queue || job.cancelled)) job = job.nextNamesake;
    return job;
  }

  /** The newest unfinished job with that unique ID, of whatever function. */
  withUnique(unique: string): Job | undefined {
    return this.#byUnique.get(unique);
  }

  /** Whether there is room for one more job of the function, with so many bytes of workload. */
  hasRoom(queue: FunctionQueue, bytes: number): boolean {
    const { jobs, jobBytes, functionJobs, functionBytes } = this.#limits;
    return (
      this.jobs.size < jobs &&
      this.workloadBytes + bytes <= jobBytes &&
      queue.total < functionJobs &&
      queue.workloadBytes + bytes <= functionBytes
    );
  }

  /** Adds a new job and queues it; one that is held only comes into the tables. */
  add(job: Job): void {
    this.jobs.add(job);
    this.workloadBytes += job.workloadBytes;
    job.function.workloadBytes += job.workloadBytes;
    if (job.key !== '' && job.unique === '-') this.#byWorkload.set(job.key, job);
    else if (job.key !== '') {
      job.nextNamesake = this.#byUnique.get(job.unique);
      this.#byUnique.set(job.unique, job);
    }
    if (!job.held) {
      this.#queue(job);
      return;
    }
    job.function.held += 1;
    this.#held.push(job);
  }

  /** Queues all jobs that were held; returns them. */
  release(): readonly Job[] {
    const released = this.#held.filter((job) => job.held);
    this.#held = [];
    for (const job of released) {
      this.#unhold(job);
      this.#queue(job);
    }
    return released;
  }

  /** Forgets a job that is held. */
  withdraw(job: Job): void {
    this.#unhold(job);
    this.remove(job);
  }

  /** Queues the next delayed job that may run by then, and returns it. */
  ripen(wall: number): Job | undefined {
    const job = this.delayed.takeDue(wall);
    if (job === undefined) return undefined;
    this.#undelay(job);
    job.function.queued[job.priority].push(job);
    return job;
  }

  /** The job that the peer would get, in the order of the rules. Jobs that nobody wants any more are dropped on the way. */
  next(peer: Peer, drop: (job: Job) => void): Job | undefined {
    const { abilities } = peer;
    if (this.#rules.order === '2.x') return this.#nextOfAll(abilities, drop);
    for (let at = abilities.length - 1; at >= 0; at -= 1) {
      const { queued } = (abilities[at] as Ability).queue;
      for (const priority of PRIORITIES) {
        const job = this.#head(queued[priority], drop);
        if (job !== undefined) return job;
      }
    }
    return undefined;
  }

  /** Gives the job at the head of its list to the worker. Returns the time that the worker has for it, ms; 0 is for ever. */
  assign(job: Job, worker: Peer): number {
    const { abilities } = worker;
    job.function.queued[job.priority].shift();
    job.function.running += 1;
    job.worker = worker;
    worker.assigned.add(job);
    let at = abilities.length - 1;
    while ((abilities[at] as Ability).queue !== job.function) at -= 1;
    const ability = abilities[at] as Ability;
    if (this.#rules.roundRobin || this.#rules.order === '2.x') abilities.unshift(...abilities.splice(at, 1));
    return ability.timeout;
  }

  /** Lets go of the job's clients. Until a worker comes to it or ends it, it stays in the tables. */
  cancel(job: Job): void {
    job.cancelled = true;
    this.#forgetClients(job);
  }

  /** Puts a running job back at the end of its list, as if nobody had begun it. */
  requeue(job: Job): void {
    this.#release(job);
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
    this.workloadBytes -= job.workloadBytes;
    job.function.workloadBytes -= job.workloadBytes;
    this.#forgetClients(job);
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

  /** Workers that sleep and can do the function, as many as one job wakes; they are woken by this call. */
  wake(queue: FunctionQueue): readonly Peer[] {
    let woken = NOBODY;
    const most = this.#rules.workerWakeup || queue.workers.length;
    for (let left = queue.workers.length; left > 0 && woken.length < most; left -= 1) {
      const worker = queue.workers.next();
      if (!worker.sleeping || worker.woken) continue;
      worker.woken = true;
      if (woken === NOBODY) woken = [worker];
      else woken.push(worker);
    }
    return woken;
  }

  #nextOfAll(abilities: readonly Ability[], drop: (job: Job) => void): Job | undefined {
    for (const priority of PRIORITIES) {
      for (let at = abilities.length - 1; at >= 0; at -= 1) {
        const job = this.#head((abilities[at] as Ability).queue.queued[priority], drop);
        if (job !== undefined) return job;
      }
    }
    return undefined;
  }

  #head(list: JobList, drop: (job: Job) => void): Job | undefined {
    while (list.head?.ignored) {
      const job = list.shift() as Job;
      this.remove(job);
      drop(job);
    }
    return list.head;
  }

  /** Puts the job at the end of its list, or into the agenda where its time has not come. */
  #queue(job: Job): void {
    if (job.due === null) {
      job.function.queued[job.priority].push(job);
      return;
    }
    job.function.delayed += 1;
    job.appointment = this.delayed.add(job, job.due);
  }

  #unhold(job: Job): void {
    job.held = false;
    job.function.held -= 1;
  }

  #undelay(job: Job): void {
    if (job.appointment !== undefined) this.delayed.remove(job.appointment);
    job.appointment = undefined;
    job.function.delayed -= 1;
  }

  #forgetClients(job: Job): void {
    for (const client of job.clients) client.awaited.delete(job);
    job.forgetClients();
  }

  #release(job: Job): void {
    if (job.appointment !== undefined) this.timeouts.remove(job.appointment);
    job.appointment = undefined;
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
