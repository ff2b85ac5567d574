import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { AppError, failureOf } from '../contract/errors.ts';
import { because } from '../contract/reasons.ts';
import { connectionLost, dial, explain, type Target, unanswered } from '../net/dial.ts';
import { encode } from '../protocol/codec.ts';
import { now } from '../util/clock.ts';
import { Conversation, type Heard } from './conversation.ts';

/** How long a server may take to be reached, and to answer all that is asked at once, ms. */
export const POLL_PATIENCE = 5000;
/** Waits after failures, ms: they double up to the most, each shortened by chance so that not all come back at once. */
const BACK_OFF = { first: 1000, most: 30_000 };
/** Bytes that an answer may have. A connection that brings more is given up, and the question left out from then on. */
export const ANSWER_MOST = 16 * 2 ** 20;
/** Connections in a row that break at the same question, which never was answered, until it is left out. */
const BREAKS = 2;

/** Who wants to know. */
export interface Asker {
  /** A connection is there. Everything can be asked anew. */
  connected(run: number): void;
  /** What to ask now, in order. An echo goes before it. */
  due(): string[];
  /** The round trip of the echo, ms. */
  echoed(milliseconds: number): void;
  heard(question: string, heard: Heard): void;
  /** All is answered. */
  polled(): void;
  /** Cannot be asked, until `retryAt`. */
  failed(error: AppError, retryAt: number): void;
  /** It will not be asked again: its answer is too large, or connections break at it. */
  leftOut(question: string): void;
}

export interface PollingParts {
  target: Target;
  /** Between two polls, s. */
  every: number;
  /** A number from 0 to 1. */
  chance?: () => number;
}

/**
 * One connection on which a server is asked over and over. What is due goes out in one write, and again only when all is
 * answered; where that takes too long or the connection ends, it is made again after a while.
 */
export class Polling {
  /** What our connection says it is, so that it can be told from others in the server's list. */
  readonly clientId = `gearbench-${randomBytes(4).toString('hex')}`;
  readonly #target: Target;
  readonly #asker: Asker;
  readonly #chance: () => number;
  #every: number;
  readonly #ending = new AbortController();
  #socket: Socket | undefined;
  #conversation: Conversation | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Connecting or waiting for answers; else the timer waits for the next of either. */
  #busy = true;
  #askedAt = 0;
  #failures = 0;
  #polls = 0;
  readonly #leftOut = new Set<string>();
  /** Answered at least once on this connection. */
  readonly #answered = new Set<string>();
  #broke = { question: '', times: 0 };

  constructor({ target, every, chance = Math.random }: PollingParts, asker: Asker) {
    this.#target = target;
    this.#asker = asker;
    this.#every = every * 1000;
    this.#chance = chance;
    void this.#connect();
  }

