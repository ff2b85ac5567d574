import type { JobEvent } from '../contract/job-event.ts';
import { sizeOf, write, writeHeader } from '../protocol/codec.ts';
import { HEADER, TEXT } from '../protocol/framer.ts';
import { definitionOf, type Packet, type PacketName, type PacketOf } from '../protocol/packets.ts';
import { Slabs } from '../util/slabs.ts';
import type { Keeper } from './keeper.ts';
import type { Registry } from './registry.ts';
import type { ServerRules } from './rules.ts';
import type { ConnectionId, FunctionQueue, Job, Peer } from './state.ts';

/** Told of each packet before it is sent; returns the number that the outbox remembers it by. */
export type Note = (to: ConnectionId, type: number, bytes: number) => number;

export interface TurnParts {
  registry: Registry;
  rules: ServerRules;
  tell: (event: JobEvent, at: number) => void;
  wall: () => number;
  /** Keeps background jobs on disk, where that is asked for. */
  keeper: Keeper | undefined;
}

/** What handlers read and change while a packet has its turn, and where they put their answers: the outboxes of peers. */
export class Turn {
  readonly registry: Registry;
  readonly rules: ServerRules;
  readonly workloads = new Slabs();
  /** When it is, ms; the owner of the clock says so before each turn. */
  at = 0;
  note: Note = () => 0;
  lastHandle = 0;
  /** The time on the machine's clock, ms since the epoch; unlike `at` it may be set. */
  readonly wall: () => number;
  keeper: Keeper | undefined;
  readonly #tell: (event: JobEvent, at: number) => void;
  /** Peers with something in their outbox. */
  #addressed: Peer[] = [];

  constructor({ registry, rules, tell, wall, keeper }: TurnParts) {
    this.registry = registry;
    this.rules = rules;
    this.#tell = tell;
    this.wall = wall;
    this.keeper = keeper;
  }

  /** Tells what happened to a job. One that was cancelled has ended: nothing more is told of it. */
  tell(event: JobEvent & { readonly job: Job }): void {
    if (event.job.cancelled) return;
    this.keeper?.hear(event);
    this.#tell(event, this.at);
  }

  /** Begins a packet of `size` bytes behind its header; returns where in the peer's outbox they go. */
  open(to: Peer, type: number, size: number): number {
    const at = this.#room(to, type, HEADER + size);
    return writeHeader(to.outbox.bytes, at, 'RES', type, size);
  }

  send(to: Peer, packet: Packet): void {
    const size = sizeOf(packet);
    const at = this.#room(to, definitionOf(packet.name).type, HEADER + size);
    write(to.outbox.bytes, at, packet, size, 'RES');
  }

  /** Passes a packet on as it came, but for who speaks. */
  relay(to: Peer, type: number, block: Buffer, start: number, end: number): void {
    const at = this.open(to, type, end - start - HEADER);
    block.copy(to.outbox.bytes, at, start + HEADER, end);
  }

  sendText(to: Peer, text: string): void {
    const at = this.#room(to, TEXT, text.length);
    to.outbox.bytes.write(text, at, 'latin1');
  }

  refuse(to: Peer, code: string, text: string): void {
    this.send(to, { name: 'ERROR', code, text });
  }

  wake(queue: FunctionQueue): void {
    for (const worker of this.registry.wake(queue)) this.send(worker, { name: 'NOOP' });
  }

  /** Puts a job that its worker lost back into its queue and wakes who could take it; fails it if that was once too often. */
  requeue(job: Job): void {
    job.retries += 1;
    if (this.rules.jobRetries > 0 && job.retries >= this.rules.jobRetries) {
      this.fail(job);
      this.tell({ kind: 'given-up', job });
      this.registry.finish(job);
      return;
    }
    this.registry.requeue(job);
    this.tell({ kind: 'requeued', job, attempts: job.retries });
    this.wake(job.function);
  }

  /** Tells all who wait for the job that it failed: the bare handle is what libgearman knows. */
  fail(job: Job): void {
    for (const client of job.clients) this.send(client, { name: 'WORK_FAIL', handle: job.handle });
  }

  drop = (job: Job): void => this.tell({ kind: 'dropped', job });

  /** Whether anybody has been sent something. */
  get hasAddressed(): boolean {
    return this.#addressed.length > 0;
  }

  /** Peers that have been sent something since this was last asked, in the order of their first packet. */
  takeAddressed(): readonly Peer[] {
    const addressed = this.#addressed;
    if (addressed.length > 0) this.#addressed = [];
    return addressed;
  }

  #room(to: Peer, type: number, bytes: number): number {
    const { outbox } = to;
    if (outbox.length === 0) this.#addressed.push(to);
    const at = outbox.room(bytes);
    outbox.packets.push(this.note(to.id, type, bytes), at);
    return at;
  }
}

/** A handler of a packet that was read into an object. */
export type Handler<N extends PacketName> = (turn: Turn, from: Peer, packet: PacketOf<N>) => void;

/** A handler of a packet so frequent that it is read where it lies: at `start..end` of the block, header and all. */
export type FrameHandler = (turn: Turn, from: Peer, type: number, block: Buffer, start: number, end: number) => void;
