import type { JobEvent } from '../contract/job-event.ts';
import { lineAt, read } from '../protocol/codec.ts';
import { magicAt, TEXT } from '../protocol/framer.ts';
import { definitionOf, nameOf, type Packet, type PacketName } from '../protocol/packets.ts';
import { canDo, cantDo, resetAbilities, setClientId } from './handlers/abilities.ts';
import { answer } from './handlers/admin.ts';
import { grab, preSleep } from './handlers/grab.ts';
import { echo, getStatus, getStatusUnique, option } from './handlers/peer.ts';
import { submit } from './handlers/submit.ts';
import { exception, fail, result, status } from './handlers/work.ts';
import { Registry } from './registry.ts';
import type { ServerRules } from './rules.ts';
import { type ConnectionId, Peer, type PeerFacts } from './state.ts';
import { type FrameHandler, type Note, Turn } from './turn.ts';

export interface BrokerOptions {
  rules: ServerRules;
  /** Told of every change of state of a job, in order. */
  onJob?: (event: JobEvent, at: number) => void;
  /** Told when a worker has registered, withdrawn or left. */
  onWorkers?: () => void;
}

/**
 * The job server's rules. No sockets, no timers: a packet goes in as the bytes where it lies, answers gather in the outboxes
 * of peers. Connections are numbers that the caller gives. Source of every rule: docs/protocol.md.
 */
export class Broker {
  readonly registry: Registry;
  readonly #options: BrokerOptions;
  readonly #turn: Turn;

  constructor(options: BrokerOptions) {
    this.#options = options;
    this.registry = new Registry(options.rules.handlePrefix);
    this.#turn = new Turn({
      registry: this.registry,
      rules: options.rules,
      tell: options.onJob ?? (() => {}),
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
      turn.sendText(peer, answer(lineAt(block, start, end), this.registry, this.#options.rules.verbosity));
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
    for (const name of peer.abilities) {
      const workers = this.registry.functions.get(name)?.workers;
      const at = workers?.indexOf(peer) ?? -1;
      if (at >= 0) workers?.splice(at, 1);
    }
    for (const job of peer.awaited) {
      job.clients = job.clients.filter((client) => client !== peer);
      if (job.abandoned) turn.tell({ kind: 'abandoned', job });
    }
    for (const job of lost) turn.requeue(job);
    if (peer.abilities.length > 0) this.#options.onWorkers?.();
  }

  /** Peers whose outbox has something since this was last asked. */
  takeAddressed(): readonly Peer[] {
    return this.#turn.takeAddressed();
  }

  #handle(peer: Peer, packet: Packet): void {
    const turn = this.#turn;
    switch (packet.name) {
      case 'CAN_DO':
      case 'CAN_DO_TIMEOUT':
        return canDo(turn, peer, packet);
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
  [grab, 'GRAB_JOB', 'GRAB_JOB_UNIQ', 'GRAB_JOB_ALL'],
  [result, 'WORK_DATA', 'WORK_WARNING', 'WORK_COMPLETE'],
  [echo, 'ECHO_REQ'],
] as const) {
  for (const name of names) {
    const { type, from } = definitionOf(name);
    FREQUENT[type] = { role: from === 'client' || from === 'worker' ? from : undefined, handle };
  }
}
