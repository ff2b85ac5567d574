import type { PacketFamily, StoryPacket, StoryStep } from '../../../main/contract/packets.ts';

/** Who takes part: the job server in the middle, or a connection on one of its sides. */
export interface Lifeline {
  id: string;
  side: 'client' | 'server' | 'worker';
  /** Number of the connection; null for the server and for what stands for several. */
  number: number | null;
  who: string;
  /** Connections that it stands for beside the named one, because there are too many. */
  others: number;
}

export const SERVER = 'server';

interface RowBase {
  /** Stays the same while the story goes on. */
  key: string;
  /** Index of the step that it is of. */
  step: number;
  at: number;
}

/** What is drawn on a line of its own. */
export type StoryRow =
  /** Something that went from one to others; what has no packet is known from the history of jobs only. */
  | (RowBase & {
      kind: 'arrow';
      type: string | null;
      family: PacketFamily;
      from: string;
      to: string[];
      packets: StoryPacket[];
      /** The first line of its step tells what the step was. */
      first: boolean;
    })
  /** What happened to the job with no packet. */
  | (RowBase & { kind: 'note'; on: string })
  /** Steps that are not told. */
  | (RowBase & { kind: 'more' });

export interface StoryRows {
  lifelines: Lifeline[];
  rows: StoryRow[];
  /** Times in which the job waited, or was on a worker; by index of row, null where it goes on. */
  spans: Span[];
  /** What ended before its time: a worker that had the job, a client that waited for it. */
  cut: { on: string; row: number }[];
  ended: boolean;
}

export interface Span {
  on: string;
  kind: 'wait' | 'run';
  from: number;
  to: number | null;
}

/** Lifelines of one side that are drawn one by one; one more stands for all others. */
const SIDE = 6;

const FAMILIES: Partial<Record<StoryStep['kind'], PacketFamily>> = {
  submitted: 'submission',
  joined: 'submission',
  assigned: 'assignment',
  progress: 'progress',
  data: 'progress',
  warning: 'progress',
  asked: 'progress',
};

const BY_WORKER: ReadonlySet<StoryStep['kind']> = new Set([
  'progress',
  'data',
  'warning',
  'complete',
  'exception',
  'failed',
]);
const ENDS: ReadonlySet<StoryStep['kind']> = new Set([
  'complete',
  'exception',
  'failed',
  'cancelled',
  'dropped',
  'given-up',
]);
const TAKEN_AWAY: ReadonlySet<StoryStep['kind']> = new Set(['requeued', 'timed-out', 'given-up', 'dropped']);

/** What a story looks like: who takes part, and what went between them line by line. */
export function rowsOf(steps: readonly StoryStep[]): StoryRows {
  const { lifelines, idOf } = lifelinesOf(steps);
  const rows: StoryRow[] = [];
  const spans: Span[] = [];
  const cut: StoryRows['cut'] = [];
  const waiting = new Set<string>();
  let worker: string | null = null;
  let ended = false;
  const open = (kind: Span['kind']) => spans.find((span) => span.kind === kind && span.to === null);
  const close = (kind: Span['kind'], row = rows.length - 1): boolean => {
    const span = open(kind);
    if (span !== undefined) span.to = row;
    return span !== undefined;
  };

  for (const [index, step] of steps.entries()) {
    const { kind, packets } = step;
    const by = step.connection === null ? null : idOf(step.connection);
    const begin = rows.length;
    for (const group of groupsOf(packets)) {
      const [{ seq, at, type, family, direction }] = group as [StoryPacket];
      const ends = [...new Set(group.map(({ connection }) => idOf(connection)))];
      rows.push({
        ...{ kind: 'arrow', key: `packet ${seq}`, step: index, at, type, family, packets: group },
        ...(direction === 'in' ? { from: ends[0] as string, to: [SERVER] } : { from: SERVER, to: ends }),
        first: rows.length === begin,
      });
    }
    if (packets.length === 0) rows.push(withoutPacket(step, index, by ?? (BY_WORKER.has(kind) ? worker : null)));
    const last = rows.length - 1;

    if (kind === 'assigned') {
      close('wait', last);
      worker = by;
      if (by !== null) spans.push({ on: by, kind: 'run', from: last, to: null });
    } else if (kind === 'submitted' || kind === 'found' || kind === 'requeued') {
      if (kind === 'requeued') takenAway();
      if (open('wait') === undefined) spans.push({ on: SERVER, kind: 'wait', from: begin, to: null });
    }
    if ((kind === 'submitted' || kind === 'joined') && by !== null && !packets[0]?.type.endsWith('_BG'))
      waiting.add(by);
    if (kind === 'abandoned') for (const on of waiting) cut.push({ on, row: last });
    if (TAKEN_AWAY.has(kind) && kind !== 'requeued') takenAway();
    if (ENDS.has(kind)) {
      ended = true;
      close('wait', begin);
      // A worker that was not told goes on with a cancelled job.
      if (kind !== 'cancelled') close('run', begin);
    }
    if (step.omitted !== null) rows.push({ kind: 'more', key: `more ${begin}`, step: index, at: step.at });
  }
  if (ended) close('run');
  return { lifelines, rows, spans, cut, ended };

  function takenAway(): void {
    const on = open('run')?.on;
    if (close('run') && on !== undefined) cut.push({ on, row: rows.length - 1 });
  }
}

