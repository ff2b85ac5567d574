import type { JobEvent } from '../contract/job-event.ts';
import { lineAt, read } from '../protocol/codec.ts';
import { magicAt, TEXT } from '../protocol/framer.ts';
import { definitionOf, nameOf, type Packet, type PacketName } from '../protocol/packets.ts';
import { canDo, canDoTimeout, cantDo, resetAbilities, setClientId } from './handlers/abilities.ts';
import { answer } from './handlers/admin.ts';
import { grab, preSleep } from './handlers/grab.ts';
import { restore, settle } from './handlers/keep.ts';
import { cancelJob, purge } from './handlers/manage.ts';
import { echo, getStatus, getStatusUnique, option } from './handlers/peer.ts';
import { submit } from './handlers/submit.ts';
import { expire } from './handlers/time.ts';
import { exception, fail, result, status } from './handlers/work.ts';
import type { Keeper } from './keeper.ts';
import { limitsFrom } from './limits.ts';
import type { FoundJob } from './queue-store.ts';
import { type JobLimits, Registry } from './registry.ts';
import type { ServerRules } from './rules.ts';
import { type ConnectionId, Peer, type PeerFacts } from './state.ts';
import { type FrameHandler, type Note, Turn } from './turn.ts';

export interface BrokerOptions {
  rules: ServerRules;
  /** The usual ones where it is not said. */
  limits?: JobLimits;
  /** Told of every change of state of a job, in order. */
  onJob?: ((event: JobEvent, at: number) => void) | undefined;
  /** Told when a worker has registered, withdrawn or left. */
  onWorkers?: () => void;
  /** Told when something falls due before all that was known: `wait` is shorter from now on. */
  onSooner?: () => void;
  /** The machine's clock, ms since the epoch; delayed jobs go by it. */
  wall?: () => number;
  /** Keeps background jobs on disk; then what answers are to be sent waits for `settle`. */
  keeper?: Keeper | undefined;
}

/** Jobs that one call of `expire` sees to; the next call goes on. */
const SLICE = 5000;

/**
 * The job server's rules. No sockets, no timers: a packet goes in as the bytes where it lies, answers gather in the outboxes
 * of peers; what the time brings is asked for. Connections are numbers that the caller gives. Source of every rule: docs/protocol.md.
 */
export class Broker {
  readonly registry: Registry;
  readonly #options: BrokerOptions;
  readonly #turn: Turn;

