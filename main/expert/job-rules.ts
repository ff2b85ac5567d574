import type { FindingValues } from '../contract/expert.ts';
import type { Named, Rules, Tell } from './finding.ts';
import { type Job, Jobs } from './jobs.ts';
import { type Peer, type Peers, remember, submissionOf } from './peers.ts';

/** E-10: a job that waits longer than this while nobody can do it, ms. */
const WAITS_FOR_WORKER = 5000;

/** E-24: a worker that says nothing of a job for longer than this, ms. */
const SILENT = 5000;

/** E-09: what the worker said last is passed on within this time, ms. */
const PASSED_ON_WITHIN = 250;

const LAST_WORDS: ReadonlySet<string> = new Set(['WORK_COMPLETE', 'WORK_FAIL', 'WORK_EXCEPTION']);

export interface JobRulesParts {
  peers: Peers;
  tell: Tell;
  /** Whether a connection is still there, as far as is known. */
  isOpen: (peer: Peer) => boolean;
}

/** What is wrong with the life of a job: who does it, in which order, what is said of it, and who hears it. */
export class JobRules implements Rules {
  readonly #parts: JobRulesParts;
  /** By the index of the server's run. */
  readonly #hosts = new Map<number, Jobs>();
  /** Jobs whose last word has not been passed on. */
  readonly #unheard = new Set<Job>();

  constructor(parts: JobRulesParts) {
    this.#parts = parts;
  }

  look(packet: Named, peer: Peer): void {
    const submission = packet.out ? undefined : submissionOf(packet);
    if (submission !== undefined) return remember(peer, submission);
    if (packet.name === 'JOB_CREATED') return this.#created(packet, peer);
    if (packet.name === 'ERROR') {
      peer.submitted.shift(); // a submission that was refused has no JOB_CREATED
      return;
    }
    if (packet.name.startsWith('JOB_ASSIGN')) return this.#assigned(packet, peer);
    if (!packet.name.startsWith('WORK_')) return;
    if (packet.out) this.#passedOn(packet);
    else this.#worked(packet, peer);
  }

  until(now: number): void {
    this.#clientsGone(now);
    for (const jobs of this.#hosts.values()) {
      for (const job of jobs.oldest()) this.#stillWaits(job, now);
      for (const job of jobs.running) this.#stillRuns(job, now);
    }
  }