function withoutPacket({ kind, at }: StoryStep, step: number, by: string | null): StoryRow {
  const key = `${kind} ${at}`;
  const family = FAMILIES[kind] ?? 'terminal';
  if (by === null) return { kind: 'note', key, step, at, on: SERVER };
  const [from, to] = kind === 'assigned' ? [SERVER, by] : [by, SERVER];
  return { kind: 'arrow', key, step, at, type: null, family, from, to: [to], packets: [], first: true };
}

/** What went the same way as the same packet is one arrow with many heads. */
function groupsOf(packets: readonly StoryPacket[]): StoryPacket[][] {
  const groups: StoryPacket[][] = [];
  for (const packet of packets) {
    const last = groups.at(-1)?.[0];
    const same = last !== undefined && last.direction === 'out' && last.type === packet.type;
    if (same && packet.direction === 'out') groups.at(-1)?.push(packet);
    else groups.push([packet]);
  }
  return groups;
}

/** Clients in the order in which they came, the server, workers. */
function lifelinesOf(steps: readonly StoryStep[]): { lifelines: Lifeline[]; idOf: (connection: number) => string } {
  const names = new Map<number, string>();
  const workers = new Set<number>();
  for (const { kind, connection, who, packets } of steps) {
    if (connection !== null && !names.get(connection)) names.set(connection, who);
    for (const each of packets) if (!names.get(each.connection)) names.set(each.connection, each.who);
    if (connection !== null && (kind === 'assigned' || (BY_WORKER.has(kind) && packets[0]?.direction === 'in')))
      workers.add(connection);
  }
  const ids = new Map<number, string>();
  const sideOf = (side: 'client' | 'worker', numbers: readonly number[]): Lifeline[] => {
    const alone = numbers.length <= SIDE ? numbers : numbers.slice(0, SIDE - 1);
    for (const [at, number] of numbers.entries()) ids.set(number, at < alone.length ? `${number}` : `${side}s`);
    const lines = alone.map(
      (number): Lifeline => ({ ...{ id: `${number}`, side, number, others: 0 }, who: names.get(number) ?? '' }),
    );
    const others = numbers.length - alone.length;
    return others === 0 ? lines : [...lines, { id: `${side}s`, side, number: null, who: '', others }];
  };
  const all = [...names.keys()];
  const left = sideOf(
    'client',
    all.filter((number) => !workers.has(number)),
  );
  const right = sideOf(
    'worker',
    all.filter((number) => workers.has(number)),
  );
  const server: Lifeline = { id: SERVER, side: 'server', number: null, who: '', others: 0 };
  return { lifelines: [...left, server, ...right], idOf: (connection) => ids.get(connection) as string };
}
