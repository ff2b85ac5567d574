import { z } from 'zod';
import { type JobAbout, NOTE_CHARACTERS, type OtherStarts } from '../contract/job-actions.ts';
import { JobKey } from '../contract/keys.ts';
import { inTurn } from '../util/in-turn.ts';
import { exists, readJson, writeJson } from '../util/json-file.ts';
import type { Log } from '../util/log.ts';

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
  readonly #entries = new Map<string, Entry>();
  readonly #inTurn = inTurn();
  #timer: NodeJS.Timeout | undefined;

  private constructor({ path, log }: JobNotesParts) {
    this.#path = path;
    this.#log = log;
  }

  /** A file that cannot be read is left as it is until something is written. */
  static async open(parts: JobNotesParts): Promise<JobNotes> {
    const notes = new JobNotes(parts);
    if (parts.path !== undefined && (await exists(parts.path))) {
      try {
        for (const entry of (await readJson(parts.path, NotesFile)).jobs) notes.#entries.set(textOf(entry.job), entry);
      } catch (error) {
        parts.log.warn(`The notes on jobs cannot be read. ${(error as Error).message}`);
      }
    }
    return notes;
  }

  about(job: JobKey): Kept {
    const { note, from, again } = this.#entries.get(textOf(job)) ?? NOTHING;
    return { note, from, again };
  }

  /** An empty note is none. */
  write(job: JobKey, note: string): void {
    this.#change(job, { note });
  }

  /** The second job was submitted again from the first. */
  link(from: JobKey, again: JobKey): void {
    this.#change(from, { again: [...this.about(from).again, again] });
    this.#change(again, { from });
  }

  /** Writes what is not written yet. */
  async close(): Promise<void> {
    if (this.#timer !== undefined) this.#save();
    await this.#inTurn(async () => {});
  }

  #change(job: JobKey, change: Partial<Entry>): void {
    const text = textOf(job);
    const entry = { job, ...this.about(job), ...change };
    this.#entries.delete(text);
    if (entry.note !== '' || entry.from !== null || entry.again.length > 0) this.#entries.set(text, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > MOST && oldest !== undefined) this.#entries.delete(oldest);
    this.#timer ??= setTimeout(() => this.#save(), GATHERED);
  }

  #save(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const path = this.#path;
    if (path === undefined) return;
    const file = { version: 1, jobs: [...this.#entries.values()] };
    void this.#inTurn(() => writeJson(path, file, 0o600)).catch((error: Error) =>
      this.#log.error(`The notes on jobs cannot be written. ${error.message}`),
    );
  }
}

const textOf = ({ server, run, handle }: JobKey): string => `${server}/${run}/${handle}`;
