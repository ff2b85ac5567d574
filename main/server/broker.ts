import type { JobEvent } from '../contract/job-event.ts';
import { definitionOf, type Magic, type Packet } from '../protocol/packets.ts';
import { canDo, cantDo, resetAbilities, setClientId } from './handlers/abilities.ts';
import { answer } from './handlers/admin.ts';
import { grab, preSleep } from './handlers/grab.ts';
import { echo, getStatus, getStatusUnique, option } from './handlers/peer.ts';
import { submit } from './handlers/submit.ts';
import { complete, data, exception, fail, status } from './handlers/work.ts';
import { Registry } from './registry.ts';
import type { ServerRules } from './rules.ts';
import { type ConnectionId, Peer, type PeerFacts } from './state.ts';
import { type Send, Turn } from './turn.ts';

export interface BrokerOptions {
  rules: ServerRules;
  /** Told of every change of state of a job, in order. */
  onJob?: (event: JobEvent) => void;
  /** Told when a worker has registered, withdrawn or left. */
  onWorkers?: () => void;
}

/**
 * The job server's rules. No sockets, no timers: a packet goes in, packets to send come out. Connections are numbers that
 * the caller gives. Source of every rule: docs/protocol.md.
 */
export class Broker {
  readonly registry = new Registry();
  readonly #options: BrokerOptions;
  #lastHandle = 0;

  constructor(options: BrokerOptions) {
    this.#options = options;
  }

  /** A peer connected. A `hidden` one is left out of `workers`. */
  connect(id: ConnectionId, facts: PeerFacts): void {
    this.registry.peers.set(id, new Peer(id, facts));
  }

  /** A packet came. Returns what to send, in order; nothing for a connection that is gone. */
  receive(from: ConnectionId, packet: Packet, magic: Magic = 'REQ'): readonly Send[] {
    const peer = this.registry.peers.get(from);
    if (peer === undefined) return [];
    const turn = this.#turn();
    const { from: sender, family } = definitionOf(packet.name);
    if (sender === 'worker') peer.role = 'worker';
    else if (sender === 'client') peer.role ??= 'client';
    if (magic === 'REQ') this.#handle(turn, peer, packet);
    else turn.refuse(peer, 'INVALID_MAGIC', 'Request magic expected');
    if (family === 'registration') this.#options.onWorkers?.();
    return turn.sends;
  }

  /** A line of the text protocol came. Binary and text may alternate on one connection. */
  receiveText(from: ConnectionId, line: string): readonly Send[] {
    const peer = this.registry.peers.get(from);
    if (peer === undefined) return [];
    const turn = this.#turn();
    turn.sendText(peer, answer(line, this.registry, this.#options.rules.verbosity));
    return turn.sends;
  }

  /** The connection ended: its jobs wait again as a worker's, and it waits for none as a client. */
  disconnect(id: ConnectionId): readonly Send[] {
    const peer = this.registry.peers.get(id);
    if (peer === undefined) return [];
    const turn = this.#turn();
    const lost = [...peer.assigned].reverse();
    this.registry.peers.delete(id);
    for (const name of peer.abilities) {
      const workers = this.registry.functions.get(name)?.workers;
      const at = workers?.indexOf(peer) ?? -1;
      if (at >= 0) workers?.splice(at, 1);
    }
    for (const job of peer.awaited) {
      job.clients = job.clients.filter((client) => client !== peer);
      if (job.abandoned) turn.tell({ kind: 'abandoned', handle: job.handle });
    }
    for (const job of lost) turn.requeue(job);
    if (peer.abilities.length > 0) this.#options.onWorkers?.();
    return turn.sends;
  }

  #turn(): Turn {
    return new Turn(this.registry, this.#options.onJob ?? (() => {}));
  }

  #handle(turn: Turn, peer: Peer, packet: Packet): void {
    const handle = () => `${this.#options.rules.handlePrefix}:${++this.#lastHandle}`;
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
      case 'GRAB_JOB':
      case 'GRAB_JOB_UNIQ':
      case 'GRAB_JOB_ALL':
        return grab(turn, peer, packet);
      case 'SUBMIT_JOB':
        return submit(turn, peer, packet, { priority: 'normal', background: false, handle });
      case 'SUBMIT_JOB_BG':
        return submit(turn, peer, packet, { priority: 'normal', background: true, handle });
      case 'SUBMIT_JOB_HIGH':
        return submit(turn, peer, packet, { priority: 'high', background: false, handle });
      case 'SUBMIT_JOB_HIGH_BG':
        return submit(turn, peer, packet, { priority: 'high', background: true, handle });
      case 'SUBMIT_JOB_LOW':
        return submit(turn, peer, packet, { priority: 'low', background: false, handle });
      case 'SUBMIT_JOB_LOW_BG':
        return submit(turn, peer, packet, { priority: 'low', background: true, handle });
      case 'SUBMIT_REDUCE_JOB':
        return submit(turn, peer, packet, { priority: 'normal', background: false, handle });
      case 'SUBMIT_REDUCE_JOB_BACKGROUND':
        return submit(turn, peer, packet, { priority: 'normal', background: true, handle });
      case 'WORK_STATUS':
        return status(turn, peer, packet);
      case 'WORK_DATA':
      case 'WORK_WARNING':
        return data(turn, peer, packet);
      case 'WORK_COMPLETE':
        return complete(turn, peer, packet);
      case 'WORK_FAIL':
        return fail(turn, peer, packet);
      case 'WORK_EXCEPTION':
        return exception(turn, peer, packet);
      case 'ECHO_REQ':
        return echo(turn, peer, packet);
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
