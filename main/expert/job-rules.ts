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

const LAST_WORDS = ['WORK_COMPLETE', 'WORK_FAIL', 'WORK_EXCEPTION'];

export interface JobRulesParts {
  peers: Peers;
  tell: Tell;
  /** Whether a connection is still there, as far as is known. */
  isOpen: (peer: Peer) => boolean;
  /** Stands for a workload, to be compared. */
  digest: (workload: Buffer) => string;
}

/** What is wrong with the life of a job: who does it, in which order, what is said of it, and who hears it. */
export class JobRules implements Rules {
  readonly #parts: JobRulesParts;
  readonly #jobs = new Jobs();
  /** Jobs whose last word has not been passed on. */
  readonly #unheard = new Set<Job>();

  constructor(parts: JobRulesParts) {
    this.#parts = parts;
  }

  look(packet: Named): void {
    const { peers, digest } = this.#parts;
    const submission = packet.out ? undefined : submissionOf(packet, digest);
    if (submission !== undefined) return remember(peers.of(packet), submission);
    if (packet.name === 'JOB_CREATED') return this.#created(packet);
    if (packet.name === 'ERROR') {
      peers.of(packet).submitted.shift(); // a submission that was refused has no JOB_CREATED
      return;
    }
    if (packet.name.startsWith('JOB_ASSIGN')) return this.#assigned(packet);
    if (!packet.name.startsWith('WORK_')) return;
    if (packet.out) this.#passedOn(packet);
    else this.#worked(packet);
  }

  until(now: number): void {
    this.#clientsGone(now);
    for (const job of this.#jobs.oldest()) this.#stillWaits(job, now);
    for (const job of this.#jobs.running) this.#stillRuns(job, now);
  }

  /** E-12, E-13: a submission that joined a job that was there. */
  #created(packet: Named): void {
    const { peers, tell } = this.#parts;
    const peer = peers.of(packet);
    const submission = peer.submitted.shift();
    const handle = packet.text('handle');
    const known = this.#jobs.find(packet.host, handle);
    if (known !== undefined && !known.ended) {
      if (submission?.background !== true) known.clients.add(peer);
      tell('E-12', submission?.seq ?? packet.seq, { handle, unique: submission?.unique ?? '' });
      const first = known.submission;
      if (first !== undefined && submission !== undefined && first.workload !== submission.workload)
        tell('E-13', submission.seq, { handle, unique: submission.unique });
      return;
    }
    if (submission === undefined) return;
    const job = newJob(packet, handle, submission.function, submission);
    if (!submission.background) job.clients.add(peer);
    this.#jobs.add(job);
    if (!submission.later) this.#jobs.waits(job);
  }

  #assigned(packet: Named): void {
    const { peers, tell } = this.#parts;
    const peer = peers.of(packet);
    const name = packet.text('function');
    const handle = packet.text('handle');
    const job = this.#jobs.find(packet.host, handle) ?? newJob(packet, handle, name, undefined);
    // E-08: it was another's, who has not said how it ended.
    if (job.worker !== undefined && job.worker !== peer && !job.ended)
      tell('E-08', packet.seq, { ...of(job), connection: job.worker.connection });
    for (const waiting of this.#jobs.waiting(packet.host, name)) {
      if (waiting === job || job.submission === undefined || waiting.priority >= job.priority) continue;
      tell('E-22', packet.seq, { ...of(job), waiting: waiting.handle });
      break;
    }
    Object.assign(job, {
      ...{ worker: peer, assigned: { seq: packet.seq, at: packet.at }, heard: false, ended: false, toldLate: false },
      timeout: peer.abilities.get(name) ?? 0,
    });
    this.#jobs.add(job);
    this.#jobs.runs(job);
  }

  /** What a worker says of a job. */
  #worked(packet: Named): void {
    const { peers, tell } = this.#parts;
    const peer = peers.of(packet);
    const handle = packet.text('handle');
    const job = this.#jobs.find(packet.host, handle);
    if (job?.worker !== peer) {
      if (job !== undefined || peer.whole) tell('E-06', packet.seq, { handle, connection: packet.connection });
      return;
    }
    const last = LAST_WORDS.includes(packet.name);
    if (job.ended) return tell(last ? 'E-07' : 'E-06', packet.seq, { handle, connection: packet.connection });
    this.#answersLate(job, packet.at);
    job.heard = true;
    if (packet.name === 'WORK_STATUS') this.#progress(job, packet);
    if (packet.name === 'WORK_EXCEPTION') this.#exception(job, packet);
    if (!last) return;
    job.ended = true;
    this.#jobs.ends(job);
    if (job.clients.size === 0) return;
    job.unheard = { seq: packet.seq, at: packet.at };
    this.#unheard.add(job);
  }

  /** E-15: a fraction that is none, or that goes back. */
  #progress(job: Job, packet: Named): void {
    const [numerator, denominator] = [Number(packet.text('numerator')), Number(packet.text('denominator'))];
    const part = numerator / denominator;
    const wrong = !(denominator > 0) || !(numerator >= 0) || numerator > denominator;
    const values = { ...of(job), numerator: packet.text('numerator'), denominator: packet.text('denominator') };
    if (wrong || part < (job.status ?? 0)) this.#parts.tell('E-15', packet.seq, values);
    if (!wrong) job.status = part;
  }

  /** E-16: an exception that no client gets as one. */
  #exception(job: Job, packet: Named): void {
    const deaf = [...job.clients].filter((peer) => peer.whole && !peer.exceptions);
    if (deaf.length > 0) this.#parts.tell('E-16', packet.seq, { ...of(job), connection: deaf[0]?.connection ?? 0 });
  }

  #passedOn(packet: Named): void {
    const job = this.#jobs.find(packet.host, packet.text('handle'));
    if (job === undefined || !LAST_WORDS.includes(packet.name)) return;
    job.unheard = undefined;
    this.#unheard.delete(job);
    if (!job.ended && job.worker !== undefined && packet.name === 'WORK_FAIL') {
      // The server gave it up for the worker: it is gone, or took too long.
      const { worker } = job;
      job.ended = true;
      this.#jobs.ends(job);
      if (!job.toldLate) this.#parts.tell('E-08', packet.seq, { ...of(job), connection: worker.connection });
    }
  }

  /** E-09: a worker's last word that nobody got. */
  #clientsGone(now: number): void {
    for (const job of this.#unheard) {
      const { unheard } = job;
      if (unheard === undefined || now - unheard.at < PASSED_ON_WITHIN) continue;
      this.#unheard.delete(job);
      job.unheard = undefined;
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
    ...{ handle, host: packet.host, function: name, priority: submission?.priority ?? 1, submission },
    ...{ created: { seq: submission?.seq ?? packet.seq, at: packet.at }, clients: new Set() },
    ...{ worker: undefined, assigned: undefined, heard: false, timeout: 0, status: undefined, ended: false },
    ...{ unheard: undefined, toldWaiting: false, toldLate: false },
  };
}
