import type { JobStep } from '../contract/jobs.ts';
import type { PacketFamily, PacketRow, Story, StoryPacket, StoryStep } from '../contract/packets.ts';
import { condensed } from './story-length.ts';

/** A packet of a job, as much of it as is known without reading its bytes. */
export interface StoryEntry {
  readonly seq: number;
  readonly at: number;
  readonly direction: 'in' | 'out';
  readonly type: string;
  readonly family: PacketFamily;
  readonly connection: number;
  /** Number of the request that it answers. */
  readonly answers: number | null;
  /** It tells a client that its submission became part of a job that was there already. */
  readonly joined: boolean;
}

/** A step whose packets have not been read yet. */
export interface RoughStep {
  kind: StoryStep['kind'];
  at: number;
  took: number | null;
  entries: StoryEntry[];
  told: number;
  /** What the history of jobs tells of it, where the packets do not. */
  known: JobStep | null;
  omitted: StoryStep['omitted'];
}

/** What the history of jobs holds: the first steps, then a number that was skipped, then the last ones. */
export interface KnownSteps {
  readonly steps: readonly JobStep[];
  readonly skipped: number;
  /** How many of the steps come before those that were skipped. */
  readonly first: number;
}

export interface StoryParts {
  /** Packets in their order. */
  readonly entries: readonly StoryEntry[];
  /** A packet as it is read; undefined where it has been forgotten meanwhile. */
  readonly rowOf: (seq: number) => PacketRow | undefined;
  readonly known?: KnownSteps | undefined;
}

const RESULTS: Readonly<Record<string, StoryStep['kind']>> = {
  WORK_STATUS: 'progress',
  WORK_DATA: 'data',
  WORK_WARNING: 'warning',
  WORK_COMPLETE: 'complete',
  WORK_EXCEPTION: 'exception',
  WORK_FAIL: 'failed',
};

/** The history's words where they are not the story's. */
const kindOfKnown = ({ kind }: JobStep): StoryStep['kind'] =>
  kind === 'status' ? 'progress' : kind === 'fail' ? 'failed' : kind;

/** What happens to a job without a packet of it. */
const WITHOUT_PACKET: ReadonlySet<StoryStep['kind']> = new Set([
  'found',
  'delayed',
  'due',
  'timed-out',
  'given-up',
  'cancelled',
  'requeued',
  'abandoned',
  'dropped',
]);

/** Packets of one step that are told one by one: of what is passed on to a thousand clients the first ones will do. */
const PACKETS = 24;

/**
 * What happened to a job, in its order and of bounded length. Its packets tell what was asked with its answer, and what was passed
 * on with those who got it; its history tells what no packet does, and what was before the first packet that is held.
 */
export function storyOf({ entries, rowOf, known }: StoryParts): Story {
  const rough = condensed(merged(roughSteps(entries), known, entries[0]?.at));
  const start = rough[0]?.at ?? 0;
  return { steps: rough.map((step) => read(step, start, rowOf)), partly: isPartly(rough) };
}

function read(rough: RoughStep, start: number, rowOf: StoryParts['rowOf']): StoryStep {
  const { kind, at, took, told, known, omitted } = rough;
  const entries = rough.entries.slice(0, PACKETS);
  const rows = entries.map(({ seq }) => rowOf(seq));
  const said = rows[took === null ? 0 : 1];
  const [, number, name] = NAMED.exec(known?.who ?? '') ?? [];
  return {
    kind,
    at,
    since: at - start,
    took,
    connection: entries[0]?.connection ?? (number === undefined ? null : Number(number)),
    who: rows[0]?.who ?? name ?? '',
    packets: entries.map((entry, index) => packetOf(entry, rows[index])),
    told,
    values: said?.values ?? {},
    size: said?.size ?? known?.size ?? null,
    omitted,
  };
}