  /** Between two polls, s. */
  setEvery(seconds: number): void {
    this.#every = seconds * 1000;
    if (!this.#busy && this.#socket !== undefined) this.#wait(this.#untilDue());
  }

  /** Asks again at once, or connects again where it waits for that. */
  now(): void {
    if (this.#busy || this.#ending.signal.aborted) return;
    if (this.#socket === undefined) void this.#connect();
    else this.#poll(performance.now());
  }

  /** A question that was left out may be asked again, or all of them. */
  allow(question?: string): void {
    if (question === undefined) this.#leftOut.clear();
    else this.#leftOut.delete(question);
    this.#broke = { question: '', times: 0 };
  }

  /** Forgets the last answer to a question that is not asked for a while. */
  forget(question: string): void {
    this.#conversation?.forget(question);
  }

  close(): void {
    this.#ending.abort();
    this.#drop();
  }

  async #connect(): Promise<void> {
    this.#busy = true;
    clearTimeout(this.#timer);
    const since = performance.now();
    const conversation = new Conversation(ANSWER_MOST, (question, heard) => this.#hear(question, heard));
    try {
      const socket = await dial(this.#target, {
        timeout: POLL_PATIENCE,
        signal: this.#ending.signal,
        onBytes: (chunk) => this.#receive(conversation, chunk),
      });
      if (this.#ending.signal.aborted) return void socket.destroy();
      socket.on('error', (error) => this.#lost(socket, explain(error, this.#target)));
      socket.on('close', () => this.#lost(socket, connectionLost(this.#target, because('server-closed'))));
      this.#socket = socket;
      this.#conversation = conversation;
      this.#answered.clear();
      this.#polls = 0;
      socket.write(encode({ name: 'SET_CLIENT_ID', clientId: this.clientId }, 'REQ'));
      this.#asker.connected(now());
      this.#poll(since);
    } catch (error) {
      if (!this.#ending.signal.aborted) this.#fail(error instanceof AppError ? error : asAppError(error));
    }
  }

  /** `since` is when its patience began. */
  #poll(since: number): void {
    this.#busy = true;
    this.#askedAt = performance.now();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#giveUp(), Math.max(0, since + POLL_PATIENCE - this.#askedAt));
    const due = this.#asker.due().filter((question) => !this.#leftOut.has(question));
    const conversation = this.#conversation as Conversation;
    this.#socket?.write(conversation.ask(['', ...due]));
  }

  #receive(conversation: Conversation, chunk: Buffer): void {
    if (conversation !== this.#conversation) return;
    const wrong = conversation.push(chunk);
    if (wrong === 'not-gearman') this.#end(connectionLost(this.#target, because('not-gearman')));
    else if (wrong === 'too-large') this.#tooLarge(conversation.open as string);
  }

  #hear(question: string, heard: Heard): void {
    if (question === '') {
      this.#asker.echoed(performance.now() - this.#askedAt);
    } else {
      this.#answered.add(question);
      this.#asker.heard(question, heard);
    }
    if (this.#conversation?.open !== undefined) return;
    this.#failures = 0;
    this.#polls += 1;
    this.#busy = false;
    this.#wait(this.#untilDue());
    this.#asker.polled();
  }

  /** Those that were attached together are not asked together for ever. */
  #untilDue(): number {
    const every = this.#polls === 1 ? this.#every * (1 - this.#chance() / 2) : this.#every;
    return Math.max(0, this.#askedAt + every - performance.now());
  }

  #wait(delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(), delay);
  }

  #tooLarge(question: string): void {
    this.#leaveOut(question);
    this.#drop();
    void this.#connect();
  }

  #leaveOut(question: string): void {
    this.#leftOut.add(question);
    this.#asker.leftOut(question);
  }

  #giveUp(): void {
    this.#end(unanswered(this.#target, POLL_PATIENCE / 1000));
  }

  #lost(socket: Socket, error: AppError): void {
    if (socket !== this.#socket) return;
    this.#noteBreak(this.#conversation?.open);
    this.#end(error);
  }

  /** A server that knows a question not at all may end the connection over it. */
  #noteBreak(question: string | undefined): void {
    if (question === undefined || question === '' || this.#answered.has(question)) return;
    this.#broke = { question, times: this.#broke.question === question ? this.#broke.times + 1 : 1 };
    if (this.#broke.times >= BREAKS) this.#leaveOut(question);
  }

  #end(error: AppError): void {
    this.#drop();
    this.#fail(error);
  }

  #drop(): void {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = undefined;
    this.#conversation = undefined;
    socket?.destroy();
  }

  #fail(error: AppError): void {
    const most = Math.min(BACK_OFF.most, BACK_OFF.first * 2 ** this.#failures);
    const delay = most * (1 - this.#chance() / 2);
    this.#failures += 1;
    this.#busy = false;
    this.#wait(delay);
    this.#asker.failed(error, now() + delay);
  }
}

const asAppError = (error: unknown): AppError => {
  const { code, message, details } = failureOf(error);
  return new AppError(code, message, details);
};
