import { Socket } from 'node:net';
import { readInto } from '../net/read-into.ts';
import type { Origin } from '../net/recorder.ts';
import { now } from '../util/clock.ts';
import { type Log, told } from '../util/log.ts';
import { backlog } from './backlog.ts';
import { Gate } from './gate.ts';
import { Party } from './party.ts';
import { Sight, type Watch } from './sight.ts';
import { BLOCK, giveBack, takeBlock } from './spare-blocks.ts';

/** Silence after which the system asks whether a peer is still there, ms. */
const KEEP_ALIVE = 60_000;

/** Which side a pair ended by: who closed first, or where it broke. */
export type Side = 'client' | 'server';

export interface PairParts {
  id: number;
  /** Who came, from whom nothing has been read yet; and the server, with what it has said already. */
  accepted: Socket;
  server: Socket;
  early: readonly Buffer[];
  /** Its address as one text. */
  address: string;
  watch: Watch;
  log: Log;
  originOf: () => Origin;
  readOnly: boolean;
  onEnd: (pair: Pair) => void;
}

/** Writes to a socket, and lets who is read from rest until the system has taken all. */
class Sink {
  readonly #to: Socket;
  readonly #from: () => Socket;
  #waiting: Buffer[] = [];
  #rests = false;

  constructor(to: Socket, from: () => Socket) {
    this.#to = to;
    this.#from = from;
  }

  /** Passes bytes on; nothing of them is kept, unless there are so many that they lie in memory of their own. */
  readonly send = (bytes: Buffer): void => {
    const to = this.#to;
    if (!to.writable) return;
    if (bytes.length > BLOCK) {
      to.write(bytes, this.#written);
    } else {
      const block = takeBlock();
      bytes.copy(block);
      to.write(block.subarray(0, bytes.length), this.#written);
      if (to.writableLength === 0) giveBack(block);
      else this.#waiting.push(block);
    }
    if (to.writableLength === 0 || this.#rests) return;
    this.#rests = true;
    this.#from().pause();
  };

  readonly #written = (): void => {
    if (!this.#rests || this.#to.writableLength > 0) return;
    for (const block of this.#waiting.splice(0)) giveBack(block);
    this.#rests = false;
    this.#from().resume();
  };
}

/**
 * A client and a connection to the server that is its own: what one sends the other gets, byte for byte, and an end is passed
 * on as TCP does it: half by half, or at once where it broke. Bytes go on first and are looked at when there is time.
 */
export class Pair {
  readonly id: number;
  readonly watch: Watch;
  readonly party: Party;
  /** Who ended it; undefined while nobody has. */
  endedBy: Side | undefined;
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #parts: PairParts;
  readonly #in: Sight;
  readonly #out: Sight;
  readonly #toClient: Sink;
  readonly #toServer: Sink;
  readonly #gate: Gate | undefined;
  #open = 2;

  constructor(parts: PairParts) {
    const { id, accepted, server, early, address, watch, originOf, readOnly } = parts;
    this.#parts = parts;
    this.id = id;
    this.watch = watch;
    this.party = new Party(address, now(), watch.jobs.connect(id));
    this.#in = new Sight(watch, id, this.party, 'in');
    this.#out = new Sight(watch, id, this.party, 'out');
    watch.recorder.opened(id, () => this.party.facts(originOf));
    this.#server = server;
    this.#client = readInto(accepted, (chunk) => this.#fromClient(chunk));
    this.#toClient = new Sink(this.#client, () => server);
    this.#toServer = new Sink(server, () => this.#client);
    if (readOnly)
      this.#gate = new Gate({
        toServer: this.#toServer.send,
        toClient: this.#toClient.send,
        seenIn: this.#in,
        seenOut: this.#out,
      });
    this.#join('client', this.#client, server);
    this.#join('server', server, this.#client);
    for (const chunk of early) this.fromServer(chunk);
  }

  /** What the server says. */
  fromServer(chunk: Buffer): void {
    const gate = this.#gate;
    if (gate !== undefined) return this.#look(() => gate.told(chunk, now()));
    this.#toClient.send(chunk);
    backlog.add(this.#seeOut, chunk, now());
  }

  destroy(): void {
    this.#client.destroy();
    this.#server.destroy();
  }

  #fromClient(chunk: Buffer): void {
    const gate = this.#gate;
    if (gate === undefined) this.#toServer.send(chunk);
    const at = now();
    this.party.heardAt = at;
    this.party.origin ??= this.#parts.originOf();
    if (gate === undefined) return backlog.add(this.#seeIn, chunk, at);
    this.#look(() => {
      if (!gate.heard(chunk, at)) this.#refuse();
    });
  }

  readonly #seeIn = (chunk: Buffer, at: number) => this.#look(() => this.#in.see(chunk, at));
  readonly #seeOut = (chunk: Buffer, at: number) => this.#look(() => this.#out.see(chunk, at));

  /** Looks at bytes; whatever goes wrong with that, they are passed on. */
  #look(look: () => void): void {
    try {
      look();
    } catch (error) {
      this.#parts.log.error(told`Connection ${this.id} cannot be looked into any more.`, error);
      this.#in.blind();
      this.#out.blind();
    }
  }

  #refuse(): void {
    const { log, address } = this.#parts;
    log.warn(
      told`Connection ${this.id} from ${address} was closed: what it sent is no Gearman, and the proxy is read-only.`,
    );
    this.destroy();
  }

  #join(side: Side, socket: Socket, other: Socket): void {
    socket.setNoDelay(true);
    socket.setKeepAlive(true, KEEP_ALIVE);
    let broke = false;
    socket.on('end', () => {
      this.endedBy ??= side;
      other.end();
    });
    socket.on('error', (error) => {
      broke = true;
      this.endedBy ??= side;
      const { log, address } = this.#parts;
      log.info(told`Connection ${this.id} from ${address}: ${error}`);
    });
    socket.on('close', () => {
      if (broke || !socket.readableEnded) reset(other);
      this.#open -= 1;
      if (this.#open === 0) this.#end();
    });
  }

  #end(): void {
    const at = now();
    const { watch, party } = this;
    backlog.after(() =>
      this.#look(() => {
        this.#gate?.end(at);
        this.#in.end(at);
        this.#out.end(at);
        watch.recorder.closed(this.id);
        watch.jobs.left(party.observed, at);
      }),
    );
    this.#parts.onEnd(this);
  }
}

/** Ends a connection as one ends that broke. */
export function reset(socket: Socket): void {
  if (socket.destroyed) return;
  if (socket.constructor === Socket) socket.resetAndDestroy();
  else socket.destroy();
}