/** It does not begin with a submission that was seen, or a packet is missing in it. */
function isPartly(steps: readonly RoughStep[]): boolean {
  const [first] = steps;
  if (first === undefined) return false;
  const hasBeginning = first.kind === 'found' || (first.kind === 'submitted' && first.took !== null);
  return !hasBeginning || steps.some(({ kind, entries }) => entries.length === 0 && !WITHOUT_PACKET.has(kind));
}

/** A connection as the history of jobs names it: `#3 wc-1`. */
const NAMED = /^#(\d+) ?(.*)$/s;

const packetOf = (
  { seq, at, direction, type, family, connection }: StoryEntry,
  row: PacketRow | undefined,
): StoryPacket => ({ seq, at, direction, type, family, connection, who: row?.who ?? '' });

function roughSteps(entries: readonly StoryEntry[]): RoughStep[] {
  const steps: RoughStep[] = [];
  /** Requests that wait for their answer, by number. */
  const asked = new Map<number, StoryEntry>();
  const add = (kind: StoryStep['kind'], entry: StoryEntry, request?: StoryEntry) =>
    steps.push({
      kind,
      at: (request ?? entry).at,
      took: request === undefined ? null : entry.at - request.at,
      entries: request === undefined ? [entry] : [request, entry],
      // The server says so by itself, of a worker that it lost.
      told: RESULTS[entry.type] !== undefined && entry.direction === 'out' ? 1 : 0,
      known: null,
      omitted: null,
    });
  for (const entry of entries) {
    const request = entry.answers === null ? undefined : asked.get(entry.answers);
    const result = RESULTS[entry.type];
    if (result !== undefined) {
      const last = steps.at(-1);
      if (entry.direction === 'out' && last?.kind === result) {
        last.told += 1;
        last.entries.push(entry);
      } else add(result, entry);
    } else if (entry.direction === 'in') asked.set(entry.seq, entry);
    else if (entry.type === 'JOB_CREATED') add(entry.joined ? 'joined' : 'submitted', entry, request);
    else if (entry.type.startsWith('JOB_ASSIGN')) add('assigned', entry, request);
    else if (entry.type.startsWith('STATUS_RES')) add('asked', entry, request);
  }
  return steps;
}

/** Puts what the history tells between the steps of the packets, the first of which came at `begun`. */
function merged(told: RoughStep[], known: KnownSteps | undefined, begun = Number.POSITIVE_INFINITY): RoughStep[] {
  if (known === undefined) return told;
  const all = known.steps.map(
    (step, index): RoughStep => ({
      kind: kindOfKnown(step),
      at: step.at,
      took: null,
      entries: [],
      told: 0,
      known: step,
      omitted: index === known.first - 1 && known.skipped > 0 ? { steps: known.skipped, packets: 0, kind: null } : null,
    }),
  );
  const added = all.filter(({ kind, at }) => WITHOUT_PACKET.has(kind) || at < begun);
  const [first] = told;
  const before = added.filter(({ at }) => at < begun).at(-1);
  // Of a request that is gone the answer may have been held.
  if (before !== undefined && first?.took === null && first.kind === before.kind)
    added.splice(added.indexOf(before), 1);
  if (first?.kind === 'submitted' && added.some(({ kind }) => BEGINS.has(kind))) first.kind = 'joined';
  const steps: RoughStep[] = [];
  for (const step of told) {
    while (added[0] !== undefined && comesBefore(added[0], step)) steps.push(added.shift() as RoughStep);
    steps.push(step);
  }
  return [...steps, ...added];
}

const BEGINS: ReadonlySet<StoryStep['kind']> = new Set(['submitted', 'found', 'joined']);

/** At one moment a job is given back before it is given to somebody else, and has failed before the server says so. */
const comesBefore = (a: RoughStep, b: RoughStep): boolean =>
  a.at < b.at ||
  (a.at === b.at && (b.kind === 'assigned' || (b.kind === 'failed' && b.entries[0]?.direction === 'out')));
