import { readFileSync } from 'node:fs';
import { until } from '../support/processes.ts';

/** What a process takes, in bytes: what it still uses, and what the system has given it; 0 where the system does not tell. */
export interface Memory {
  used: number;
  resident: number;
}

/** Looks into the memory of a Node process that was started with `--inspect`, each time after a collection. */
export class MemoryMeter {
  readonly #pid: number;
  readonly #inspector: WebSocket;
  readonly #waiting = new Map<number, (result: unknown) => void>();
  #asked = 0;

  private constructor(pid: number, inspector: WebSocket) {
    this.#pid = pid;
    this.#inspector = inspector;
    inspector.addEventListener('message', ({ data }) => {
      const { id, result } = JSON.parse(String(data)) as { id?: number; result?: unknown };
      if (id !== undefined) this.#waiting.get(id)?.(result);
    });
  }

  static async of(pid: number, port: number): Promise<MemoryMeter> {
    const [target] = await until('the inspector', async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/json/list`).catch(() => undefined);
      return (await answer?.json()) as { webSocketDebuggerUrl: string }[] | undefined;
    });
    const inspector = new WebSocket(target?.webSocketDebuggerUrl ?? '');
    await new Promise((resolve, reject) => {
      inspector.addEventListener('open', resolve);
      inspector.addEventListener('error', () => reject(new Error('the inspector cannot be reached')));
    });
    return new MemoryMeter(pid, inspector);
  }

  async look(): Promise<Memory> {
    await this.#ask('HeapProfiler.collectGarbage');
    const { usedSize, backingStorageSize } = await this.#ask<{ usedSize: number; backingStorageSize: number }>(
      'Runtime.getHeapUsage',
    );
    return { used: usedSize + backingStorageSize, resident: residentOf(this.#pid) };
  }

  /** What an expression is in the process. Throws what it throws there. */
  async valueOf<T>(expression: string): Promise<T> {
    const evaluated = await this.#ask<{ result: { value: T }; exceptionDetails?: { text: string } }>(
      'Runtime.evaluate',
      { expression },
    );
    if (evaluated.exceptionDetails !== undefined) throw new Error(`${expression}: ${evaluated.exceptionDetails.text}`);
    return evaluated.result.value;
  }

  #ask<R>(method: string, params: Record<string, unknown> = {}): Promise<R> {
    const id = ++this.#asked;
    this.#inspector.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve) => this.#waiting.set(id, resolve as (result: unknown) => void));
  }
}

function residentOf(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
  } catch {
    return 0;
  }
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;

/** The medians of the second quarter and of the last one, NaN of no samples; the first is for what is yet to warm up. */
export const trendOf = (samples: readonly number[]): { early: number; late: number } => {
  const quarter = samples.length / 4;
  return { early: median(samples.slice(quarter, 2 * quarter)), late: median(samples.slice(3 * quarter)) };
};
