/**
 * Answers of the text protocol, read by whoever looks at a server over and over: columns that are filled again, names that stay
 * the strings they were. Names in tables may have tabs and line ends in them, so a row ends where its figures are. Source:
 * docs/protocol.md section 5.
 */

const [TAB, LINE_FEED, SPACE, COLON, ZERO, NINE, FULL_STOP] = [0x09, 0x0a, 0x20, 0x3a, 0x30, 0x39, 0x2e];
/** Figures are kept in 32 bits. */
const MOST = 0xffff_ffff;

/** Functions of a server in columns: what is at the same place in each belongs to the same function. */
export interface FunctionColumns {
  readonly count: number;
  /** One character per byte. */
  readonly names: readonly string[];
  /** Jobs that do not run. Abandoned ones and those for later are among them. */
  readonly queued: Uint32Array;
  readonly running: Uint32Array;
  /** Registrations, free or not. */
  readonly workers: Uint32Array;
  /** Jobs that wait by priority; null where the server does not tell. */
  readonly waiting: Readonly<Record<'high' | 'normal' | 'low', Uint32Array>> | null;
  /** What the server says of running jobs and of workers is true; one that is known says 0 whatever there is. */
  readonly tellsWorkers: boolean;
  /** Another one after each change of names or figures, and of names alone; no other table has the same ones. */
  readonly version: number;
  readonly namesVersion: number;
}

let versions = 0;
/** A number that no table has had. */
function nextVersion(): number {
  versions += 1;
  return versions;
}

/** A function of a server whose tables are not read off the wire. */
export interface FunctionFigures {
  name: string;
  queued: number;
  waiting: Readonly<Record<'high' | 'normal' | 'low', number>>;
  running: number;
  workers: number;
}

/** Such functions as columns. `before` are those of the last time: what is the same keeps its version. */
export function columnsOf(functions: readonly FunctionFigures[], before?: FunctionColumns): FunctionColumns {
  const column = (figure: (each: FunctionFigures) => number) => Uint32Array.from(functions, figure);
  const names = functions.map(({ name }) => name);
  const now = {
    queued: column(({ queued }) => queued),
    running: column(({ running }) => running),
    workers: column(({ workers }) => workers),
    waiting: {
      high: column(({ waiting }) => waiting.high),
      normal: column(({ waiting }) => waiting.normal),
      low: column(({ waiting }) => waiting.low),
    },
  };
  const version = nextVersion();
  if (before === undefined || !isEqual(names, before.names))
    return { count: names.length, names, ...now, tellsWorkers: true, version, namesVersion: version };
  const isSame =
    (['queued', 'running', 'workers'] as const).every((figure) => isEqual(now[figure], before[figure])) &&
    (['high', 'normal', 'low'] as const).every((which) => isEqual(now.waiting[which], before.waiting?.[which] ?? []));
  return isSame ? before : { ...before, ...now, version };
}

const isEqual = (a: ArrayLike<unknown>, b: ArrayLike<unknown>): boolean => {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
};

/** The head of the table of johnewart/gearman-java, which no other server has; it counts neither running jobs nor workers. */
const VAGUE_HEAD = 'FUNCTION\tTOTAL\tRUNNING\tAVAILABLE_WORKERS\n';

/** Figures at the end of a row of `status`, and of `prioritystatus`. */
const STATUS_FIGURES = 3;
const PRIORITY_FIGURES = 4;

/** The answers to `status` and `prioritystatus`. Read as they come; where rows are those that they were, nothing is made anew. */
export class FunctionTable implements FunctionColumns {
  count = 0;
  names: string[] = [];
  queued = new Uint32Array(0);
  running = new Uint32Array(0);
  workers = new Uint32Array(0);
  waiting: Record<'high' | 'normal' | 'low', Uint32Array> | null = null;
  tellsWorkers = true;
  version = nextVersion();
  namesVersion = this.version;
  /** Rows whose figures are others than before the last answer, and the three that they were; 0 for those that are new. */
  readonly changed: number[] = [];
  readonly before: number[] = [];
  /** Functions came or went with the last answer, or changed their places. */
  namesChanged = false;
  #places: Map<string, number> | undefined;
  readonly #figures = new Float64Array(PRIORITY_FIGURES);

  /** Nothing is other than it was: there was the same answer. */
  same(): void {
    this.changed.length = 0;
    this.before.length = 0;
    this.namesChanged = false;
  }