  #jobsOf(host: number): Jobs {
    let jobs = this.#hosts.get(host);
    if (jobs === undefined) {
      jobs = new Jobs();
      this.#hosts.set(host, jobs);
    }
    return jobs;
  }

  /** E-12, E-13: a submission that joined a job that was there. */
  #created(packet: Named, peer: Peer): void {
    const { tell } = this.#parts;
    const submission = peer.submitted.shift();
    const handle = packet.text('handle');
    const jobs = this.#jobsOf(packet.host);
    const known = jobs.find(handle);
    if (known !== undefined && !known.ended) {
      if (submission?.background !== true && !known.clients.includes(peer)) known.clients.push(peer);
      tell('E-12', submission?.seq ?? packet.seq, { handle, unique: submission?.unique ?? '' });
      const first = known.submission;
      if (first !== undefined && submission !== undefined && first.workload !== submission.workload)
        tell('E-13', submission.seq, { handle, unique: submission.unique });
      return;
    }
    if (submission === undefined) return;
    const job = newJob(packet, handle, submission.function, submission);
    if (!submission.background) job.clients.push(peer);
    jobs.add(job);
    if (!submission.later) jobs.waits(job);
  }

  #assigned(packet: Named, peer: Peer): void {
    const { tell } = this.#parts;
    const name = packet.text('function');
    const handle = packet.text('handle');
    const jobs = this.#jobsOf(packet.host);
    const known = jobs.find(handle);
    const job = known ?? newJob(packet, handle, name, undefined);
    // E-08: it was another's, who has not said how it ended.
    if (job.worker !== undefined && job.worker !== peer && !job.ended)
      tell('E-08', packet.seq, { ...of(job), connection: job.worker.connection });
    const urgent = job.submission && jobs.moreUrgent(job);
    if (urgent !== undefined) tell('E-22', packet.seq, { ...of(job), waiting: urgent.handle });
    job.worker = peer;
    job.assigned = { seq: packet.seq, at: packet.at };
    job.timeout = peer.abilities.get(name) ?? 0;
    job.heard = job.ended = job.toldLate = false;
    if (job !== known) jobs.add(job);
    jobs.runs(job);
  }

  /** What a worker says of a job. */
  #worked(packet: Named, peer: Peer): void {
    const { tell } = this.#parts;
    const handle = packet.text('handle');
    const jobs = this.#jobsOf(packet.host);
    const job = jobs.find(handle);
    const whose = job === undefined ? jobs.whoDid(handle) : job.worker;
    if (whose !== peer) {
      if (job !== undefined || whose !== undefined || peer.whole)
        tell('E-06', packet.seq, { handle, connection: packet.connection });
      return;
    }
    const last = LAST_WORDS.has(packet.name);
    if (job === undefined || job.ended)
      return tell(last ? 'E-07' : 'E-06', packet.seq, { handle, connection: packet.connection });
    this.#answersLate(job, packet.at);
    job.heard = true;
    if (packet.name === 'WORK_STATUS') this.#progress(job, packet);
    if (packet.name === 'WORK_EXCEPTION') this.#exception(job, packet);
    if (!last) return;
    job.ended = true;
    jobs.ends(job);
    if (job.clients.length === 0) return jobs.isOver(job);
    job.unheard = { seq: packet.seq, at: packet.at };
    this.#unheard.add(job);
  }

  /** E-15: a fraction that is none, or that goes back. */
  #progress(job: Job, packet: Named): void {
    const [numerator, denominator] = [packet.text('numerator'), packet.text('denominator')];
    const part = Number(numerator) / Number(denominator);
    const wrong = !(Number(denominator) > 0) || !(Number(numerator) >= 0) || Number(numerator) > Number(denominator);
    if (wrong || part < (job.status ?? 0)) this.#parts.tell('E-15', packet.seq, { ...of(job), numerator, denominator });
    if (!wrong) job.status = part;
  }

  /** E-16: an exception that no client gets as one. */
  #exception(job: Job, packet: Named): void {
    const deaf = job.clients.find((peer) => peer.whole && !peer.exceptions);
    if (deaf !== undefined) this.#parts.tell('E-16', packet.seq, { ...of(job), connection: deaf.connection });
  }

  #passedOn(packet: Named): void {
    if (!LAST_WORDS.has(packet.name)) return;
    const jobs = this.#jobsOf(packet.host);
    const job = jobs.find(packet.text('handle'));
    if (job === undefined) return;
    job.unheard = undefined;
    this.#unheard.delete(job);
    if (!job.ended && job.worker !== undefined && packet.name === 'WORK_FAIL') {
      // The server gave it up for the worker: it is gone, or took too long.
      const { worker } = job;
      job.ended = true;
      jobs.ends(job);
      if (!job.toldLate) this.#parts.tell('E-08', packet.seq, { ...of(job), connection: worker.connection });
    }
    if (job.ended) jobs.isOver(job);
  }

  /** E-09: a worker's last word that nobody got. */
  #clientsGone(now: number): void {
    for (const job of this.#unheard) {
      const { unheard } = job;
      if (unheard === undefined || now - unheard.at < PASSED_ON_WITHIN) continue;
      this.#unheard.delete(job);
      job.unheard = undefined;
      this.#jobsOf(job.host).isOver(job);
      this.#parts.tell('E-09', unheard.seq, of(job));
    }
  }

  /** E-10: nobody can do it. */
  #stillWaits(job: Job, now: number): void {
    const { peers, isOpen, tell } = this.#parts;
    if (job.toldWaiting || now - job.created.at < WAITS_FOR_WORKER) return;
    if (peers.able(job.host, job.function, isOpen).length > 0) return;
    job.toldWaiting = true;
    tell('E-10', job.created.seq, { ...of(job), seconds: WAITS_FOR_WORKER / 1000 });
  }

  /** E-18: longer than the worker has asked for. E-24: the worker has said nothing for long. */
  #stillRuns(job: Job, now: number): void {
    this.#answersLate(job, now);
    if (job.assigned === undefined || job.timeout === 0 || job.toldLate) return;
    if (now - job.assigned.at < job.timeout * 1000) return;
    job.toldLate = true;
    this.#parts.tell('E-18', job.assigned.seq, { ...of(job), seconds: job.timeout });
  }

  #answersLate(job: Job, now: number): void {
    if (job.heard || job.assigned === undefined || now - job.assigned.at < SILENT) return;
    job.heard = true;
    this.#parts.tell('E-24', job.assigned.seq, { ...of(job), seconds: SILENT / 1000 });
  }
}

const of = ({ handle, function: name }: Job): FindingValues => ({ handle, function: name });

function newJob(packet: Named, handle: string, name: string, submission: Job['submission']): Job {
  return {
    handle,
    host: packet.host,
    function: name,
    priority: submission?.priority ?? 1,
    submission,
    created: { seq: submission?.seq ?? packet.seq, at: packet.at },
    clients: [],
    worker: undefined,
    assigned: undefined,
    heard: false,
    timeout: 0,
    status: undefined,
    ended: false,
    unheard: undefined,
    toldWaiting: false,
    toldLate: false,
  };
}
