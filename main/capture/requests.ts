import { HEADER } from '../protocol/framer.ts';
import { PACKETS, type PacketName } from '../protocol/packets.ts';

export type RequestKind = 'submit' | 'grab' | 'status' | 'status-unique' | 'echo' | 'option';

/** A request that waits for its answer. */
export interface Asked {
  readonly seq: number;
  readonly kind: RequestKind;
}

/** Requests of one connection that are remembered; who sends more without an answer is not waited for. */
const MOST = 10_000;

const ASKS: (RequestKind | undefined)[] = [];
const ANSWERS: (RequestKind | undefined)[] = [];
const ask = (kind: RequestKind, asked: readonly PacketName[], answers: readonly PacketName[]) => {
  for (const name of asked) ASKS[PACKETS[name].type] = kind;
  for (const name of answers) ANSWERS[PACKETS[name].type] = kind;
};
ask(
  'submit',
  [
    'SUBMIT_JOB',
    'SUBMIT_JOB_BG',
    'SUBMIT_JOB_HIGH',
    'SUBMIT_JOB_HIGH_BG',
    'SUBMIT_JOB_LOW',
    'SUBMIT_JOB_LOW_BG',
    'SUBMIT_JOB_SCHED',
    'SUBMIT_JOB_EPOCH',
    'SUBMIT_REDUCE_JOB',
    'SUBMIT_REDUCE_JOB_BACKGROUND',
  ],
  ['JOB_CREATED'],
);
ask(
  'grab',
  ['GRAB_JOB', 'GRAB_JOB_UNIQ', 'GRAB_JOB_ALL'],
  ['NO_JOB', 'JOB_ASSIGN', 'JOB_ASSIGN_UNIQ', 'JOB_ASSIGN_ALL'],
);
ask('status', ['GET_STATUS'], ['STATUS_RES']);
ask('status-unique', ['GET_STATUS_UNIQUE'], ['STATUS_RES_UNIQUE']);
ask('echo', ['ECHO_REQ'], ['ECHO_RES']);
ask('option', ['OPTION_REQ'], ['OPTION_RES']);

const ERROR = PACKETS.ERROR.type;
/** Errors that answer packets that have no answer otherwise. */
const UNASKED = /^(job_not_found|invalid_magic|invalid_command|no_registered_functions?)/i;

/** Which request each answer belongs to: on a connection a server answers in the order in which it was asked. */
export class Requests {
  /** By host and connection. */
  readonly #waiting = new Map<number, Asked[]>();

  asked(host: number, connection: number, type: number, seq: number): void {
    const kind = ASKS[type];
    if (kind === undefined) return;
    const key = keyOf(host, connection);
    const queue = this.#waiting.get(key);
    if (queue === undefined) this.#waiting.set(key, [{ seq, kind }]);
    else {
      queue.push({ seq, kind });
      if (queue.length > MOST) queue.shift();
    }
  }

  /** The request that a packet of the server answers; `bytes` are read where it is an error. */
  answered(host: number, connection: number, type: number, bytes: () => Buffer): Asked | undefined {
    const kind = ANSWERS[type];
    if (kind === undefined && type !== ERROR) return undefined;
    const key = keyOf(host, connection);
    const queue = this.#waiting.get(key);
    if (queue === undefined) return undefined;
    const refused = kind === undefined;
    if (refused && UNASKED.test(bytes().toString('latin1', HEADER, HEADER + 40))) return undefined;
    const index = refused ? 0 : queue.findIndex((each) => each.kind === kind);
    if (index < 0) return undefined;
    // Those before it were never answered, or what answered them was lost.
    const gone = queue.splice(0, index + 1);
    if (queue.length === 0) this.#waiting.delete(key);
    return gone.at(-1);
  }

  forgetBelow(first: number): void {
    for (const [key, queue] of this.#waiting) {
      const kept = queue.filter(({ seq }) => seq >= first);
      if (kept.length === queue.length) continue;
      if (kept.length === 0) this.#waiting.delete(key);
      else this.#waiting.set(key, kept);
    }
  }
}

/** Hosts are few, and connections are counted up. */
const keyOf = (host: number, connection: number): number => host * 2 ** 32 + connection;
