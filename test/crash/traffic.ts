import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Decoder, encode } from '../../main/protocol/codec.ts';
import type { Packet } from '../../main/protocol/packets.ts';
import { FUNCTIONS, type Ledger } from './ledger.ts';

/** Submissions that a client sends at once, and jobs that may wait for workers while it does, at most. */
const BURST = 60;
const BACKLOG = 400;

const chance = (part: number): boolean => Math.random() < part;
const upTo = (most: number): number => Math.floor(Math.random() * (most + 1));

/** A connection that gives the packets it receives one by one, and undefined when it has ended. */
class Line {
  readonly #socket: Socket;
  readonly #heard: Packet[] = [];
  #wake = (): void => {};
  #ended = false;

  constructor(port: number) {
    const decoder = new Decoder();
    this.#socket = connect({ host: '127.0.0.1', port, noDelay: true });
    this.#socket.on('error', () => {});
    this.#socket.on('data', (chunk) => {
      for (const message of decoder.push(chunk).messages)
        if (message.kind === 'packet') this.#heard.push(message.packet);
      this.#wake();
    });
    this.#socket.once('close', () => {
      this.#ended = true;
      this.#wake();
    });
  }

  get open(): boolean {
    return !this.#ended;
  }

  send(...packets: Packet[]): void {
    if (!this.#ended) this.#socket.write(Buffer.concat(packets.map((packet) => encode(packet, 'REQ'))));
  }

  async next(): Promise<Packet | undefined> {
    while (this.#heard.length === 0 && !this.#ended)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    return this.#heard.shift();
  }

  async leave(): Promise<void> {
    this.#socket.destroy();
    if (!this.#ended) await once(this.#socket, 'close');
  }
}

/** Submits bursts of jobs until the connection ends or it has been asked to stop. */
export async function submitJobs(port: number, ledger: Ledger, going: () => boolean): Promise<void> {
  const line = new Line(port);
  while (going()) {
    while (ledger.backlog > BACKLOG && line.open) await pause(5);
    const burst = Array.from({ length: 1 + upTo(BURST) }, () => ledger.next());
    line.send(...burst.map(({ packet }) => packet));
    for (const { id } of burst) {
      const answer = await line.next();
      if (answer === undefined) return;
      if (answer.name !== 'JOB_CREATED') throw new Error(`job ${id} was answered with ${told(answer)}`);
      ledger.acknowledge(id);
    }
    if (chance(0.5)) await pause(upTo(8));
  }
  await line.leave();
}

/** Works jobs off until the connection ends or it has been asked to stop. Now and then it drops one and comes again. */
export async function workJobs(port: number, ledger: Ledger, going: () => boolean): Promise<void> {
  let line = arrive(port);
  /** A job whose end was said, and not acknowledged by an answer yet. */
  let ending: number | undefined;
  line.send({ name: 'GRAB_JOB_ALL' });
  while (going()) {
    const answer = await line.next();
    if (answer === undefined) return;
    if (answer.name === 'NOOP') {
      line.send({ name: 'GRAB_JOB_ALL' });
      continue;
    }
    if (ending !== undefined) ledger.endIsAcknowledged(ending);
    ending = undefined;
    if (answer.name === 'NO_JOB') {
      line.send({ name: 'PRE_SLEEP' });
      continue;
    }
    if (answer.name === 'ERROR') throw new Error(`a worker was answered with ${told(answer)}`);
    const id = ledger.ran(answer);
    if (chance(0.3)) await pause(upTo(4));
    if (chance(0.02)) {
      await line.leave();
      line = arrive(port);
    } else {
      const end = endOf('handle' in answer ? answer.handle : '');
      ledger.says(id);
      ending = id;
      if (chance(0.5)) {
        line.send(end, { name: 'GRAB_JOB_ALL' });
        continue;
      }
      line.send(end);
      if (chance(0.5)) await pause(upTo(4));
    }
    line.send({ name: 'GRAB_JOB_ALL' });
  }
  await line.leave();
}

function arrive(port: number): Line {
  const line = new Line(port);
  for (const name of FUNCTIONS) line.send({ name: 'CAN_DO', function: name });
  return line;
}

function endOf(handle: string): Packet {
  if (chance(0.05)) return { name: 'WORK_FAIL', handle };
  if (chance(0.05)) return { name: 'WORK_EXCEPTION', handle, exception: Buffer.from('no') };
  return { name: 'WORK_COMPLETE', handle, result: Buffer.from('yes') };
}

const told = (packet: Packet): string => (packet.name === 'ERROR' ? `${packet.code} ${packet.text}` : packet.name);
