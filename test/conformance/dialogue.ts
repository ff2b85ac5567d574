import { connect, type Socket } from 'node:net';
import { Decoder, type Message } from '../../main/protocol/codec.ts';
import { definitionOf, PACKETS, type PacketName } from '../../main/protocol/packets.ts';
import { bytes } from '../support/packets.ts';

/*
 * How the cases write packets: the name, a space, and the payload with `|` for each NUL, as in
 * `SUBMIT_JOB reverse||test`. What a server says is written the same way, byte for byte: a NUL too many is a `|` too
 * many. A line of the text protocol stands as it came, with its line end.
 */

/** How long an answer may take, ms; reached only where a case fails. */
const PATIENCE = 30_000;

/** How long to listen for what may not come, ms. */
const A_WHILE = 300;

/** The bytes of a request written as above. */
export function request(written: string): Buffer {
  const [name = ''] = written.split(' ', 1);
  if (!Object.hasOwn(PACKETS, name)) throw new Error(`there is no packet ${name}`);
  return binary('REQ', definitionOf(name as PacketName).type, written.slice(name.length + 1).replaceAll('|', '\0'));
}

/** Any binary packet, sensible or not; `declared` is the size that its header claims. */
export function binary(magic: string, type: number, payload: string, declared = payload.length): Buffer {
  const header = Buffer.alloc(12);
  header.write(magic, 1, 'latin1');
  header.writeUInt32BE(type, 4);
  header.writeUInt32BE(declared, 8);
  return Buffer.concat([header, bytes(payload)]);
}

/** A raw connection to a job server: a client, a worker, somebody at a terminal, or all of them. */
export class Peer {
  readonly #socket: Socket;
  readonly #decoder = new Decoder({ packet: 2 ** 32, line: 2 ** 20 }); // what comes is judged by the cases
  readonly #onLeft: () => Promise<void>;
  readonly #raw: Buffer[] = [];
  #heard: string[] = [];
  #open = true;
  #echoes = 0;
  #changed: () => void = () => {};

  private constructor(socket: Socket, onLeft: () => Promise<void>) {
    this.#socket = socket;
    this.#onLeft = onLeft;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', () => {}); // a reset is an end like any other
    socket.on('close', () => {
      this.#open = false;
      this.#changed();
    });
  }

  /** Connects; `onLeft` resolves when the server has noticed that this peer is gone. */
  static connect(port: number, onLeft: () => Promise<void>): Promise<Peer> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new Peer(socket, onLeft));
      });
    });
  }

  get open(): boolean {
    return this.#open;
  }

  /** Everything that came, to the byte. */
  get received(): Buffer {
    return Buffer.concat(this.#raw);
  }

  /** Sends without waiting: requests as written above, or any bytes, in one write. */
  sends(...messages: (string | Buffer)[]): void {
    this.#socket.write(Buffer.concat(messages.map((each) => (typeof each === 'string' ? request(each) : each))));
  }

  /**
   * Sends, then asks for an echo; returns what the server said before it. Servers answer one message after the other, so
   * the echo tells that all was read: silence needs no waiting.
   */
  async says(...messages: (string | Buffer)[]): Promise<string[]> {
    const mark = `^${++this.#echoes}`;
    this.sends(...messages, `ECHO_REQ ${mark}`);
    await this.#until(() => this.#heard.includes(`ECHO_RES ${mark}`), `the answer to ${messages.join(', ')}`);
    const at = this.#heard.indexOf(`ECHO_RES ${mark}`);
    const said = this.#heard.slice(0, at);
    this.#heard = this.#heard.slice(at + 1);
    return said;
  }

  /** Asks one line of the text protocol; returns the whole reply. */
  async asks(line: string, lineEnd = '\n'): Promise<string> {
    const said = await this.says(bytes(`${line}${lineEnd}`));
    const packet = said.find((each) => !each.endsWith('\n'));
    if (packet !== undefined) throw new Error(`${line} was answered with ${packet} among the text`);
    return said.join('');
  }

  /** Submits and returns the handle that the server gave. */
  async submits(written: string): Promise<string> {
    const said = await this.says(written);
    const created = /^JOB_CREATED (.+)$/.exec(said[0] ?? '');
    if (created === null || said.length > 1)
      throw new Error(`${written} was answered: ${said.join(', ') || 'nothing'}`);
    return created[1] as string;
  }

  /** What comes next: as many messages as asked for. */
  async hears(count = 1): Promise<string[]> {
    await this.#until(() => this.#heard.length >= count, `${count} messages`);
    return this.#heard.splice(0, count);
  }

  /** What the server has said by now and nobody asked for; nothing if it is silent. */
  hasHeard(): Promise<string[]> {
    return this.says();
  }

  /**
   * What comes within a while, up to so many messages or the end of the connection. For where nothing may come and an
   * echo cannot tell.
   */
  async hearsInAWhile(count = 1): Promise<string[]> {
    await this.#comes(() => this.#heard.length >= count || !this.#open, A_WHILE);
    return this.#heard.splice(0);
  }

  /** Waits until the server ends the connection; returns what it said before. */
  async hearsTheEnd(): Promise<string[]> {
    await this.#until(() => !this.#open, 'the end of the connection');
    return this.#heard.splice(0);
  }

  /** Ends the connection and waits until the server has noticed. */
  async leaves(): Promise<void> {
    this.hangsUp();
    await this.#onLeft();
  }

  /** Says that nothing more will come, and goes on listening. */
  closesItsHalf(): void {
    this.#socket.end();
  }

  hangsUp(): void {
    this.#open = false;
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    this.#raw.push(chunk);
    const { messages, error } = this.#decoder.push(chunk);
    for (const message of messages) this.#heard.push(written(message));
    if (error !== undefined) this.#heard.push(`GARBAGE ${error.message}`);
    this.#changed();
  }

  async #until(met: () => boolean, what: string): Promise<void> {
    if (await this.#comes(() => met() || !this.#open, PATIENCE)) {
      if (met()) return;
      throw new Error(`${what} did not come before the connection ended; heard so far: ${this.#soFar()}`);
    }
    throw new Error(`${what} did not come; heard so far: ${this.#soFar()}`);
  }

  /** Whether it comes within that time, ms. */
  async #comes(met: () => boolean, time: number): Promise<boolean> {
    const late = AbortSignal.timeout(time);
    while (!met()) {
      if (late.aborted) return false;
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
        late.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    return true;
  }

  #soFar(): string {
    return this.#heard.join(', ') || 'nothing';
  }
}

function written(message: Message): string {
  if (message.kind === 'text') return message.bytes.toString('latin1');
  const payload = message.bytes.toString('latin1', 12).replaceAll('\0', '|');
  const from = message.magic === 'RES' ? '' : 'REQ '; // a server says RES
  return `${from}${message.packet.name}${payload === '' ? '' : ` ${payload}`}`;
}
