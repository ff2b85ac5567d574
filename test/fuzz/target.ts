import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decoder, encode, type Message } from '../../main/protocol/codec.ts';
import { freePort } from '../support/free-port.ts';
import { bytes } from '../support/packets.ts';
import { type Background, background } from '../support/processes.ts';
import { aboutJobsAfter, PREFIX } from './corpus.ts';
import type { Script } from './input.ts';

/** How long the server may take to answer an echo, ms. */
const PATIENCE = 15_000;

/** What a server may say in one message. */
const SAID = { packet: 2 ** 26, line: 2 ** 26 };

/** A connection to the server, and whether all that it hears is Gearman. */
class Line {
  readonly #socket: Socket;
  readonly #decoder = new Decoder(SAID);
  readonly #heard: Message[] = [];
  wrong: string | undefined;
  #waiting: (() => void)[] = [];

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('error', () => this.#changed());
    socket.on('close', () => this.#changed());
    socket.on('data', (chunk: Buffer) => this.#hear(chunk));
  }

  static async open(port: number): Promise<Line> {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    await once(socket, 'connect', { signal: AbortSignal.timeout(PATIENCE) });
    return new Line(socket);
  }

  say(block: Buffer): void {
    if (this.#socket.writable) this.#socket.write(block);
  }

  /** Takes the message that is waited for, and with `since` all before it. Throws where it does not come. */
  async hears(last: (message: Message) => boolean, what: string, since = false): Promise<Message[]> {
    const until = Date.now() + PATIENCE;
    for (;;) {
      const at = this.#heard.findIndex(last);
      if (at >= 0) return since ? this.#heard.splice(0, at + 1) : this.#heard.splice(at, 1);
      if (this.#socket.destroyed) throw new Error(`the connection ended before ${what} came`);
      const rest = until - Date.now();
      if (rest <= 0) throw new Error(`${what} did not come within ${PATIENCE / 1000} s`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, rest);
        this.#waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  leave(how: Script['leaving']): void {
    if (how === 'ends') this.#socket.end();
    else if (how === 'resets') this.#socket.resetAndDestroy();
    else this.#socket.destroy();
  }

  #changed(): void {
    for (const go of this.#waiting.splice(0)) go();
  }

  #hear(chunk: Buffer): void {
    const { messages, error } = this.#decoder.push(Buffer.from(chunk));
    this.#heard.push(...messages);
    const foreign = messages.find((message) => message.kind === 'packet' && message.magic !== 'RES');
    this.wrong ??= error?.message ?? (foreign === undefined ? undefined : 'a packet with the magic of a request');
    this.#changed();
  }
}

/** A server in a process of its own, and a peer that behaves and watches it. */
export class Target {
  readonly #server: Background;
  readonly #port: number;
  readonly #folder: string | undefined;
  readonly #witness: Line;
  #echoes = 0;

  private constructor(server: Background, port: number, folder: string | undefined, witness: Line) {
    this.#server = server;
    this.#port = port;
    this.#folder = folder;
    this.#witness = witness;
  }

  static async start(durable: boolean): Promise<Target> {
    const port = await freePort();
    const folder = durable ? await mkdtemp(join(tmpdir(), 'gearbench-fuzz-')) : undefined;
    const args = [join(import.meta.dirname, 'server.ts'), String(port)];
    const server = background(process.execPath, folder === undefined ? args : [...args, join(folder, 'queue.db')]);
    await server.says('listening');
    return new Target(server, port, folder, await Line.open(port));
  }

  /** Plays the scripts side by side. Throws where the server is not well then. */
  async endures(scripts: readonly Script[]): Promise<void> {
    const newest = await this.#newestJob();
    await Promise.all(scripts.map((script) => this.#play(script, newest)));
    await this.#echo();
    await this.#tidy();
    this.#isWell();
  }

  /** Memory of the process in bytes; 0 where the system does not tell. */
  get memory(): number {
    try {
      const status = readFileSync(`/proc/${this.#server.child.pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
    } catch {
      return 0;
    }
  }

  async stop(): Promise<void> {
    this.#witness.leave('resets');
    await this.#server.stop();
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  }

  async #play({ steps, cut, leaving }: Script, newest: number): Promise<void> {
    const lines = new Map<number, Line>();
    let speaking = steps[0]?.connection;
    for (const { connection, bytes: said } of steps) {
      if (connection !== speaking) await this.#echo(); // the server has seen what the other one said
      speaking = connection;
      const line = lines.get(connection) ?? (await Line.open(this.#port));
      lines.set(connection, line);
      const block = aboutJobsAfter(newest, said);
      const at = cut === 0 || block.length === 0 ? 0 : cut % block.length;
      if (at > 0) {
        line.say(block.subarray(0, at));
        await new Promise(setImmediate);
      }
      line.say(block.subarray(at));
    }
    await this.#echo();
    for (const [connection, line] of lines) {
      line.leave(leaving);
      if (line.wrong !== undefined)
        throw new Error(`what connection ${connection} heard is not Gearman: ${line.wrong}`);
    }
  }

  async #echo(): Promise<void> {
    const mark = String(++this.#echoes);
    this.#witness.say(encode({ name: 'ECHO_REQ', data: bytes(mark) }, 'REQ'));
    const answer = (message: Message) =>
      message.kind === 'packet' && message.packet.name === 'ECHO_RES' && message.packet.data.toString() === mark;
    await this.#witness.hears(answer, 'the echo of a peer that behaves');
  }

  /** The number of a job that is made and dropped for that: the next one has the next. */
  async #newestJob(): Promise<number> {
    this.#witness.say(encode({ name: 'SUBMIT_JOB_BG', function: 'witness', unique: '', workload: bytes('') }, 'REQ'));
    const created = (message: Message) =>
      message.kind === 'packet' && /^(JOB_CREATED|ERROR)$/.test(message.packet.name);
    const last = (await this.#witness.hears(created, 'the handle of a job')).at(-1) as Message;
    return last.kind === 'packet' && last.packet.name === 'JOB_CREATED'
      ? Number(last.packet.handle.slice(PREFIX.length + 1))
      : 0;
  }

  /** Forgets functions and their jobs, as far as a line of text can name them: the server would keep them. */
  async #tidy(): Promise<void> {
    this.#witness.say(bytes('status\nversion\n'));
    const table = await this.#witness.hears(isVersion, 'the status', true);
    const names = table.flatMap((row) => (row.kind === 'text' ? (/^([!-~]{1,4000})\t/.exec(row.line)?.[1] ?? []) : []));
    this.#witness.say(bytes(`${names.map((name) => `drop function ${name}\n`).join('')}version\n`));
    await this.#witness.hears(isVersion, 'the end of the functions', true);
  }

  #isWell(): void {
    const { exitCode, signalCode } = this.#server.child;
    if (exitCode !== null || signalCode !== null) throw new Error(`the server ended: ${exitCode ?? signalCode}`);
    if (this.#witness.wrong !== undefined)
      throw new Error(`what the witness heard is not Gearman: ${this.#witness.wrong}`);
  }
}

const isVersion = (message: Message): boolean => message.kind === 'text' && message.line.startsWith('OK 1.1.20');
