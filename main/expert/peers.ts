import type { Named, Traced } from './finding.ts';

/** A connection as its packets tell of it. */
export interface Peer {
  readonly host: number;
  readonly connection: number;
  /** All of it so far is in the capture: what it has not said there it has not said. */
  whole: boolean;
  /** Functions that it does, with the time-out that it asked for in seconds; 0 is none. */
  readonly abilities: Map<string, number>;
  /** It has said CAN_DO once. */
  registered: boolean;
  exceptions: boolean;
  /** Submissions that JOB_CREATED has not answered yet. */
  readonly submitted: Submission[];
}

export interface Submission {
  readonly seq: number;
  readonly at: number;
  readonly function: string;
  readonly unique: string;
  /** Stands for the workload, to be compared. */
  readonly workload: number;
  readonly background: boolean;
  /** 0 is high, 2 is low. */
  readonly priority: number;
  /** It waits for a time of its own. */
  readonly later: boolean;
}

/**
 * Of which connections the capture has the beginning: of all, where it has the server's first packet; of those with a higher
 * number than all before, where it begins in the middle.
 */
export type Whole = 'all' | 'later';

/** Submissions of one connection that are remembered without an answer. */
const UNANSWERED = 10_000;
/** Connections that are remembered; the oldest is forgotten. */
const PEERS = 20_000;

/** Bytes of a workload that tell it from another. */
const DIGESTED = 64 * 1024;

const PRIORITIES = ['HIGH', '', 'LOW'];

/** Who speaks, and what they have said of themselves. */
export class Peers {
  readonly #peers = new Map<number, Peer>();
  /** By host, the highest number so far: numbers count up, so that a lower one began before the capture. */
  readonly #highest: number[] = [];
  readonly #whole: Whole;
  readonly #began: (host: number, connection: number) => boolean;

  constructor(whole: Whole, began: (host: number, connection: number) => boolean = () => true) {
    this.#whole = whole;
    this.#began = began;
  }

  of({ host, connection }: Pick<Traced, 'host' | 'connection'>): Peer {
    const key = host * 2 ** 32 + connection;
    const known = this.#peers.get(key);
    if (known !== undefined) return known;
    const highest = this.#highest[host];
    const isLater = highest !== undefined && connection > highest;
    const whole = (this.#whole === 'all' || isLater) && this.#began(host, connection);
    this.#highest[host] = Math.max(highest ?? 0, connection);
    const peer: Peer = {
      ...{ host, connection, whole },
      ...{ abilities: new Map(), registered: false, exceptions: false, submitted: [] },
    };
    this.#peers.set(key, peer);
    if (this.#peers.size > PEERS) this.#peers.delete(this.#peers.keys().next().value as number);
    return peer;
  }

  /** Connections that do a function and have not gone, as far as `isOpen` knows. */
  able(host: number, name: string, isOpen: (peer: Peer) => boolean): Peer[] {
    return [...this.#peers.values()].filter((peer) => peer.host === host && peer.abilities.has(name) && isOpen(peer));
  }

  /** Something is missing of what was said over a connection. */
  misses(peer: Peer): void {
    peer.whole = false;
    peer.submitted.length = 0;
  }

  /** Notes what a packet says of who sent it. */
  note(peer: Peer, packet: Named): void {
    switch (packet.name) {
      case 'CAN_DO':
      case 'CAN_DO_TIMEOUT':
        peer.registered = true;
        peer.abilities.set(packet.text('function'), Number(packet.text('timeout')) || 0);
        return;
      case 'CANT_DO':
        peer.abilities.delete(packet.text('function'));
        return;
      case 'RESET_ABILITIES':
        peer.abilities.clear();
        return;
      case 'OPTION_REQ':
        if (packet.text('option') === 'exceptions') peer.exceptions = true;
    }
  }
}

/** What a SUBMIT packet asks for; undefined for others. */
export function submissionOf(packet: Named): Submission | undefined {
  const { name, seq, at } = packet;
  if (!name.startsWith('SUBMIT_')) return undefined;
  return {
    seq,
    at,
    function: packet.text('function'),
    unique: packet.text('unique'),
    workload: digest(packet),
    background: /_(BG|BACKGROUND|EPOCH|SCHED)$/.test(name),
    priority: PRIORITIES.indexOf(/HIGH|LOW/.exec(name)?.[0] ?? ''),
    later: /EPOCH|SCHED/.test(name),
  };
}

export function remember(peer: Peer, submission: Submission): void {
  peer.submitted.push(submission);
  if (peer.submitted.length > UNANSWERED) peer.submitted.shift();
}

/** Its size and its beginning stand for a workload: what differs elsewhere only is not told apart. */
function digest({ block, dataFrom, end }: Named): number {
  const from = dataFrom ?? end;
  let hash = 0x811c9dc5;
  for (let at = from; at < Math.min(end, from + DIGESTED); at += 1)
    hash = Math.imul(hash ^ (block[at] as number), 0x01000193);
  return (end - from) * 2 ** 32 + (hash >>> 0);
}
