import { setImmediate as nextTurn } from 'node:timers/promises';
import { kindOf } from '../capture/families.ts';
import { lanesOf } from '../capture/lanes.ts';
import type { Marks } from '../capture/marks.ts';
import { fieldsOf, isJoined, rowOf } from '../capture/rows.ts';
import { onServers, scopeOf } from '../capture/scope.ts';
import { Tally } from '../capture/tally.ts';
import { PacketView, type Scope, type ViewQuery } from '../capture/view.ts';
import type { Handlers, Parsed } from '../contract/api.ts';
import type { ColourRule } from '../contract/colour-rules.ts';
import { BYTES_PAGE } from '../contract/decode-limits.ts';
import { AppError, type Failure, failureOf } from '../contract/errors.ts';
import type { JobKey } from '../contract/keys.ts';
import type { PacketFilter, PacketPlace, PacketRates, PacketScope, PacketSearch, Story } from '../contract/packets.ts';
import { type Filter, filterOf } from '../filter/filter.ts';
import type { FilterFacts } from '../filter/packet.ts';
import { type KnownSteps, type StoryEntry, storyOf } from '../insight/story.ts';
import { now } from '../util/clock.ts';
import { type Captured, knownPackets } from './known-packets.ts';
import { rowColours } from './row-colours.ts';
import { suggester } from './suggester.ts';

/** Views of the capture that are kept, so that a filter and its absence do not scan anew at each change. */
const VIEWS_KEPT = 3;

export interface PacketParts extends Captured {
  /** What the history of jobs tells of one. */
  stepsOf?: (key: JobKey) => KnownSteps | undefined | Promise<KnownSteps | undefined>;
  onChange: () => void;
  /** The person's rules for the colours of packets; another list where they have changed. */
  rules: () => readonly ColourRule[];
}

export type PacketCalls = Pick<Handlers, Extract<keyof Handlers, `packets.${string}`>>;

/** Marks that are listed at once. */
const LISTED = 1000;

/** Packets of a job that its story is told from, the last ones. */
const TOLD = 40_000;

/** Types that a graph shows one by one. */
const SHOWN_TYPES = 6;

