import type { DatabaseSync } from 'node:sqlite';
import { CONTENT_PARTS, type CommandOutcome, type ContentPart, type JobDetail, type JobRow } from '../contract/jobs.ts';
import type { JobKey } from '../contract/keys.ts';
import { QUEUED, RUNNING } from './columns.ts';
import { BlockReader, type EventBlock, PART_BYTES } from './event-block.ts';
import type { HeardEvent } from './event-columns.ts';
import type { RememberedJob } from './job-log.ts';
import { JobRecord } from './job-record.ts';
import { begin, usedBytes } from './journal-file.ts';
import { Lasting } from './lasting.ts';
import { Sources } from './sources.ts';
import { stepOf } from './step.ts';
import { Volume } from './volume.ts';

export interface BookLimits {
  jobs: number;
  bytes: number;
  /** Bytes of a workload, or of a result, that are kept. */
  content: number;
}

/** A volume is closed when it has its share of what may be kept, and at so many jobs. */
const SHARE = 16;
const VOLUME_JOBS = 65_536;
const SMALLEST_VOLUME = 64;
/** Unfinished jobs that are kept in memory, and that stay when the rest is cleared. */
const AT_HAND = 20_000;
/** Bytes of their contents: those of one job may be as many as the history lets it have. */
const BYTES_AT_HAND = 128 * 1024 * 1024;
/** Jobs that are written at once: what an index gathers must come in the order of their numbers. */
const WRITTEN_AT_ONCE = 512;
/** Jobs that are read at once at the start. */
const READ_AT_ONCE = 4096;
/** Share that has been read when only the end is still to be found. */
const ALMOST = 0.999;
const NO_BYTES = new Uint8Array();

/** Contents that grow while a job runs. */
const GROWING = ['result', 'warnings'] as const satisfies readonly ContentPart[];

/** A content in memory of its own. */
export interface WholeContent {
  size: number;
  bytes: Uint8Array<ArrayBuffer> | null;
}

/** A job that is at hand: it has changed since it was written, or may change. */
interface Live {
  readonly id: number;
  readonly record: JobRecord;
  readonly source: number;
  isWritten: boolean;
  isDirty: boolean;
  /** It is found by its result already. */
  isIndexed: boolean;
  /** Of its contents in memory, as they were counted last. */
  bytes: number;
}

/**
 * The journal as its thread has it: hears events, knows at once what they change, and writes it down later. Jobs are numbered in the
 * order of submission without gaps. Throws what SQLite throws.
 */
export class Book {
  /** Volumes that have been read, the oldest first. */
  volumes: Volume[] = [];
  /** Jobs that left because of the limits. */
  forgotten = 0;
  readonly #db: DatabaseSync;
  #limits: BookLimits;
  readonly #sources: Sources;
  readonly #live = new Map<number, Live>();
  /** Bytes of what is at hand, and how many of them there may be. */
  #bytesAtHand = 0;
  readonly #mostAtHand: number;
  #dirty: Live[] = [];
  /** How many jobs were ever put into the list of what is to be written, and written. */
  #queued = 0;
  #written = 0;
  readonly #lasting = new Lasting();
  /** Jobs of this session that were in the file when it was opened, by the numbers that the engine gave them. */
  readonly #recalled = new Map<number, number>();
  /** Volumes of earlier sessions that are still to be read, the oldest first. */
  #unread: Volume[] = [];
  #reading: Generator<number> | undefined;
  /** Jobs that earlier sessions left, and how many of them were read. */
  #found = 0;
  #read = 0;
  /** When the session before was last alive. */
  #endedAt = Date.now();

  constructor(db: DatabaseSync, limits: BookLimits, mostAtHand = BYTES_AT_HAND) {
    this.#db = db;
    this.#mostAtHand = mostAtHand;
    this.#limits = limits;
    this.#sources = new Sources(db);
    for (const { number, first } of db.prepare('SELECT * FROM volumes ORDER BY first').all()) {
      this.#unread.push(new Volume(db, Number(number), Number(first), { isThere: true }));
    }
    this.#open();
  }

  /** The number of the oldest job that can be seen, and of the next one. */
  get first(): number {
    return this.volumes[0]?.first ?? 1;
  }

  get next(): number {
    return this.volumes.at(-1)?.next ?? 1;
  }

