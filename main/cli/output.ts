import { once } from 'node:events';

/** Text that is gathered before it goes out. */
const PLENTY = 64 * 1024;

/** Standard output, which waits for whoever reads it. */
export class Output {
  readonly #gone = new AbortController();
  #said: (string | Buffer)[] = [];
  #text = '';

  /** Calls `onGone` when nobody reads any more, as behind `| head`, or with the reason why nothing can be written. */
  constructor(onGone: (error: Error | undefined) => void) {
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      this.#gone.abort();
      onGone(error.code === 'EPIPE' ? undefined : error);
    });
  }

  write(text: string): void {
    this.#text += text;
    if (this.#text.length > PLENTY) this.#gather();
  }

  /** The bytes are copied. */
  writeBytes(bytes: Buffer): void {
    this.#gather();
    this.#said.push(Buffer.from(bytes));
  }

  /** Resolves when all has gone out, as far as the system takes it. */
  async flush(): Promise<void> {
    this.#gather();
    const { signal } = this.#gone;
    for (const each of this.#said.splice(0)) {
      if (signal.aborted) return;
      if (!process.stdout.write(each)) await once(process.stdout, 'drain', { signal }).catch(() => {});
    }
  }

  #gather(): void {
    if (this.#text !== '') this.#said.push(this.#text);
    this.#text = '';
  }
}
