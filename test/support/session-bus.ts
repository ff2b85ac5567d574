import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { mustBe } from './peers.ts';

/*
 * A session of a desktop, as programs see it: a bus of its own (dbus-daemon), with a tray and a place for notifications that are
 * played here. https://dbus.freedesktop.org/doc/dbus-specification.html
 */

const ITEM = 'org.kde.StatusNotifierWatcher';
const NOTIFICATIONS = 'org.freedesktop.Notifications';

export interface Notified {
  id: number;
  title: string;
  body: string;
}

export interface SessionBus {
  /** What a program is to have in its environment. */
  address: string;
  /** Names on the bus of those who put an icon into the tray, in their order. */
  items: string[];
  /** Notifications that were shown, in their order. */
  notified: Notified[];
  /** The person chooses a notification. */
  choose(id: number): void;
  /** A call of a method by `gdbus`; what it prints. */
  ask(to: string, path: string, method: string, ...args: string[]): string;
  end(): void;
}

/** Whether there can be one here. */
export const hasBus = (): boolean =>
  mustBe(
    process.platform === 'linux' &&
      ['dbus-daemon', 'gdbus'].every((each) => spawnSync('which', [each], { stdio: 'ignore' }).status === 0),
    'dbus-daemon and gdbus must be installed here',
  );

/** Begins a session; without a tray nobody takes icons. */
export async function sessionBus({ tray = true } = {}): Promise<SessionBus> {
  const daemon = spawn('dbus-daemon', ['--session', '--nofork', '--print-address'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = (await once(daemon.stdout, 'data')) as [Buffer];
  const address = line.toString().trim();
  const socket = connect(/unix:path=([^,]+)/.exec(address)?.[1] ?? '');
  socket.write(`\0AUTH EXTERNAL ${Buffer.from(String(process.getuid?.())).toString('hex')}\r\n`);
  await once(socket, 'data');
  socket.write('BEGIN\r\n');
  const bus: SessionBus = {
    address,
    items: [],
    notified: [],
    choose(id) {
      const body = new Writer().number(id).text('default').bytes();
      send(
        socket,
        { type: 4, path: '/org/freedesktop/Notifications', interface: NOTIFICATIONS, member: 'ActionInvoked' },
        'us',
        body,
      );
    },
    ask: (to, path, method, ...args) =>
      spawnSync('gdbus', ['call', '--session', '--dest', to, '--object-path', path, '--method', method, ...args], {
        env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: address },
        encoding: 'utf8',
      }).stdout,
    end() {
      socket.destroy();
      daemon.kill();
    },
  };
  serve(socket, bus);
  const own = { type: 1, to: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus' };
  send(socket, { ...own, member: 'Hello' });
  for (const name of [...(tray ? [ITEM] : []), NOTIFICATIONS])
    send(socket, { ...own, member: 'RequestName' }, 'su', new Writer().text(name).number(0).bytes());
  await once(socket, 'data');
  return bus;
}

interface Header {
  type: number;
  serial?: number;
  replyTo?: number;
  path?: string;
  interface?: string;
  member?: string;
  to?: string;
  sender?: string;
}

/** Answers what programs ask of a tray and of notifications. */
function serve(socket: Socket, bus: SessionBus): void {
  let rest: Buffer = Buffer.alloc(0);
  let notifications = 0;
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const read = readMessage(rest);
      if (read === undefined) return;
      rest = rest.subarray(read.size);
      if (read.header.type === 1) answer(read.header, read.body);
    }
  });

  function answer({ member, sender = '', serial = 0 }: Header, body: Buffer): void {
    const reply = (signature = '', bytes: Buffer = Buffer.alloc(0)) =>
      send(socket, { type: 2, to: sender, replyTo: serial }, signature, bytes);
    switch (member) {
      case 'Get': // IsStatusNotifierHostRegistered, as a variant
        return reply('v', Buffer.from([1, 0x62, 0, 0, 1, 0, 0, 0]));
      case 'RegisterStatusNotifierItem':
        bus.items.push(sender);
        return reply();
      case 'GetServerInformation':
        return reply('ssss', new Writer().text('test').text('gearbench').text('1').text('1.2').bytes());
      case 'GetCapabilities':
        return reply('as', new Writer().list(['actions', 'body']).bytes());
      case 'Notify': {
        const reader = new Reader(body);
        reader.text();
        const replaces = reader.number();
        reader.text();
        const [title, text] = [reader.text(), reader.text()];
        if (replaces === 0) notifications += 1;
        const id = replaces || notifications;
        bus.notified.push({ id, title, body: text });
        return reply('u', new Writer().number(id).bytes());
      }
      default:
        return reply();
    }
  }
}

