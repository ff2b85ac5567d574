import type { JobEvent } from '../contract/job-event.ts';
import type { Packet, PacketName, PacketOf } from '../protocol/packets.ts';
import type { Registry } from './registry.ts';
import type { ConnectionId, FunctionQueue, Job, Peer } from './state.ts';

/** What the broker wants done: bytes to a connection, or its end. */
export type Send =
  | { readonly to: ConnectionId; readonly packet: Packet }
  | { readonly to: ConnectionId; readonly text: string };

/** One packet's turn: what handlers read and change, and where they put their answers. */
export class Turn {
  readonly registry: Registry;
  readonly sends: Send[] = [];
  readonly tell: (event: JobEvent) => void;

  constructor(registry: Registry, tell: (event: JobEvent) => void) {
    this.registry = registry;
    this.tell = tell;
  }

  send(to: Peer, packet: Packet): void {
    this.sends.push({ to: to.id, packet });
  }

  sendText(to: Peer, text: string): void {
    this.sends.push({ to: to.id, text });
  }

  refuse(to: Peer, code: string, text: string): void {
    this.send(to, { name: 'ERROR', code, text });
  }

  wake(queue: FunctionQueue): void {
    for (const worker of this.registry.wake(queue)) this.send(worker, { name: 'NOOP' });
  }

  /** Puts a lost worker's job back into its queue and wakes who could take it. */
  requeue(job: Job): void {
    this.registry.requeue(job);
    this.tell({ kind: 'requeued', handle: job.handle, attempts: job.retries });
    this.wake(job.function);
  }

  drop = (job: Job): void => this.tell({ kind: 'dropped', handle: job.handle });
}

export type Handler<N extends PacketName> = (turn: Turn, from: Peer, packet: PacketOf<N>) => void;
