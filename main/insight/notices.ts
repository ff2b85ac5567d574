import type { Glance, Notice } from '../contract/glance.ts';
import type { JobEvent } from '../contract/job-event.ts';
import type { Wire } from '../contract/keys.ts';

/** Notices of a kind are so far apart at least, ms: what comes meanwhile is told together. */
const APART = 30_000;
/** A job without a worker may be what somebody is about to start one for: it is told after so long, ms. */
const PATIENCE = 5000;
/** Functions that a notice names. */
const NAMED = 3;
/** Functions that are counted apart; a client can make up names without end. */
const COUNTED = 100;

/** What is looked at each second. */
export interface Look {
  stuck: Glance['stuck'];
  /** What the person has before their eyes: it need not be told, now or later. */
  watches: { failed: boolean; waiting: boolean };
  /** Now, ms since the epoch. */
  at: number;
}

/** Decides what a person should be told who does not look. Hears of each change of state of each job. */
export class Notices {
  /** Failures since the last notice of them, by function. */
  #failed = new Map<Wire, number>();
  /** Functions without a worker that takes their jobs: since when, and whether that was told or seen. */
  readonly #stuck = new Map<Wire, { since: number; known: boolean }>();
  readonly #toldAt = { failed: Number.NEGATIVE_INFINITY, waiting: Number.NEGATIVE_INFINITY };

  /** `isSeen` says whether the person has failures before their eyes at the moment. */
  hear({ kind, job }: JobEvent, isSeen: () => boolean): void {
    if ((kind !== 'fail' && kind !== 'exception' && kind !== 'given-up') || isSeen()) return;
    const name = this.#failed.has(job.functionName) || this.#failed.size < COUNTED ? job.functionName : '';
    this.#failed.set(name, (this.#failed.get(name) ?? 0) + 1);
  }

  /** What is to be told now. To be asked about each second. */
  look({ stuck, watches, at }: Look): Notice[] {
    const notices: Notice[] = [];
    if (watches.failed) this.#failed.clear();
    else if (this.#failed.size > 0 && this.#mayTell('failed', at)) {
      notices.push(noticeOf('failed', [...this.#failed]));
      this.#failed = new Map();
    }
    const waiting = this.#waiting(stuck, watches.waiting, at);
    if (waiting.length > 0 && this.#mayTell('waiting', at)) {
      notices.push(noticeOf('waiting', waiting));
      for (const [name] of waiting) this.#stuck.set(name, { since: at, known: true });
    }
    for (const { kind } of notices) this.#toldAt[kind] = at;
    return notices;
  }

  #mayTell(kind: Notice['kind'], at: number): boolean {
    return at - this.#toldAt[kind] >= APART;
  }

  /** Functions that wait for long enough and were neither told nor seen, with their jobs. */
  #waiting(stuck: Look['stuck'], seen: boolean, at: number): [Wire, number][] {
    const now = new Map(stuck.map(({ name, queued }) => [name, queued]));
    for (const name of this.#stuck.keys()) if (!now.has(name)) this.#stuck.delete(name);
    for (const name of now.keys()) {
      const before = this.#stuck.get(name);
      this.#stuck.set(name, { since: before?.since ?? at, known: seen || (before?.known ?? false) });
    }
    return [...now].filter(([name]) => {
      const state = this.#stuck.get(name);
      return state !== undefined && !state.known && at - state.since >= PATIENCE;
    });
  }
}

function noticeOf(kind: Notice['kind'], functions: readonly [Wire, number][]): Notice {
  const named = functions.filter(([name]) => name !== '').toSorted(([, a], [, b]) => b - a);
  const shown = named.slice(0, NAMED).map(([name]) => name);
  return {
    kind,
    jobs: functions.reduce((sum, [, jobs]) => sum + jobs, 0),
    functions: shown,
    more: functions.length > shown.length,
  };
}