let serials = 0;

function send(socket: Socket, header: Header, signature = '', body: Buffer = Buffer.alloc(0)): void {
  const fields = new Writer(16);
  const field = (code: number, type: string, value: string | number | undefined) => {
    if (value === undefined || value === '') return;
    fields.align(8).byte(code).signature(type);
    if (type === 'u') fields.number(value as number);
    else if (type === 'g') fields.signature(value as string);
    else fields.text(value as string);
  };
  field(1, 'o', header.path);
  field(2, 's', header.interface);
  field(3, 's', header.member);
  field(5, 'u', header.replyTo);
  field(6, 's', header.to);
  field(8, 'g', signature);
  const array = fields.bytes().subarray(16);
  const head = Buffer.alloc(16);
  head.write('l');
  head.writeUInt8(header.type, 1);
  head.writeUInt8(1, 3);
  head.writeUInt32LE(body.length, 4);
  head.writeUInt32LE(++serials, 8);
  head.writeUInt32LE(array.length, 12);
  socket.write(Buffer.concat([head, array, Buffer.alloc(padding(array.length, 8)), body]));
}

function readMessage(bytes: Buffer): { header: Header; body: Buffer; size: number } | undefined {
  if (bytes.length < 16) return undefined;
  const array = bytes.readUInt32LE(12);
  const at = 16 + array + padding(array, 8);
  const size = at + bytes.readUInt32LE(4);
  if (bytes.length < size) return undefined;
  const header: Header = { type: bytes.readUInt8(1), serial: bytes.readUInt32LE(8) };
  const reader = new Reader(bytes.subarray(0, 16 + array), 16);
  while (reader.at < 16 + array) {
    reader.align(8);
    const code = reader.byte();
    const type = reader.signature();
    const value = type === 'u' ? reader.number() : type === 'g' ? reader.signature() : reader.text();
    if (code === 3) header.member = String(value);
    if (code === 7) header.sender = String(value);
  }
  return { header, body: bytes.subarray(at, size), size };
}

const padding = (length: number, to: number): number => (to - (length % to)) % to;

class Writer {
  readonly #pieces: Buffer[] = [];
  #length = 0;

  /** `at` is where it begins, which places are counted from. */
  constructor(at = 0) {
    this.#add(Buffer.alloc(at));
  }

  align(to: number): this {
    return this.#add(Buffer.alloc(padding(this.#length, to)));
  }

  byte(value: number): this {
    return this.#add(Buffer.from([value]));
  }

  number(value: number): this {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return this.align(4).#add(bytes);
  }

  text(value: string): this {
    return this.number(Buffer.byteLength(value)).#add(Buffer.from(`${value}\0`));
  }

  signature(value: string): this {
    return this.byte(value.length).#add(Buffer.from(`${value}\0`));
  }

  list(values: readonly string[]): this {
    const inner = new Writer(this.#length + padding(this.#length, 4) + 4);
    const from = inner.#length;
    for (const value of values) inner.text(value);
    return this.number(inner.#length - from).#add(inner.bytes().subarray(from));
  }

  bytes(): Buffer {
    return Buffer.concat(this.#pieces);
  }

  #add(bytes: Buffer): this {
    this.#pieces.push(bytes);
    this.#length += bytes.length;
    return this;
  }
}

class Reader {
  readonly #bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at = 0) {
    this.#bytes = bytes;
    this.at = at;
  }

  align(to: number): void {
    this.at += padding(this.at, to);
  }

  byte(): number {
    this.at += 1;
    return this.#bytes.readUInt8(this.at - 1);
  }

  number(): number {
    this.align(4);
    this.at += 4;
    return this.#bytes.readUInt32LE(this.at - 4);
  }

  text(): string {
    return this.#string(this.number());
  }

  signature(): string {
    return this.#string(this.byte());
  }

  #string(length: number): string {
    this.at += length + 1;
    return this.#bytes.toString('utf8', this.at - length - 1, this.at - 1);
  }
}
