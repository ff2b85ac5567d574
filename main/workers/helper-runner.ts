import { closeSync, constants, ftruncateSync, openSync, statSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { constants as system } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '../contract/errors.ts';
import { fileRefused } from '../util/file-refused.ts';
import { endGroup } from './group.ts';
import { Helper, type Report, readWhatIsThere } from './helper.ts';
import { placeOf } from './place.ts';
import { RunRecord } from './run-record.ts';
import { QUIET_AFTER_EXIT, type Runner, type RunnerParts, type RunOptions, type RunResult } from './runner.ts';
import { SignalWord } from './signal-word.ts';

/**
 * A run that takes longer than this is listened to; the output of a shorter one waits in its pipes. ms. To listen costs as much
 * of the thread as all else of a short run; a command that has filled its pipe would wait meanwhile, and is listened to early
 * the next time.
 */
const LISTEN_AFTER = 25;
const LISTEN_EARLY = 2;

/** Bytes that every system's pipe can hold. */
const PIPE = 16 * 1024;

/** Between two looks at a pipe that somebody holds, ms. */
const LOOK_AGAIN = 10;

/** Exit codes of a shell that could not start what it was told to. */
const UNSTARTED = [126, 127];

const SIGNALS = new Map(Object.entries(system.signals).map(([name, number]) => [number, name as NodeJS.Signals]));

/** Signals of which no shell speaks when they end a command. */
const UNSPOKEN: readonly (NodeJS.Signals | undefined)[] = ['SIGINT', 'SIGPIPE'];

/** A helper could not do what it was told, and has not started the command. */
class Unusable extends AppError {
  constructor(said: string) {
    super('program-not-found', `The command could not be started: ${said}.`, { program: '/bin/sh' });
  }
}

/** A command that was started before its workload came. */
interface Ahead {
  report: Promise<Report>;
  /** It has opened its input, or has ended. */
  ready: Promise<unknown>;
  hasEnded: boolean;
  /** Where it reads. */
  feed: Socket;
}

/** A helper with what belongs to it, from its start to its end. */
interface Crew {
  helper: Helper;
  /** The workload file, written to again and again. */
  input: number;
  written: number;
  /** The command that waits for a workload. */
  ahead?: Ahead | undefined;
  folder: { dev: number; ino: number };
}

/** Starts its command from a small shell that lives as long as it does. POSIX only. */
export class HelperRunner implements Runner {
  readonly #parts: RunnerParts;
  #crew: Promise<Crew> | undefined;
  #busy: Crew | undefined;
  #closed = false;
  /** A command did not wait for its input: it is not one to start ahead. */
  #impatient = false;
  /** The command wrote more than a pipe holds the last time. */
  #writesMuch = false;
  readonly #leaving = new Set<Promise<void>>();

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  get pid(): number | null {
    return this.#busy?.helper.pid ?? null;
  }

  async prepare(): Promise<void> {
    const crew = await this.#ready().catch(() => undefined);
    // A job may have come meanwhile: the helper runs one command at a time.
    if (crew !== undefined && crew !== this.#busy) this.#startAhead(crew);
  }

  async close(): Promise<void> {
    this.#closed = true;
    const crew = await this.#crew?.catch(() => undefined);
    if (crew !== undefined) void this.#dismiss(crew);
    await Promise.all(this.#leaving);
  }

  async run(options: RunOptions): Promise<RunResult> {
    if (options.signal.aborted) return new RunRecord(options, () => {}).result({ exitCode: null, signal: 'SIGTERM' });
    try {
      return await this.#runBy(await this.#ready(), options);
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      return this.#runBy(await this.#ready(), options); // its files were tidied away: the command has not begun
    }
  }

  async #runBy(crew: Crew, options: RunOptions): Promise<RunResult> {
    const { helper } = crew;
    this.#busy = crew;
    let ending: Promise<void> | undefined;
    const end = () => {
      ending ??= this.#dismiss(crew, options.signal.reason === 'force');
    };
    const record = new RunRecord(options, end);
    const errors = new SignalWord((chunk) => record.takeErrors(chunk));
    const ears = new Ears(helper, record, errors, this.#writesMuch ? LISTEN_EARLY : LISTEN_AFTER);
    try {
      const report = await (this.#runAhead(crew, options) ?? this.#runNow(crew, options));
      ears.close();
      const held = await restOf(helper, record, errors);
      const how = endOf(report, errors);
      errors.flush();
      this.#writesMuch = record.written > PIPE;
      if (isUnusable(report)) {
        end();
        throw new Unusable(report.said);
      }
      if (how.signal !== null || held || helper.isGone) end();
      await ending;
      if (ending === undefined) this.#startAhead(crew);
      if (UNSTARTED.includes(how.exitCode ?? 0)) this.#mustHaveStarted(record.errors.toString());
      return record.result(how);
    } finally {
      this.#busy = undefined;
      ears.close();
      record.close();
    }
  }

  #runNow(crew: Crew, { workload, variables = {} }: RunOptions): Promise<Report> {
    writeInput(crew, workload);
    return crew.helper.run(variables);
  }

  /** Gives the workload to the command that waits for one; undefined where none does. */
  #runAhead(crew: Crew, { workload }: RunOptions): Promise<Report> | undefined {
    const { ahead, helper } = crew;
    crew.ahead = undefined;
    if (ahead === undefined) return undefined;
    if (ahead.hasEnded) {
      this.#impatient = true;
      for (const pipe of [helper.out, helper.err]) readWhatIsThere(pipe, () => {});
      return undefined;
    }
    void ahead.ready.then(() => ahead.feed.write(workload, () => ahead.feed.destroy()));
    return ahead.report.finally(() => ahead.feed.destroy());
  }

  #startAhead(crew: Crew): void {
    const { helper } = crew;
    if (!this.#parts.prestart || this.#impatient || this.#closed || crew.ahead !== undefined) return;
    const fd = openSync(join(helper.place, 'feed'), constants.O_RDWR | constants.O_NONBLOCK);
    const feed = new Socket({ fd, readable: false, writable: true });
    feed.on('error', () => {}); // the command may end without reading
    const { promise: opened, resolve } = Promise.withResolvers<void>();
    const report = helper.runAhead(resolve);
    const ahead: Ahead = { report, ready: Promise.race([opened, report]), hasEnded: false, feed };
    crew.ahead = ahead;
    void report.then(() => {
      ahead.hasEnded = true;
      feed.destroy();
    });
  }

  /** Throws where a shell's exit code means that there was no command, and not the command's own word. */
  #mustHaveStarted(errors: string): void {
    const { command } = this.#parts;
    const place = placeOf(this.#parts);
    if (command.kind === 'shell' || !errors.includes(`${place}: `)) return;
    const reason = errors.trim().replace(/^.*?\/?sh: (line )?\d+: /, '');
    throw new AppError('program-not-found', `The command could not be started: ${reason}.`, {
      program: command.argv[0] as string,
    });
  }

  /** The helper that there is, if it is still there and in the folder of that name; else a new one. */
  async #ready(): Promise<Crew> {
    const known = await this.#crew?.catch(() => undefined);
    if (known !== undefined) {
      if (!known.helper.isGone && isSame(known.folder, this.#parts.folder)) return known;
      void this.#dismiss(known);
    }
    if (this.#closed) throw new Error('The runner is closed.');
    this.#crew = this.#hire();
    return this.#crew;
  }

  async #hire(): Promise<Crew> {
    const { command, folder, environment, guard } = this.#parts;
    const place = placeOf(this.#parts);
    const argv = command.kind === 'shell' ? ['/bin/sh', '-c', command.line] : [place, ...command.argv.slice(1)];
    const { dev, ino } = statSync(folder);
    const helper = await Helper.start({ argv, folder, environment, guard });
    const input = openSync(join(helper.place, 'in'), constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600);
    return { helper, input, written: 0, folder: { dev, ino } };
  }

  /** Ends a helper and all that its commands left in its group. */
  #dismiss(crew: Crew, force = false): Promise<void> {
    this.#crew = undefined;
    const { helper, input } = crew;
    crew.ahead?.feed.destroy();
    helper.retire();
    const gone = endGroup(helper.pid, { force });
    const cleaned = gone
      .then(() => this.#idle(crew))
      .then(async () => {
        closeSync(input);
        await helper.close();
      })
      .finally(() => this.#leaving.delete(cleaned));
    this.#leaving.add(cleaned);
    return gone;
  }

  /** Resolves when no run reads the helper's pipes any more. */
  async #idle(crew: Crew): Promise<void> {
    while (this.#busy === crew) await pause(LOOK_AGAIN);
  }
}

/** Listens to the pipes of a run that is not over at once. */
class Ears {
  readonly #helper: Helper;
  readonly #timers: NodeJS.Timeout[] = [];
  #sockets: Socket[] = [];
  #closed = false;

  constructor(helper: Helper, record: RunRecord, errors: SignalWord, after: number) {
    this.#helper = helper;
    const first = setTimeout(() => {
      this.#listen('out', (chunk) => record.takeOutput(chunk));
      this.#listen('err', (chunk) => errors.add(chunk));
    }, after);
    this.#timers.push(first);
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets = [];
  }

  #listen(pipe: 'out' | 'err', take: (chunk: Buffer) => void): void {
    if (this.#closed) return;
    const again = () => this.#timers.push(setTimeout(() => this.#listen(pipe, take), LOOK_AGAIN));
    const fd = open(join(this.#helper.place, pipe));
    if (fd === undefined) {
      readWhatIsThere(this.#helper[pipe], take);
      again();
      return;
    }
    const socket = new Socket({ fd, readable: true, writable: false });
    this.#sockets.push(socket);
    socket.on('data', take);
    socket.on('error', () => {});
    // A command may close its output long before it ends, or not have opened it yet.
    socket.on('end', () => {
      if (this.#closed) return;
      this.#sockets = this.#sockets.filter((each) => each !== socket);
      again();
    });
  }
}

/** Opens a pipe to read from; undefined where it was tidied away: then there is only the one that is open. */
function open(pipe: string): number | undefined {
  try {
    return openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
}

/** Writes the workload over the one before. Throws `file-unwritable`. */
function writeInput(crew: Crew, workload: Buffer): void {
  try {
    for (let at = 0; at < workload.length; ) at += writeSync(crew.input, workload, at, workload.length - at, at);
    if (crew.written > workload.length) ftruncateSync(crew.input, workload.length);
    crew.written = workload.length;
  } catch (error) {
    const path = join(crew.helper.place, 'in');
    crew.written = Number.POSITIVE_INFINITY;
    throw fileRefused('file-unwritable', path, error);
  }
}

/**
 * Reads what the command has written before it ended. Where a child of it still holds the output that is waited for, until
 * nothing more has come for a moment. Returns whether anybody holds it still.
 */
async function restOf(helper: Helper, record: RunRecord, errors: SignalWord): Promise<boolean> {
  let heard = performance.now();
  const take = (chunk: Buffer, give: (chunk: Buffer) => void) => {
    heard = performance.now();
    give(chunk);
  };
  for (;;) {
    const out = readWhatIsThere(helper.out, (chunk) => take(chunk, (each) => record.takeOutput(each)));
    const err = readWhatIsThere(helper.err, (chunk) => take(chunk, (each) => errors.add(each)));
    if (out === 'closed' && err === 'closed') return false;
    if (helper.isGone || performance.now() - heard > QUIET_AFTER_EXIT) return true;
    await pause(LOOK_AGAIN);
  }
}

/** The shell has a word to say, and not of a signal: it could not open the command's files. */
const isUnusable = ({ status, said }: Report): boolean => status !== null && said !== '' && !SIGNALS.has(status - 128);

/**
 * How a command ended. A shell tells a signal as 128 and its number, which may be the command's own word as well; but it says
 * a word of its own about the signal too, of all but two.
 */
function endOf({ status, said, signal }: Report, errors: SignalWord): Pick<RunResult, 'exitCode' | 'signal'> {
  if (status === null) return { exitCode: null, signal: signal ?? 'SIGKILL' };
  const killer = SIGNALS.get(status - 128);
  return killer !== undefined && (said !== '' || UNSPOKEN.includes(killer) || errors.tells(killer))
    ? { exitCode: null, signal: killer }
    : { exitCode: status, signal: null };
}

function isSame(folder: Crew['folder'], path: string): boolean {
  const now = statSync(path, { throwIfNoEntry: false });
  return now !== undefined && now.dev === folder.dev && now.ino === folder.ino;
}