/** What the window asks of the capture, and the marks that are kept beside it. */
export function packetCalls({ onChange, rules, stepsOf, ...captured }: PacketParts): {
  handlers: PacketCalls;
  marks: Marks;
  /** Numbers of all packets that a filter shows; null while it is not known of all of them. */
  shown: (filter: PacketFilter) => number[] | null;
} {
  const { ring, recorders } = captured;
  const { jobs, marks, rowParts, expert, facts } = knownPackets(captured);
  const isProbe = (host: number, connection: number) => recorders[host]?.isProbe(connection) ?? false;
  const colourOf = rowColours({
    ring,
    rules,
    filterOf: (text) => filterOf(text, facts),
    since: (from) => since(undefined, from),
    onProgress: onChange,
  });
  const shownParts = { ...rowParts, colourOf };
  const views: { key: string; view: PacketView }[] = [];
  let catchingUp = false;

  /** Looks whose each packet is, a slice in a turn. */
  function catchUp(): void {
    if (catchingUp) return;
    const done = [jobs.catchUp(), expert.catchUp()];
    catchingUp = done.includes(false);
    if (!catchingUp) return;
    setImmediate(() => {
      catchingUp = false;
      catchUp();
      onChange();
    });
  }

  function viewOf({ filter, probes, scope }: PacketFilter): PacketView {
    catchUp();
    const key = JSON.stringify([filter, probes, scope]);
    const found = views.findIndex((each) => each.key === key);
    const [before] = found < 0 ? [] : views.splice(found, 1);
    const current = before ?? { key, view: newView({ filter, probes }, scope) };
    views.push(current);
    if (views.length > VIEWS_KEPT) views.shift()?.view.close();
    return current.view;
  }

  function newView(query: ViewQuery, narrowing: PacketScope): PacketView {
    const filter = filterOf(query.filter, facts);
    const scope = scopeOf(narrowing, { ring, recorders, jobs });
    return new PacketView(
      {
        ring,
        rowOf: (entry) => rowOf(entry, shownParts),
        isProbe,
        claims: () => recorders.reduce((claims, recorder) => claims + recorder.claims, 0),
        accepts: filter.accepts,
        ...((scope || filter.from.size > 0) && { scope: since(scope, filter.from) }),
        onProgress: onChange,
      },
      query,
    );
  }

  /** The same scope, which waits also for what a filter is read from, and looks anew where that has changed. */
  function since(scope: Scope | undefined, from: Filter['from']): Scope & { readonly version: number } {
    const read = { jobs, marks, expert };
    const changes = [...new Set([...(scope?.changes ?? []), ...[...from].map((source) => read[source].changes)])];
    return {
      lets: (seq) => scope?.lets(seq) ?? true,
      get known() {
        return Math.min(
          scope?.known ?? ring.next,
          from.has('jobs') ? jobs.scanned : ring.next,
          from.has('expert') ? expert.scanned : ring.next,
        );
      },
      changes,
      get version() {
        return changes.reduce((sum, { version }) => sum + version, 0);
      },
    };
  }

  async function find({ seq, by, direction, ...filter }: PacketSearch): Promise<PacketPlace | null> {
    const view = viewOf(filter);
    // Where it is shown is known when it has been looked at, and what lies between it and the end.
    while (!view.hasLookedAt(held(seq)) && ring.next > ring.first && !view.isClosed) await nextTurn();
    if (by === 'number') return view.from(seq) ?? view.before(seq);
    const candidates = by === 'job' ? ofJob(seq, direction) : marked(seq, direction);
    for (const each of candidates) {
      const place = view.at(each);
      if (place !== null) return place;
    }
    return null;
  }

  const held = (seq: number) => Math.min(Math.max(seq, ring.first), ring.next - 1);

  /** The other packets of the same job in one direction, the nearest one first. */
  function* ofJob(seq: number, direction: PacketSearch['direction']): Generator<number> {
    const job = jobs.jobOf(seq);
    if (job === undefined) return;
    if (direction === 'next') {
      for (let each = seq + 1; each <= job.last; each += 1) if (jobs.numberOf(each) === job.number) yield each;
    } else for (let each = jobs.previousOf(seq); each !== undefined; each = jobs.previousOf(each)) yield each;
  }

  function marked(seq: number, direction: PacketSearch['direction']): number[] {
    if (direction === 'next') return marks.all.filter((each) => each > seq);
    return marks.all.filter((each) => each < seq).reverse();
  }

  const isOwn = (seq: number) => isProbe(ring.hostOf(seq), ring.connectionOf(seq));
  const hiding = ({ probes, servers }: Pick<Parsed<'packets.rates'>, 'probes' | 'servers'>) => {
    const isThere = onServers(servers, { ring, recorders });
    return (seq: number) => (!probes && isOwn(seq)) || isThere?.(seq) === false;
  };
  const tallies: { key: string; tally: Tally }[] = [];
  let counting = false;

  /** Counts a slice in a turn. */
  function countUp(tally: Tally): void {
    if (counting) return;
    counting = !tally.catchUp();
    if (!counting) return;
    setImmediate(() => {
      counting = false;
      countUp(tally);
      onChange();
    });
  }

  function tallyOf(query: Pick<Parsed<'packets.rates'>, 'probes' | 'servers'>): Tally {
    const key = JSON.stringify([query.probes, query.servers]);
    const known = tallies.find((each) => each.key === key);
    if (known !== undefined) return known.tally;
    const tally = new Tally({ ring, isHidden: hiding(query) });
    tallies.push({ key, tally });
    if (tallies.length > VIEWS_KEPT) tallies.shift();
    return tally;
  }

  function rates({ seconds, ...query }: Parsed<'packets.rates'>): PacketRates {
    const tally = tallyOf(query);
    countUp(tally);
    const to = Math.floor(now() / 1000) + 1;
    const from = to - seconds;
    const all = tally.typesBetween(from, to).map((type) => {
      const counts = Uint32Array.from({ length: seconds }, (_, at) => tally.count(from + at, type));
      return { type, counts, sum: counts.reduce((sum, count) => sum + count, 0) };
    });
    all.sort((a, b) => b.sum - a.sum);
    const others = new Uint32Array(seconds);
    for (const { counts } of all.slice(SHOWN_TYPES))
      for (const [at, count] of counts.entries()) others[at] = (others[at] ?? 0) + count;
    return {
      from,
      types: all.slice(0, SHOWN_TYPES).map(({ type, counts }) => {
        const { name, family } = kindOf(type);
        return { type: name, family, counts };
      }),
      others,
      counting,
    };
  }

  async function story(key: JobKey): Promise<Story> {
    // Before each packet that was there has been looked at it would seem that some of the job are no longer held.
    const { next } = ring;
    while (!jobs.catchUp() && jobs.scanned < next) await nextTurn();
    const known = await stepsOf?.(key);
    const host = recorders.findIndex(({ server, run }) => server === key.server && run === key.run);
    const entries: StoryEntry[] = [];
    let seq = jobs.find(host, key.handle)?.last;
    while (seq !== undefined && seq >= ring.first && entries.length < TOLD) {
      entries.push(storyEntry(seq));
      seq = jobs.previousOf(seq);
    }
    const row = (number: number) => {
      const entry = ring.get(number);
      return entry && rowOf(entry, rowParts);
    };
    return storyOf({ entries: entries.reverse(), rowOf: row, known });
  }

  const kinds = new Map<number, ReturnType<typeof kindOf>>();

  function storyEntry(seq: number): StoryEntry {
    const type = ring.typeOf(seq);
    const kind = kinds.get(type) ?? kindOf(type);
    kinds.set(type, kind);
    const { name, family } = kind;
    return {
      seq,
      at: ring.atOf(seq),
      direction: ring.isOut(seq) ? 'out' : 'in',
      type: name,
      family,
      connection: ring.connectionOf(seq),
      // The most of them are results, which answer nothing that was asked.
      answers: name.startsWith('WORK_') ? null : (jobs.answeredBy(seq) ?? null),
      joined: isJoined(seq, type, jobs),
    };
  }

  const handlers: PacketCalls = {
    'packets.window': ({ from, rows, until, ...filter }) => ({
      ...viewOf(filter).window({ from, rows, until }),
      marks: { held: marks.all.length, forgotten: marks.forgotten },
    }),
    'packets.get': ({ seq }) => {
      const entry = ring.get(seq);
      if (entry === undefined) return null;
      return {
        row: rowOf(entry, shownParts),
        fields: fieldsOf(entry),
        bytes: Buffer.from(entry.bytes.subarray(0, BYTES_PAGE)),
        kept: entry.bytes.length,
      };
    },
    'packets.clear': () => {
      ring.clear();
      marks.clear();
      expert.clear();
      onChange();
    },
    'packets.expert': () => {
      expert.ask();
      catchUp();
      return expert.report();
    },
    'packets.suggest': suggester({ ring, facts, isProbe }),
    'packets.check': ({ filters }) => filters.map((text) => problemIn(text, facts)),
    'packets.find': find,
    'packets.story': story,
    'packets.lanes': ({ probes, servers, ...query }) =>
      lanesOf(query, { ring, recorders, isHidden: hiding({ probes, servers }) }),
    'packets.rates': rates,
    'packets.mark': ({ seq, comment }) => {
      const done = marks.set(seq, comment);
      if (done) onChange();
      return done;
    },
    'packets.marks': () => ({
      marks: marks.all.slice(0, LISTED).flatMap((seq) => {
        const entry = ring.get(seq);
        return entry === undefined ? [] : { row: rowOf(entry, rowParts), comment: marks.of(seq) ?? '' };
      }),
      total: marks.all.length,
      forgotten: marks.forgotten,
    }),
  };
  return { handlers, marks, shown: (filter) => viewOf(filter).all() };
}

/** What is wrong with a filter; null where it is one, or empty. */
function problemIn(text: string, facts: FilterFacts): Failure | null {
  try {
    filterOf(text, facts);
    return null;
  } catch (error) {
    if (error instanceof AppError) return failureOf(error);
    throw error;
  }
}
