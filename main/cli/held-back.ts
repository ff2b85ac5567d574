import type { PacketFlow } from './packet-flow.ts';

/** Packets and bytes of them that are held back at most for what later ones tell. */
export const HELD_BACK = { packets: 500_000, bytes: 128 * 1024 * 1024 };

/** Lets packets of a file pass at once or, where later ones may tell more of them, as late as there is room for. */
export class HeldBack {
  readonly #flow: PacketFlow;
  /** Where batches end, and their bytes. */
  readonly #waiting: { end: number; bytes: number }[] = [];
  #bytes = 0;

  constructor(flow: PacketFlow) {
    this.#flow = flow;
  }

  /** A batch has come that ends before the packet `end`. */
  add(end: number, bytes: number): void {
    const flow = this.#flow;
    this.#waiting.push({ end, bytes });
    this.#bytes += bytes;
    while (!flow.waits || end - flow.next > HELD_BACK.packets || this.#bytes > HELD_BACK.bytes) {
      const oldest = this.#waiting.shift();
      if (oldest === undefined) return;
      this.#bytes -= oldest.bytes;
      flow.go(oldest);
    }
  }
}