  /** Reads a whole answer to `status`. Returns false, and keeps all as it was, where it is no such table. */
  readStatus(answer: Buffer): boolean {
    if (!isTable(answer)) return false;
    this.same();
    this.tellsWorkers = answer.indexOf(VAGUE_HEAD) !== 0;
    let old: Old | undefined;
    let row = 0;
    let at = this.tellsWorkers ? 0 : VAGUE_HEAD.length;
    const end = answer.length - 2;
    while (at < end) {
      const next = nextRow(answer, at, end, STATUS_FIGURES, this.#figures);
      if (next === 0) break; // bytes that are no row
      const { nameEnd } = place;
      if (row === this.queued.length) this.#grow();
      let from = row;
      if (old !== undefined || row >= this.count || !isSame(answer, at, nameEnd, this.names[row] as string)) {
        old ??= this.#asItWas();
        const name = answer.toString('latin1', at, nameEnd);
        this.names[row] = name;
        from = old.places.get(name) ?? -1;
      }
      this.#take(row, from, old ?? this);
      row += 1;
      at = next;
    }
    if (old !== undefined || row !== this.count) {
      this.names.length = row;
      this.count = row;
      this.#places = undefined;
      this.waiting = null; // until its own answer comes, which is about these rows
      this.namesChanged = true;
    }
    if (this.namesChanged || this.changed.length > 0) this.version = nextVersion();
    if (this.namesChanged) this.namesVersion = this.version;
    return true;
  }

  /** Puts the figures into the row, and notes where they were others; `from` is the row that the function had, -1 for none. */
  #take(row: number, from: number, old: Omit<Old, 'places'>): void {
    const figures = this.#figures;
    const running = figures[1] as number;
    const queued = Math.max(0, (figures[0] as number) - running);
    const workers = figures[2] as number;
    const [q, r, w] = [old.queued[from] ?? 0, old.running[from] ?? 0, old.workers[from] ?? 0];
    if (q !== queued || r !== running || w !== workers) {
      this.changed.push(row);
      this.before.push(q, r, w);
    }
    this.queued[row] = queued;
    this.running[row] = running;
    this.workers[row] = workers;
  }

  #asItWas(): Old {
    const { queued, running, workers } = this;
    return { places: this.#placesNow(), queued: queued.slice(), running: running.slice(), workers: workers.slice() };
  }

  #placesNow(): Map<string, number> {
    this.#places ??= new Map(this.names.slice(0, this.count).map((name, index) => [name, index]));
    return this.#places;
  }

  /** The row of a function; undefined where the server has it not. */
  placeOf(name: string): number | undefined {
    return this.#placesNow().get(name);
  }

  /** Reads a whole answer to `prioritystatus`, after `readStatus`. Returns false where it is no such table. */
  readPriorities(answer: Buffer): boolean {
    if (!isTable(answer)) return false;
    let differs = this.waiting === null;
    this.waiting ??= { high: this.#zeros(), normal: this.#zeros(), low: this.#zeros() };
    const { high, normal, low } = this.waiting;
    const figures = this.#figures;
    let at = 0;
    let guess = 0;
    const end = answer.length - 2;
    while (at < end) {
      const next = nextRow(answer, at, end, PRIORITY_FIGURES, figures);
      if (next === 0) break;
      // Both answers mostly have the same order. What the other one had not came in between.
      const isGuess = guess < this.count && isSame(answer, at, place.nameEnd, this.names[guess] as string);
      const row = isGuess ? guess : this.placeOf(answer.toString('latin1', at, place.nameEnd));
      at = next;
      if (row === undefined) continue;
      guess = row + 1;
      if (figures[0] === high[row] && figures[1] === normal[row] && figures[2] === low[row]) continue;
      [high[row], normal[row], low[row]] = figures as unknown as [number, number, number];
      differs = true;
    }
    if (differs) this.version = nextVersion();
    return true;
  }

  #zeros(): Uint32Array {
    return new Uint32Array(this.queued.length);
  }

  #grow(): void {
    const room = Math.max(64, this.queued.length * 2);
    this.queued = widened(this.queued, room);
    this.running = widened(this.running, room);
    this.workers = widened(this.workers, room);
  }
}

/** Figures before names changed their places, and where each was. */
interface Old {
  places: ReadonlyMap<string, number>;
  queued: Uint32Array;
  running: Uint32Array;
  workers: Uint32Array;
}

