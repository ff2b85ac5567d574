import type { FunctionDefinition } from '../contract/functions.ts';
import type { CommandOutcome } from '../contract/jobs.ts';
import type { Packet } from '../protocol/packets.ts';
import { Lines, textOf } from './lines.ts';
import type { Answer } from './worker.ts';

/** How a function's command speaks of its job. */
export type Manner = Pick<FunctionDefinition, 'output' | 'errors' | 'failure' | 'progress'>;

/** Characters of a line in which progress is looked for. */
const PROGRESS_IN = 1000;
const MOST = 0xff_ff_ff_ff;

/** Turns what a command writes, and how it ends, into the packets that tell of its job. docs/commands.md. */
export class JobPackets {
  readonly #handle: string;
  readonly #manner: Manner;
  readonly #send: (packet: Packet) => void;
  readonly #lines = new Lines((line) => this.#data(line));
  readonly #progress: RegExp | undefined;
  /** Who takes standard output as it comes; undefined where it is the result as a whole. */
  readonly onOutput: ((bytes: Buffer) => void) | undefined;

  /** `send` is told of what goes out before the end. */
  constructor(handle: string, manner: Manner, send: (packet: Packet) => void) {
    this.#handle = handle;
    this.#manner = manner;
    this.#send = send;
    const { output } = manner;
    if (output === 'lines') this.onOutput = (bytes) => this.#lines.add(bytes);
    if (output === 'pieces') this.onOutput = (bytes) => this.#data(bytes);
    this.#progress = manner.progress === '' ? undefined : new RegExp(manner.progress);
  }

  /** A line of standard error came. One that tells of progress is no warning. */
  errorLine(line: Buffer): void {
    const progress = this.#progressIn(textOf(line));
    if (progress !== undefined) this.#send({ name: 'WORK_STATUS', handle: this.#handle, ...progress });
    else if (this.#manner.errors === 'warning')
      this.#send({ name: 'WORK_WARNING', handle: this.#handle, warning: line });
  }

  /**
   * The packets that end the job. Exit code 0 completes it with the standard output, or with what of it was not sent yet.
   * Anything else fails it: what is left of its output goes out as data, as the stock worker does it, and a reason that no
   * exit code tells as a warning.
   */
  end(output: Buffer, outcome: CommandOutcome): Answer {
    const handle = this.#handle;
    const rest = this.onOutput === undefined ? output : this.#lines.rest;
    const reason = reasonOf(outcome);
    if (outcome.exitCode === 0 && reason === undefined)
      return { ok: true, packets: [{ name: 'WORK_COMPLETE', handle, result: rest }] };
    const data: Packet[] = rest.length === 0 ? [] : [{ name: 'WORK_DATA', handle, data: rest }];
    return { ok: false, packets: [...data, ...this.failWith(reason, outcome)] };
  }

  /** The packets that fail the job for that reason; undefined where its exit code says enough. */
  failWith(reason: string | undefined, { exitCode, errors }: Partial<CommandOutcome> = {}): Packet[] {
    const handle = this.#handle;
    if (this.#manner.failure === 'exception') {
      const said = [errors?.trimEnd() ?? '', reason ?? ''].filter((part) => part !== '').join('\n');
      const exception = Buffer.from(said === '' ? `exit code ${exitCode}` : said, 'utf8');
      return [{ name: 'WORK_EXCEPTION', handle, exception }];
    }
    const fail: Packet = { name: 'WORK_FAIL', handle };
    if (reason === undefined) return [fail];
    return [{ name: 'WORK_WARNING', handle, warning: Buffer.from(`${reason}\n`, 'utf8') }, fail];
  }

  #data(bytes: Buffer): void {
    this.#send({ name: 'WORK_DATA', handle: this.#handle, data: bytes });
  }

  #progressIn(text: string): { numerator: string; denominator: string } | undefined {
    const [, done, of = '100'] = this.#progress?.exec(text.slice(0, PROGRESS_IN)) ?? [];
    if (done === undefined) return undefined;
    const [numerator, denominator] = [done, of].map((part) => Math.round(Number(part)));
    return isCount(numerator) && isCount(denominator)
      ? { numerator: String(numerator), denominator: String(denominator) }
      : undefined;
  }
}

const isCount = (value: number | undefined): boolean => value !== undefined && value >= 0 && value <= MOST;

/** Why a command has failed, where no exit code tells. */
export const reasonOf = ({
  overflowed,
  timedOut,
  signal,
}: Omit<CommandOutcome, 'failure' | 'errors'>): string | undefined => {
  if (overflowed) return 'ended because it wrote too much';
  if (timedOut) return 'ended because it took too long';
  return signal === null ? undefined : `killed by ${signal}`;
};