  constructor(options: BrokerOptions) {
    this.#options = options;
    this.registry = new Registry(options.rules, options.limits ?? limitsFrom(), options.onSooner ?? (() => {}));
    this.#turn = new Turn({
      registry: this.registry,
      rules: options.rules,
      tell: options.onJob ?? (() => {}),
      wall: options.wall ?? Date.now,
      keeper: options.keeper,
    });
  }

  /** Who is told of each packet before it is sent, and numbers it. */
  set note(note: Note) {
    this.#turn.note = note;
  }

  /** When it is, ms; said before each turn. */
  set at(milliseconds: number) {
    this.#turn.at = milliseconds;
  }

  /** A peer connected. A `hidden` one is left out of `workers`. */
  connect(id: ConnectionId, facts: PeerFacts): Peer {
    const peer = new Peer(id, facts);
    peer.exceptions = this.#options.rules.exceptions;
    this.registry.peers.set(id, peer);
    return peer;
  }

  /**
   * A message came: the packet or text line at `start..end` of the block. Binary and text may alternate on one connection.
   * Throws a ProtocolError where a packet has too few arguments.
   */
  receive(peer: Peer, type: number, block: Buffer, start: number, end: number): void {
    const turn = this.#turn;
    if (type === TEXT) {
      turn.sendText(peer, answer(turn, lineAt(block, start, end)));
      return;
    }
    if (magicAt(block, start) !== 'REQ') {
      turn.refuse(peer, 'INVALID_MAGIC', 'Request magic expected');
      return;
    }
    const frequent = FREQUENT[type];
    if (frequent !== undefined) {
      if (frequent.role === 'worker') peer.role = 'worker';
      else if (frequent.role === 'client') peer.role ??= 'client';
      frequent.handle(turn, peer, type, block, start, end);
      return;
    }
    const { from, family } = definitionOf(nameOf(type) as PacketName);
    if (from === 'worker') peer.role = 'worker';
    else if (from === 'client') peer.role ??= 'client';
    this.#handle(peer, read(block, type, start, end));
    if (family === 'registration') this.#options.onWorkers?.();
  }

  /** The connection ended: its jobs wait again as a worker's, and it waits for none as a client. */
  disconnect(id: ConnectionId): void {
    const peer = this.registry.peers.get(id);
    if (peer === undefined) return;
    const turn = this.#turn;
    const lost = [...peer.assigned].reverse();
    this.registry.peers.delete(id);
    for (const { queue } of peer.abilities) queue.workers.remove(peer);
    for (const job of peer.awaited) {
      job.clients = job.clients.filter((client) => client !== peer);
      if (job.abandoned) turn.tell({ kind: 'abandoned', job });
    }
    for (const job of lost) turn.requeue(job);
    if (peer.abilities.length > 0) this.#options.onWorkers?.();
  }

  /** How long after the last turn something falls due, ms; undefined where nothing ever does. */
  get wait(): number | undefined {
    const { timeouts, delayed } = this.registry;
    const steady = timeouts.due === undefined ? Number.POSITIVE_INFINITY : timeouts.due - this.#turn.at;
    const wall = delayed.due === undefined ? Number.POSITIVE_INFINITY : delayed.due - this.#turn.wall();
    const wait = Math.min(steady, wall);
    return wait === Number.POSITIVE_INFINITY ? undefined : Math.max(0, wait);
  }

  /** Sees to what is due: jobs that took too long wait again, delayed ones may run. */
  expire(): void {
    expire(this.#turn, SLICE);
  }

  /** Cancels a job, as the text command does. Returns how it was; undefined where there is none, or it was cancelled before. */
  cancel(handle: string): 'queued' | 'running' | undefined {
    if (this.registry.jobNamed(handle)?.cancelled !== false) return undefined;
    return cancelJob(this.#turn, handle)?.worker === undefined ? 'queued' : 'running';
  }

  /** Ends jobs that wait for a function, `most` at once. Returns how many; null where none waits any more. */
  purge(name: string, most: number): number | null {
    return purge(this.#turn, name, most);
  }

  /** Whether answers wait for `settle`, because background jobs are kept. */
  get keeps(): boolean {
    return this.#turn.keeper !== undefined;
  }

  /** Queues jobs that were found on disk. */
  restore(found: readonly FoundJob[]): void {
    restore(this.#turn, found);
  }

  /** Puts on disk what was received since the last time; then answers may be sent. Where nobody has one, it can wait. */
  settle(): void {
    const turn = this.#turn;
    if (turn.keeper !== undefined && turn.hasAddressed) settle(turn, turn.keeper);
  }

  /** Keeps nothing from now on; what is kept stays as it is. */
  stopKeeping(): void {
    this.#turn.keeper?.commit();
    this.#turn.keeper?.close();
    this.#turn.keeper = undefined;
  }

  /** Peers whose outbox has something since this was last asked. */
  takeAddressed(): readonly Peer[] {
    return this.#turn.takeAddressed();
  }

  #handle(peer: Peer, packet: Packet): void {
    const turn = this.#turn;
    switch (packet.name) {
      case 'CAN_DO':
        return canDo(turn, peer, packet);
      case 'CAN_DO_TIMEOUT':
        return canDoTimeout(turn, peer, packet);
      case 'CANT_DO':
        return cantDo(turn, peer, packet);
      case 'RESET_ABILITIES':
        return resetAbilities(turn, peer, packet);
      case 'SET_CLIENT_ID':
        return setClientId(turn, peer, packet);
      case 'PRE_SLEEP':
        return preSleep(turn, peer, packet);
      case 'WORK_STATUS':
        return status(turn, peer, packet);
      case 'WORK_FAIL':
        return fail(turn, peer, packet);
      case 'WORK_EXCEPTION':
        return exception(turn, peer, packet);
      case 'OPTION_REQ':
        return option(turn, peer, packet);
      case 'GET_STATUS':
        return getStatus(turn, peer, packet);
      case 'GET_STATUS_UNIQUE':
        return getStatusUnique(turn, peer, packet);
      default:
        turn.refuse(peer, 'INVALID_COMMAND', 'Command not expected');
    }
  }
}

/** Packets that make up nearly all traffic are read where they lie, by type; who sends one may show its role by it. */
const FREQUENT: ({ role: Peer['role']; handle: FrameHandler } | undefined)[] = [];
for (const [handle, ...names] of [
  [submit, 'SUBMIT_JOB', 'SUBMIT_JOB_HIGH', 'SUBMIT_JOB_LOW', 'SUBMIT_REDUCE_JOB'],
  [submit, 'SUBMIT_JOB_BG', 'SUBMIT_JOB_HIGH_BG', 'SUBMIT_JOB_LOW_BG', 'SUBMIT_REDUCE_JOB_BACKGROUND'],
  [submit, 'SUBMIT_JOB_EPOCH'],
  [grab, 'GRAB_JOB', 'GRAB_JOB_UNIQ', 'GRAB_JOB_ALL'],
  [result, 'WORK_DATA', 'WORK_WARNING', 'WORK_COMPLETE'],
  [echo, 'ECHO_REQ'],
] as const) {
  for (const name of names) {
    const { type, from } = definitionOf(name);
    FREQUENT[type] = { role: from === 'client' || from === 'worker' ? from : undefined, handle };
  }
}
