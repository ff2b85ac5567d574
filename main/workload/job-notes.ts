import { z } from 'zod';
import { type JobAbout, NOTE_CHARACTERS, type OtherStarts } from '../contract/job-actions.ts';
import { JobKey } from '../contract/keys.ts';
import { inTurn } from '../util/in-turn.ts';
import { exists, readJson, writeJson } from '../util/json-file.ts';
import { type Log, told } from '../util/log.ts';

const Entry = z.object({
  job: JobKey,
  note: z.string().max(NOTE_CHARACTERS).default(''),
  from: JobKey.nullable().default(null),
  again: z.array(JobKey).default([]),
});
type Entry = z.output<typeof Entry>;

const NotesFile = z.object({ version: z.literal(1), jobs: z.array(Entry) });

/** Jobs of which something is kept; the oldest leave first. */
const MOST = 10_000;

/** What is written is gathered for so long, ms. */
const GATHERED = 500;

type Kept = Omit<JobAbout, keyof OtherStarts>;

const NOTHING: Kept = { note: '', from: null, again: [] };

export interface JobNotesParts {
  /** Undefined where nothing is kept. */
  path: string | undefined;
  log: Log;
}

/** What the person wrote to jobs, and which were submitted again from which: kept in the profile, for a number of jobs. */
export class JobNotes {
  readonly #path: string | undefined;
  readonly #log: Log;
  /** Read when it is asked for first. */
  #entries: Promise<Map<string, Entry>> | undefined;
  readonly #inTurn = inTurn();
  #timer: NodeJS.Timeout | undefined;

  constructor({ path, log }: JobNotesParts) {
    this.#path = path;
    this.#log = log;
  }

  async about(job: JobKey): Promise<Kept> {
    return aboutIn(await this.#read(), job);
  }

  /** An empty note is none. */
  async write(job: JobKey, note: string): Promise<void> {
    this.#change(await this.#read(), job, { note });
  }

  /** The second job was submitted again from the first. */
  async link(from: JobKey, again: JobKey): Promise<void> {
    const entries = await this.#read();
    this.#change(entries, from, { again: [...aboutIn(entries, from).again, again] });
    this.#change(entries, again, { from });
  }

  /** Writes what is not written yet. */
  async close(): Promise<void> {
    if (this.#timer !== undefined) await this.#save();
    await this.#inTurn(async () => {});
  }

  #read(): Promise<Map<string, Entry>> {
    this.#entries ??= readEntries(this.#path, this.#log);
    return this.#entries;
  }

  #change(entries: Map<string, Entry>, job: JobKey, change: Partial<Entry>): void {
    const text = textOf(job);
    const entry = { job, ...aboutIn(entries, job), ...change };
    entries.delete(text);
    if (entry.note !== '' || entry.from !== null || entry.again.length > 0) entries.set(text, entry);
    const [oldest] = entries.keys();
    if (entries.size > MOST && oldest !== undefined) entries.delete(oldest);
    this.#timer ??= setTimeout(() => void this.#save(), GATHERED);
  }

  async #save(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const path = this.#path;
    if (path === undefined) return;
    const file = { version: 1, jobs: [...(await this.#read()).values()] };
    await this.#inTurn(() => writeJson(path, file, 0o600)).catch((error: Error) =>
      this.#log.error(told`The notes on jobs cannot be written. ${error}`),
    );
  }
}

/** A file that cannot be read is left as it is until something is written. */
async function readEntries(path: string | undefined, log: Log): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  if (path === undefined || !(await exists(path))) return entries;
  try {
    for (const entry of (await readJson(path, NotesFile)).jobs) entries.set(textOf(entry.job), entry);
  } catch (error) {
    log.warn(told`The notes on jobs cannot be read. ${error as Error}`);
  }
  return entries;
}

function aboutIn(entries: ReadonlyMap<string, Entry>, job: JobKey): Kept {
  const { note, from, again } = entries.get(textOf(job)) ?? NOTHING;
  return { note, from, again };
}

const textOf = ({ server, run, handle }: JobKey): string => `${server}/${run}/${handle}`;
