import type { Named, Rules, Tell } from './finding.ts';
import type { Peer } from './peers.ts';

/** E-17: so many grabs without a job within this time, ms, are a storm. */
const STORM = 20;
const STORM_WITHIN = 1000;

/** E-11: a worker that was woken and has not asked for a job after this time, ms. */
const WAKES_WITHIN = 5000;

interface State {
  toldGrab: boolean;
  /** When its last grabs without a job were answered. */
  empty: number[];
  storming: boolean;
  /** The NOOP that woke it, until it asks. */
  woken: { seq: number; at: number } | undefined;
}

/** What is wrong with how a worker asks for jobs. */
export class WorkerRules implements Rules {
  readonly #tell: Tell;
  readonly #states = new WeakMap<Peer, State>();
  /** Those that were woken and have not asked yet. */
  readonly #woken = new Set<Peer>();
  readonly #isOpen: (peer: Peer) => boolean;

  constructor(tell: Tell, isOpen: (peer: Peer) => boolean) {
    this.#tell = tell;
    this.#isOpen = isOpen;
  }

  look(packet: Named, peer: Peer): void {
    switch (packet.name) {
      case 'GRAB_JOB':
      case 'GRAB_JOB_UNIQ':
      case 'GRAB_JOB_ALL':
        return this.#grabs(packet, peer);
      case 'NO_JOB':
        return this.#gotNone(packet, peer);
      case 'NOOP':
        return this.#wakes(packet, peer);
      case 'PRE_SLEEP':
        this.#of(peer).empty = [];
        return;
      default:
        if (packet.name.startsWith('JOB_ASSIGN')) this.#of(peer).empty = [];
    }
  }

  until(now: number): void {
    for (const peer of this.#woken) {
      const state = this.#states.get(peer);
      if (state?.woken === undefined || !this.#isOpen(peer)) this.#woken.delete(peer);
      else if (now - state.woken.at > WAKES_WITHIN) {
        this.#woken.delete(peer);
        this.#tell('E-11', state.woken.seq, { connection: peer.connection, seconds: WAKES_WITHIN / 1000 });
      }
    }
  }

  #grabs(packet: Named, peer: Peer): void {
    const state = this.#of(peer);
    state.woken = undefined;
    this.#woken.delete(peer);
    if (peer.registered || !peer.whole || state.toldGrab) return;
    state.toldGrab = true;
    this.#tell('E-05', packet.seq, { connection: packet.connection });
  }

  #gotNone(packet: Named, peer: Peer): void {
    const state = this.#of(peer);
    state.empty = [...state.empty.filter((at) => packet.at - at < STORM_WITHIN), packet.at];
    if (state.empty.length <= STORM) {
      state.storming = false;
      return;
    }
    if (state.storming) return;
    state.storming = true;
    this.#tell('E-17', packet.seq, { connection: packet.connection, grabs: state.empty.length });
  }

  #wakes(packet: Named, peer: Peer): void {
    const state = this.#of(peer);
    state.woken ??= { seq: packet.seq, at: packet.at };
    this.#woken.add(peer);
  }

  #of(peer: Peer): State {
    let state = this.#states.get(peer);
    if (state === undefined) {
      state = { toldGrab: false, empty: [], storming: false, woken: undefined };
      this.#states.set(peer, state);
    }
    return state;
  }
}
