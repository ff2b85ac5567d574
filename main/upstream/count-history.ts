import type { Wire } from '../contract/keys.ts';
import type { ServerCounts, ServerHistory, ServerHistorySpan } from '../contract/servers.ts';
import type { FunctionTable } from '../protocol/tables.ts';

/** Points and the time between two, ms: ten minutes as they are polled, and a day by the minute. */
const MINUTES = { slots: 300, width: 2000 };
const DAY = { slots: 1440, width: 60_000 };
/** Of a function, a day has fewer points. */
const FUNCTION_DAY = { slots: 288, width: 300_000 };
/** Functions of a server that changed and have a line of their own. */
const LINES_MOST = 200;
/** Names that are kept of functions that changed and have no line. */
const LOST_MOST = 20_000;
/** How long a function has stayed as it is that gives its line to another one, ms. */
const QUIET = MINUTES.slots * MINUTES.width;
/** In place of a count: the server could not be asked. */
const UNKNOWN = 0xffff_ffff;

type Figures = readonly [queued: number, running: number, workers: number];
const NOTHING: Figures = [0, 0, 0];
const MISSED: Figures = [UNKNOWN, UNKNOWN, UNKNOWN];

/**
 * How many jobs and workers a server had, and each of its functions, since it was attached. Whatever the server has, this takes
 * 20 KB for it and 7 KB for each of the functions that have a line. Those that stay as they are need none. Names of those that
 * changed and found none are kept, up to a bound; beyond it nothing is said of any function that has no line.
 */
export class CountHistory {
  #server: Line | undefined;
  #since = 0;
  readonly #lines = new Map<Wire, Line>();
  /** Functions that changed and found no place: what they were is not known. */
  readonly #lost = new Set<Wire>();
  /** They were too many to be named: any may be one of them. */
  #isAnyLost = false;
  /** Whose line has been quiet longest, where that is long enough. */
  #quietest: Wire | undefined;

  /** Notes what a poll brought. `at` is ms since the epoch. */
  note(at: number, { queued, running, workers }: ServerCounts, table: FunctionTable): void {
    if (this.#server === undefined) {
      this.#server = new Line(at, [queued, running, workers], DAY);
      this.#since = at;
      return;
    }
    this.#server.note(at, [queued, running, workers]);
    if (table.namesChanged)
      for (const [name, line] of this.#lines)
        if (!line.isNothing && table.placeOf(name) === undefined) line.note(at, NOTHING);
    let hasRoom = this.#lines.size < LINES_MOST || this.#hasQuiet(at);
    for (let index = 0; index < table.changed.length; index += 1) {
      const row = table.changed[index] as number;
      const name = table.names[row] as Wire;
      let line = this.#lines.get(name);
      if (line === undefined && hasRoom) {
        line = this.#newLine(name, at, table.before.slice(index * 3, index * 3 + 3));
        hasRoom = this.#lines.size < LINES_MOST || this.#hasQuiet(at);
      }
      if (line === undefined) this.#lose(name);
      else line.note(at, figuresOf(table, row));
    }
  }

  /** Notes that the server cannot be asked from `at` on. */
  missed(at: number): void {
    this.#server?.note(at, MISSED);
  }

  /** Of the server, or of a function; `at` is now. */
  read(name: Wire | null, span: ServerHistorySpan, at: number, table: FunctionTable): ServerHistory {
    const server = this.#server?.read(span, at);
    if (server === undefined) return { every: MINUTES.width, from: at, queued: [], running: [], workers: [] };
    if (name === null) return server;
    const line = this.#lines.get(name);
    if (line !== undefined) return masked(line.read(span, at), server);
    const row = table.placeOf(name);
    if (row === undefined || this.#isLost(name)) return filled(server, null);
    return filled(server, figuresOf(table, row));
  }

  /** A line in a place that is free, or that of the one that has been quiet longest. */
  #newLine(name: Wire, at: number, before: number[]): Line {
    if (this.#lines.size >= LINES_MOST) {
      const quietest = this.#quietest as Wire;
      this.#lines.delete(quietest);
      this.#lose(quietest);
    }
    // Of a function that was lost before, only what comes now is known.
    const wasLost = this.#isLost(name);
    this.#lost.delete(name);
    const line = wasLost
      ? new Line(at, MISSED, FUNCTION_DAY)
      : new Line(this.#since, before as unknown as Figures, FUNCTION_DAY);
    this.#lines.set(name, line);
    return line;
  }

  #lose(name: Wire): void {
    if (this.#isAnyLost) return;
    this.#lost.add(name);
    if (this.#lost.size <= LOST_MOST) return;
    this.#isAnyLost = true;
    this.#lost.clear();
  }

  #isLost(name: Wire): boolean {
    return this.#isAnyLost || this.#lost.has(name);
  }

  /** Whether a line has been quiet for so long that another one may have its place. */
  #hasQuiet(at: number): boolean {
    this.#quietest = undefined;
    let since = at - QUIET;
    for (const [name, { changedAt }] of this.#lines) {
      if (changedAt >= since) continue;
      since = changedAt;
      this.#quietest = name;
    }
    return this.#quietest !== undefined;
  }
}

/** One server's or function's figures over both spans. */
class Line {
  changedAt: number;
  /** All its figures are 0. */
  isNothing = false;
  readonly #spans: Record<ServerHistorySpan, Ring>;

