import { nearName } from '../contract/near-name.ts';
import type { Named, Rules, Tell } from './finding.ts';

/** Names that are compared; of more than so many nobody says which was meant. */
const NAMES = 500;

/** E-14: names of functions that differ so little that one may be a slip. */
export class NameRules implements Rules {
  readonly #tell: Tell;
  readonly #names: string[] = [];
  readonly #known = new Set<string>();

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  look(packet: Named): void {
    const { name, out, seq } = packet;
    if (out || !(name.startsWith('SUBMIT_') || name.startsWith('CAN_DO'))) return;
    const told = packet.text('function');
    if (this.#known.has(told) || this.#names.length >= NAMES) return;
    this.#known.add(told);
    const near = nearName(told, this.#names);
    this.#names.push(told);
    if (near !== undefined) this.#tell('E-14', seq, { function: told, other: near });
  }
}
