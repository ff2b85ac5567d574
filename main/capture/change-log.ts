/** Changes that are told apart; of more, old ones are taken together. */
const REMEMBERED = 4096;

interface Change {
  /** It is among those that counted up to this version. */
  before: number;
  seq: number;
}

/**
 * Which packets something tells otherwise of than before, so that who has asked for them asks again for those from the oldest of
 * them on and for no others.
 */
export class ChangeLog {
  /** Counts up with each change. */
  version = 0;
  /** Ascending in both: a change is of no interest once an older packet has changed after it. */
  #changes: Change[] = [];

  /** It tells otherwise of this packet. */
  mark(seq: number): void {
    this.version += 1;
    while ((this.#changes.at(-1)?.seq ?? -1) >= seq) this.#changes.pop();
    this.#changes.push({ before: this.version, seq });
    if (this.#changes.length > REMEMBERED) this.#takeTogether();
  }

  /** Number of the oldest packet that it may tell otherwise of since that version; infinite where there is none. */
  since(version: number): number {
    if (version === this.version) return Number.POSITIVE_INFINITY;
    return this.#changes.find(({ before }) => before > version)?.seq ?? Number.POSITIVE_INFINITY;
  }

  /** Two by two in the older half: the older packet, and the newer time. */
  #takeTogether(): void {
    const half = this.#changes.splice(0, REMEMBERED / 2);
    const pairs = half
      .filter((_, at) => at % 2 === 0)
      .map(({ seq }, at) => ({ before: half[at * 2 + 1]?.before ?? 0, seq }));
    this.#changes = [...pairs, ...this.#changes];
  }
}