  constructor(at: number, figures: Figures, day: { slots: number; width: number }) {
    this.changedAt = at;
    this.#spans = { minutes: new Ring(MINUTES, at, figures), day: new Ring(day, at, figures) };
  }

  note(at: number, figures: Figures): void {
    this.changedAt = at;
    this.isNothing = figures.every((figure) => figure === 0);
    this.#spans.minutes.note(at, figures);
    this.#spans.day.note(at, figures);
  }

  read(span: ServerHistorySpan, at: number): ServerHistory {
    return this.#spans[span].read(at);
  }
}

/** Figures in slots of time, the oldest of which is used again. What is not noted stays as it was. */
class Ring {
  readonly #width: number;
  readonly #slots: number;
  /** Three figures a slot. */
  readonly #columns: Uint32Array;
  readonly #first: number;
  #slot: number;
  #now: Figures;

  constructor({ slots, width }: { slots: number; width: number }, at: number, figures: Figures) {
    this.#width = width;
    this.#slots = slots;
    this.#columns = new Uint32Array(slots * 3);
    this.#first = Math.floor(at / width);
    this.#slot = this.#first;
    this.#now = figures;
    this.#put(this.#slot);
  }

  note(at: number, figures: Figures): void {
    this.#moveTo(at);
    this.#now = figures;
    // What was known in the slot of the moment when it could not be asked any more stays.
    if (figures[0] !== UNKNOWN) this.#put(this.#slot);
  }

  read(at: number): ServerHistory {
    this.#moveTo(at);
    const from = Math.max(this.#first, this.#slot - this.#slots + 1);
    const column = (which: number) =>
      Array.from({ length: this.#slot - from + 1 }, (_, index) => {
        const value = this.#columns[((from + index) % this.#slots) * 3 + which] as number;
        return value === UNKNOWN ? null : value;
      });
    return { every: this.#width, from: from * this.#width, queued: column(0), running: column(1), workers: column(2) };
  }

  #moveTo(at: number): void {
    const slot = Math.floor(at / this.#width);
    for (let each = Math.max(this.#slot + 1, slot - this.#slots + 1); each <= slot; each += 1) this.#put(each);
    this.#slot = Math.max(this.#slot, slot);
  }

  #put(slot: number): void {
    this.#columns.set(this.#now, (slot % this.#slots) * 3);
  }
}

const figuresOf = ({ queued, running, workers }: FunctionTable, row: number): Figures => [
  queued[row] as number,
  running[row] as number,
  workers[row] as number,
];

/** A function is not known while the server is not. Its points may be further apart than the server's. */
function masked(line: ServerHistory, server: ServerHistory): ServerHistory {
  const isKnown = line.queued.map((_, index) => {
    const start = Math.floor((line.from + index * line.every - server.from) / server.every);
    const steps = line.every / server.every;
    return server.queued.slice(Math.max(0, start), Math.max(0, start + steps)).some((value) => value !== null);
  });
  const only = (values: (number | null)[]) => values.map((value, index) => (isKnown[index] ? value : null));
  return { ...line, queued: only(line.queued), running: only(line.running), workers: only(line.workers) };
}

/** The same figures wherever the server was known. */
function filled(server: ServerHistory, figures: Figures | null): ServerHistory {
  const column = (which: number) => server.queued.map((value) => (value === null ? null : (figures?.[which] ?? null)));
  return { ...server, queued: column(0), running: column(1), workers: column(2) };
}
