import type { Broker } from './broker.ts';

/** A timer sleeps no longer, ms: the machine's clock may be set, and Node's timers hold no more than 24 days. */
const LONGEST = 10_000;

/** The one timer of a job server: calls `expire` when the broker has something due. */
export class Alarm {
  readonly #broker: Broker;
  readonly #expire: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(broker: Broker, expire: () => void) {
    this.#broker = broker;
    this.#expire = expire;
  }

  /** Sets it anew; to be called when something falls due sooner than all that was known. */
  set(): void {
    clearTimeout(this.#timer);
    const { wait } = this.#broker;
    if (wait === undefined) return;
    this.#timer = setTimeout(
      () => {
        this.#expire();
        this.set();
      },
      Math.min(Math.ceil(wait), LONGEST),
    );
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