  get bytes(): number {
    return usedBytes(this.#db);
  }

  /** Share of the earlier jobs that has been read. */
  get read(): number {
    if (this.#unread.length === 0 && this.#reading === undefined) return 1;
    // The last page of a volume may be full: that it was the last one the next tells, and only then the volume is shown.
    return this.#found === 0 ? 0 : Math.min(ALMOST, this.#read / this.#found);
  }

  /** Whether something is to be written or read. */
  get isBusy(): boolean {
    return this.#queued > this.#written || this.read < 1;
  }

  /** Where the list of what is to be written ends now: what was heard is written when `written` has come there. */
  get queued(): number {
    return this.#queued;
  }

  get written(): number {
    return this.#written;
  }

  /** For each number of a server in the columns whether it is one of these, as 1; undefined where all are. */
  isOf(servers: readonly string[] | null, without: readonly string[]): Uint8Array | undefined {
    return this.#sources.isOf(servers, without);
  }

  /** Names of servers by the numbers that the columns have. */
  get servers(): readonly string[] {
    return this.#sources.servers;
  }

  /** Bytes of contents of jobs that have changed or may change, in memory. */
  get bytesAtHand(): number {
    return this.#bytesAtHand;
  }

  volumeOf(id: number): Volume | undefined {
    return this.volumes.findLast((volume) => volume.first <= id);
  }

  row(id: number): JobRow | undefined {
    return this.#live.get(id)?.record.row() ?? this.volumeOf(id)?.row(id, this.#sources.of);
  }

  /** All that is kept of a job, of large contents the first bytes. */
  detail(id: number): JobDetail | undefined {
    const volume = this.volumeOf(id);
    const live = this.#live.get(id);
    if (live === undefined) return volume?.detail(id, this.#sources.of);
    const job = live.record.detail(PART_BYTES);
    return live.isWritten && volume !== undefined ? volume.withRests(id, job) : job;
  }

  /** The same with all bytes of its contents that are kept. */
  whole(id: number): JobDetail | undefined {
    const job = this.detail(id);
    if (job === undefined) return undefined;
    for (const part of CONTENT_PARTS) {
      const content = job[part];
      if (content !== null && content.kept > (content.bytes?.length ?? 0))
        Object.assign(job, { [part]: { ...content, ...this.content(id, part) } });
    }
    return job;
  }

  /** A copy of all bytes of a content that are kept; null where there was none. */
  content(id: number, part: ContentPart): WholeContent | null {
    const live = this.#live.get(id);
    const volume = this.volumeOf(id);
    const content = live === undefined ? volume?.detail(id, this.#sources.of)?.[part] : live.record.content(part);
    if (content == null) return null;
    const { size, bytes } = content;
    if (bytes === null) return { size, bytes };
    const mayGoOn = bytes.length === PART_BYTES && size > PART_BYTES && live?.isWritten !== false;
    const rest = (mayGoOn && volume?.rest(id, part)) || NO_BYTES;
    const whole = new Uint8Array(bytes.length + rest.length);
    whole.set(bytes);
    whole.set(rest, bytes.length);
    return { size, bytes: whole };
  }

  find(key: JobKey): JobDetail | undefined {
    const id = this.idOf(key);
    return id === undefined ? undefined : this.detail(id);
  }

  /** The number of the job that is known by this. */
  idOf({ server, run, handle }: JobKey): number | undefined {
    for (const { isWritten, id, record } of this.#live.values()) {
      const { key } = record;
      if (!isWritten && key.handle === handle && key.run === run && key.server === server) return id;
    }
    for (const volume of this.volumes.toReversed()) {
      if (!volume.isThere) continue;
      for (const { id, source } of volume.withHandle(handle)) {
        const found = this.#sources.of(source);
        if (found.server === server && found.run === run) return id;
      }
    }
    return undefined;
  }

  /** Takes in what was heard. */
  hear(block: EventBlock): void {
    const reader = new BlockReader(block);
    const sources = block.sources.map(({ server, run, names }) => ({
      number: this.#sources.numberOf(server, run),
      who: (connection: number) => names.get(connection) ?? '',
    }));
    for (let slot = 0; slot < reader.count; slot += 1) {
      const event = reader.event(slot);
      const number = reader.jobOf(slot);
      const at = reader.timeOf(slot);
      const size = reader.sizeOf(slot);
      const { number: source, who } = sources[reader.sourceOf(slot)] as (typeof sources)[0];
      const live = event.kind === 'submitted' ? this.#add(number, event, source, at, size) : this.#liveOf(number);
      if (live === undefined) continue;
      const { record } = live;
      record.apply(event.kind === 'submitted' ? event : this.#lasting.of(event), at, this.#limits.content, size);
      record.addStep(stepOf(event, at, who, size));
      this.#changed(live);
    }
  }

  /** Takes in jobs as they are, in order: what happened to them was heard of while nothing could be written. */
  recall(jobs: readonly RememberedJob[]): void {
    const known = jobs.map(({ job }) => this.idOf(job.key)); // before there are any that are not written
    for (const [index, { number, job }] of jobs.entries()) {
      const source = this.#sources.numberOf(job.key.server, job.key.run);
      const id = known[index];
      if (id === undefined) {
        this.#makeRoom();
        this.#changed(this.#put(number, JobRecord.from(this.next, job), source));
        continue;
      }
      const before = this.detail(id);
      if (before?.state === job.state && before.endedAt !== null) continue;
      const record = JobRecord.from(id, job);
      const live = { id, record, source, isWritten: true, isDirty: false, isIndexed: false, bytes: 0 };
      this.#hold(live);
      if (!record.ended) this.#recalled.set(number, id);
      this.#changed(live);
    }
  }

  /** How the command of a job ended. */
  report(number: number, outcome: CommandOutcome): void {
    const live = this.#liveOf(number);
    if (live === undefined) return;
    live.record.outcome = outcome;
    this.#changed(live);
  }

  /** The jobs that had that number in the file of background jobs, in order. */
  keptAs(number: number): number[] {
    const ids = this.volumes.flatMap((volume) => (volume.isThere ? volume.keptAs(number) : []));
    for (const { isWritten, id, record } of this.#live.values())
      if (!isWritten && record.keptAs === number) ids.push(id);
    return ids;
  }

  /** A run has ended: what was unfinished is lost, but for what is on disk. */
  endRun(server: string, run: number, at: number): void {
    this.writeAll();
    const source = this.#sources.numberOf(server, run);
    begin(this.#db);
    for (const volume of this.volumes) {
      if (!volume.isThere) continue;
      for (const id of volume.leave(at, source)) this.#letGo(id);
    }
    this.commit();
  }

  /** Writes some of what has changed, until a time; commits nothing. Returns whether there is more. */
  write(until: number): boolean {
    while (this.#dirty.length > 0) {
      begin(this.#db);
      const batch = this.#dirty.splice(0, WRITTEN_AT_ONCE).sort((a, b) => a.id - b.id);
      for (const live of batch) this.#write(live);
      this.#written += batch.length;
      if (performance.now() > until) break;
    }
    return this.#dirty.length > 0;
  }

  /** Makes what was written last; then the oldest jobs leave that are too many. */
  commit(): void {
    if (this.#db.isTransaction) this.#db.exec('COMMIT');
    this.#keepLimits();
  }

  writeAll(): void {
    this.write(Number.POSITIVE_INFINITY);
    this.commit();
  }

  /** Reads some of the earlier jobs. */
  readOn(): void {
    const volume = this.#unread.at(-1);
    if (volume === undefined) return;
    this.#reading ??= volume.read(READ_AT_ONCE, this.#sources.serverOf);
    const { done, value } = this.#reading.next();
    this.#read += value ?? 0;
    if (!done) return;
    this.#reading = undefined;
    this.#unread.pop();
    this.#show(volume);
  }

  changeLimits(limits: BookLimits): void {
    this.#limits = limits;
    this.#keepLimits();
    this.#shrink();
  }

  /** Forgets all jobs that have ended. */
  clear(): void {
    while (this.read < 1) this.readOn();
    this.writeAll();
    const kept = this.#unfinished();
    const { volumes: old, next } = this;
    for (const id of this.#live.keys()) this.#letGo(id);
    this.volumes = [];
    this.#startVolume(next);
    const from = new Map<number, number>();
    for (const { id, number, job } of kept) {
      const record = JobRecord.from(this.next, job);
      const source = this.#sources.numberOf(job.key.server, job.key.run);
      from.set(record.number, id);
      this.#changed(this.#put(number, record, source));
    }
    this.write(Number.POSITIVE_INFINITY);
    begin(this.#db);
    for (const [id, before] of from) {
      const rest = old.findLast(({ first }) => first <= before)?.rest(before, 'workload');
      if (rest != null) this.volumeOf(id)?.addRest(id, 'workload', rest);
    }
    for (const volume of old) volume.drop();
    this.commit();
    this.#shrink();
  }

  /** Closes the file; what was not written is not kept. */
  close(): void {
    this.#db.close();
  }

  #open(): void {
    const newest = this.#unread.at(-1);
    if (newest === undefined) return this.#startVolume(1);
    // The newest one at once: what comes now goes on where it ends.
    while (this.#unread.at(-1) === newest) this.readOn();
    const oldest = this.#unread[0] ?? newest;
    this.#found = newest.first - oldest.first;
    this.#read = 0;
  }

  /** Shows a volume that was read. What was unfinished in it is lost, but for what is on disk. */
  #show(volume: Volume): void {
    const { columns } = volume;
    const isNewest = this.volumes.length === 0;
    if (isNewest && columns.length > 0) this.#endedAt = volume.newestTime;
    if ((columns.counts[QUEUED] ?? 0) + (columns.counts[RUNNING] ?? 0) > 0) volume.leave(this.#endedAt);
    this.volumes.unshift(volume);
  }

  #startVolume(first: number): void {
    const number = Number(this.#db.prepare('SELECT max(number) AS last FROM volumes').get()?.['last'] ?? 0) + 1;
    const inMemory = this.volumes.at(-1)?.number ?? 0;
    this.volumes.push(new Volume(this.#db, Math.max(number, inMemory + 1), first, { isThere: false }));
  }

  #add(number: number, event: HeardEvent & { kind: 'submitted' }, source: number, at: number, size: number): Live {
    this.#makeRoom();
    const { server, run } = this.#sources.of(source);
    const { job } = event;
    const record = new JobRecord(this.next, { server, run, handle: job.handle }, job, at, { workloadSize: size });
    return this.#put(number, record, source);
  }

  /** The newest volume is followed by another one where it has its share. */
  #makeRoom(): void {
    const last = this.volumes.at(-1) as Volume;
    const { jobs, bytes } = this.#limits;
    const most = Math.min(VOLUME_JOBS, Math.max(SMALLEST_VOLUME, Math.ceil(jobs / SHARE)));
    if (last.columns.length >= most || last.bytes > bytes / SHARE) this.#startVolume(last.next);
  }

  #put(number: number, record: JobRecord, source: number): Live {
    const volume = this.volumes.at(-1) as Volume;
    volume.columns.add(number, columnsOf(volume, record, this.#sources.serverOf(source)));
    const live = { id: record.number, record, source, isWritten: false, isDirty: false, isIndexed: false, bytes: 0 };
    this.#hold(live);
    return live;
  }

  /** The job that the engine gave a number, from the file where it is not at hand; undefined where it has left. */
  #liveOf(number: number): Live | undefined {
    const recalled = this.#recalled.get(number);
    for (const volume of this.volumes.toReversed()) {
      const place = recalled === undefined ? volume.columns.placeOf(number) : recalled - volume.first;
      if (place < 0) continue;
      const id = volume.first + place;
      const live = this.#live.get(id);
      if (live !== undefined) return live;
      const job = volume.detail(id, this.#sources.of);
      if (job === undefined) return undefined;
      // What comes now goes on where its contents end.
      if (job.endedAt === null)
        for (const part of GROWING) Object.assign(job, { [part]: { ...job[part], ...this.content(id, part) } });
      const record = JobRecord.from(id, job);
      const source = this.#sources.numberOf(job.key.server, job.key.run);
      const again = { id, record, source, isWritten: true, isDirty: false, isIndexed: record.ended, bytes: 0 };
      this.#hold(again);
      return again;
    }
    return undefined;
  }

  #hold(live: Live): void {
    this.#letGo(live.id);
    this.#live.set(live.id, live);
    this.#count(live);
  }

  #letGo(id: number): void {
    this.#bytesAtHand -= this.#live.get(id)?.bytes ?? 0;
    this.#live.delete(id);
  }

  #count(live: Live): void {
    if (this.#live.get(live.id) !== live) return;
    const { keptBytes } = live.record;
    this.#bytesAtHand += keptBytes - live.bytes;
    live.bytes = keptBytes;
  }

  #changed(live: Live): void {
    this.#count(live);
    const volume = this.volumeOf(live.id);
    if (volume === undefined) return;
    volume.columns.set(live.id - volume.first, columnsOf(volume, live.record, this.#sources.serverOf(live.source)));
    if (live.isDirty) return;
    live.isDirty = true;
    this.#dirty.push(live);
    this.#queued += 1;
  }

  #write(live: Live): void {
    live.isDirty = false;
    const volume = this.volumeOf(live.id);
    if (volume === undefined) return;
    if (!volume.isThere) volume.create();
    const { id, record } = live;
    const job = record.detail(PART_BYTES);
    if (live.isWritten) volume.update(id, job);
    else {
      volume.insert(id, live.source, job);
      this.#writeRest(volume, live, 'workload');
      record.keepFirst(PART_BYTES);
      this.#count(live);
    }
    live.isWritten = true;
    if (record.ended && !live.isIndexed) {
      volume.indexResult(id, job);
      for (const part of ['result', 'warnings', 'exception'] as const) this.#writeRest(volume, live, part);
      live.isIndexed = true;
    }
    if (live.record.ended) this.#letGo(live.id);
    else this.#boundLive();
  }

  /** What of a content does not stand in the story. */
  #writeRest(volume: Volume, { id, record }: Live, part: ContentPart): void {
    const bytes = record.content(part)?.bytes;
    if (bytes != null && bytes.length > PART_BYTES) volume.addRest(id, part, bytes.subarray(PART_BYTES));
  }

  /** Unfinished jobs that have waited longest are read again when something happens to them. */
  #boundLive(): void {
    const isIn = (share: number) => this.#live.size <= AT_HAND * share && this.#bytesAtHand <= this.#mostAtHand * share;
    if (isIn(1)) return;
    for (const [id, live] of this.#live) {
      if (isIn(0.9)) return;
      if (live.isDirty) continue; // most are, in a flood
      const volume = this.volumeOf(id);
      if (volume === undefined) continue;
      for (const part of GROWING) this.#writeRest(volume, live, part);
      this.#letGo(id);
    }
  }

  #keepLimits(): void {
    if (this.read < 1) return;
    const { jobs, bytes } = this.#limits;
    let [oldest, following] = this.volumes;
    while (oldest !== undefined && following !== undefined) {
      if (this.next - this.first <= jobs && this.bytes <= bytes) return;
      begin(this.#db);
      oldest.drop();
      this.#db.exec('COMMIT');
      this.forgotten += oldest.columns.length;
      this.volumes = this.volumes.slice(1);
      for (const id of this.#live.keys()) if (id < following.first) this.#letGo(id);
      [oldest, following] = this.volumes;
    }
  }

  /** Gives the disk back what is no longer used. */
  #shrink(): void {
    this.#db.exec('PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE)');
  }

  /** The newest jobs that have not ended, in order, with the numbers that the engine gave them. */
  #unfinished(): { id: number; number: number; job: JobDetail }[] {
    const kept: { id: number; number: number; job: JobDetail }[] = [];
    for (const volume of this.volumes.toReversed()) {
      const { states, numbers, length } = volume.columns;
      for (let at = length - 1; at >= 0 && kept.length < AT_HAND; at -= 1) {
        if (states[at] !== QUEUED && states[at] !== RUNNING) continue;
        const id = volume.first + at;
        const job = this.detail(id);
        if (job !== undefined) kept.push({ id, number: numbers[at] as number, job });
      }
    }
    return kept.reverse();
  }
}

const columnsOf = (volume: Volume, record: JobRecord, server: number) =>
  volume.columnsOf({
    state: record.state,
    priority: record.priority,
    function: record.function,
    server,
    submitted: record.submittedAt,
    assigned: record.assignedAt ?? Number.NaN,
    ended: record.endedAt ?? Number.NaN,
    workload: record.workloadSize,
    result: record.resultSize,
  });