/** A connection that registered for functions. */
export interface WorkerConnection {
  /** The server's number for the connection; 0 where it says none. */
  connection: number;
  address: string;
  /** Empty where it has not said one. */
  clientId: string;
  functions: string[];
}

/**
 * Reads a whole answer to `workers`: all connections, and of them those that registered for something. Null where it is no such
 * table. An id may have blanks in it, and a colon behind one; names of functions with blanks cannot be told from two.
 */
export function readWorkers(answer: Buffer): { connections: number; workers: WorkerConnection[] } | null {
  if (!isTable(answer)) return null;
  let connections = 0;
  const workers: WorkerConnection[] = [];
  const end = answer.length - 2;
  for (let at = 0, next = 0; at < end; at = next) {
    next = answer.indexOf(LINE_FEED, at) + 1;
    const afterNumber = endOfNumber(answer, at);
    if (afterNumber === at) continue; // goes on with an id that has a line end
    connections += 1;
    const addressEnd = answer.indexOf(SPACE, afterNumber + 1);
    const colon = separatorOf(answer, addressEnd, next);
    if (colon < 0 || colon + 2 >= next - 1) continue; // no functions
    const functions = answer
      .toString('latin1', colon + 3, next - 1)
      .split(' ')
      .filter((name) => name !== '');
    if (functions.length === 0) continue;
    const id = answer.toString('latin1', addressEnd + 1, colon);
    workers.push({
      connection: Number(answer.toString('latin1', at, afterNumber)) || 0,
      address: answer.toString('latin1', afterNumber + 1, addressEnd),
      clientId: id === '-' ? '' : id,
      functions,
    });
  }
  return { connections, workers };
}

/** Where ` :` stands that has a blank or the end of the line behind it; -1 where nowhere. */
function separatorOf(answer: Buffer, from: number, end: number): number {
  for (let at = from; at >= 0 && at < end - 1; at += 1)
    if (answer[at] === SPACE && answer[at + 1] === COLON && (answer[at + 2] === SPACE || answer[at + 2] === LINE_FEED))
      return at;
  return -1;
}

/** Whether it ends as tables do: in a line that is a full stop. */
export const isTable = (answer: Buffer): boolean => {
  const { length } = answer;
  return (
    answer[length - 1] === LINE_FEED &&
    answer[length - 2] === FULL_STOP &&
    (length === 2 || answer[length - 3] === LINE_FEED)
  );
};

/** Where the name of the row ends that `nextRow` found last: an object for each row would cost more than all else. */
const place = { nameEnd: 0 };

/**
 * Finds the end of the row at `at`: a line that ends in so many tabs with figures, whose values are left in `figures`. Lines
 * before it are part of its name. Returns where the next one begins; 0 where no line ends so.
 */
function nextRow(answer: Buffer, at: number, end: number, count: number, figures: Float64Array): number {
  for (let line = at, feed = at; feed < end; feed += 1) {
    if (answer[feed] !== LINE_FEED) continue;
    let before = feed - 1;
    let left = count;
    while (left > 0) {
      const last = before;
      let value = 0;
      for (
        let scale = 1, byte = answer[before] as number;
        byte >= ZERO && byte <= NINE;
        byte = answer[before] as number
      ) {
        value += (byte - ZERO) * scale;
        scale *= 10;
        before -= 1;
      }
      if (before === last || before < line || answer[before] !== TAB) break;
      left -= 1;
      figures[left] = Math.min(value, MOST);
      before -= 1;
    }
    if (left === 0) {
      place.nameEnd = before + 1;
      return feed + 1;
    }
    line = feed + 1;
  }
  return 0;
}

/** Java's server has `NA` in its place. Returns `at` where there is none. */
function endOfNumber(answer: Buffer, at: number): number {
  let end = at;
  for (let byte = answer[end] as number; byte >= ZERO && byte <= NINE; byte = answer[end] as number) end += 1;
  if (end === at && answer.toString('latin1', at, at + 3) === 'NA ') end = at + 2;
  return answer[end] === SPACE ? end : at;
}

function isSame(answer: Buffer, start: number, end: number, name: string): boolean {
  if (end - start !== name.length) return false;
  for (let index = 0; index < name.length; index += 1)
    if (answer[start + index] !== name.charCodeAt(index)) return false;
  return true;
}

function widened(column: Uint32Array<ArrayBuffer>, room: number): Uint32Array<ArrayBuffer> {
  const wide = new Uint32Array(room);
  wide.set(column);
  return wide;
}
