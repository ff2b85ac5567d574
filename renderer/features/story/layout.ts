import type { StoryStep } from '../../../main/contract/packets.ts';
import { type Lifeline, rowsOf, type Span, type StoryRow } from './rows.ts';

export interface LayoutOptions {
  /** Room, px. The picture is wider where the lifelines need it. */
  width: number;
  /** Room between lines tells the time that passed, or is the same everywhere. */
  time: 'scale' | 'compressed';
  /** Now, ms since the epoch: a job that has not ended goes on until then. */
  now: number;
}

/** A line with its place. */
export type PlacedRow = (StoryRow | IdleRow) & { y: number };

/** Time in which nothing happened: it was left out, or the job goes on. */
export interface IdleRow {
  kind: 'gap' | 'now';
  key: string;
  at: number;
  time: number;
}

export interface PlacedLifeline extends Lifeline {
  x: number;
  /** Room for its name, px. */
  room: number;
}

export interface Layout {
  width: number;
  height: number;
  lifelines: PlacedLifeline[];
  rows: PlacedRow[];
  spans: { x: number; from: number; to: number; kind: Span['kind'] }[];
  /** Where something ended before its time. */
  cut: { x: number; y: number }[];
  /** Places on a lifeline by its id. */
  xOf: (id: string) => number;
  /** What a length of the picture is in time, where room tells it; beside what each line takes. */
  scale: { length: number; time: number } | null;
  ended: boolean;
}

/** Sizes, px: names above, a line, a line that tells of idle time, times on the left, the least room between lifelines. */
export const NAMES = 38;
const LINE = 30;
const IDLE = 26;
export const TIMES = 66;
const COLUMN = 80;
const EDGE = 38;

/** What is drawn to scale has so much room beside its lines. */
const SCALED = 480;

/** Idle time that is told: from a tenth of the whole on, but no shorter than this, ms. */
const GAP = 10;
const GAP_SHARE = 0.1;

/** Where everything of a story is drawn. */
export function layoutOf(steps: readonly StoryStep[], { width: room, time, now }: LayoutOptions): Layout {
  const { lifelines, rows, spans, cut, ended } = rowsOf(steps);
  const width = Math.max(room, TIMES + EDGE * 2 + (lifelines.length - 1) * COLUMN);
  const column = lifelines.length < 2 ? 0 : (width - TIMES - EDGE * 2) / (lifelines.length - 1);
  const placed = lifelines.map((line, index) => ({
    ...line,
    x: lifelines.length < 2 ? (TIMES + width) / 2 : TIMES + EDGE + index * column,
    room: Math.max(Math.min(column, EDGE * 2 + column) - 8, EDGE * 2 - 4),
  }));
  const xOf = (id: string) => placed.find((line) => line.id === id)?.x ?? 0;

  const start = rows[0]?.at ?? now;
  const last = rows.at(-1)?.at ?? start;
  const end = ended ? last : Math.max(now, last);
  const whole = end - start;
  const perMs = time === 'scale' && whole > 0 ? SCALED / whole : 0;
  const isGap = (passed: number) => time === 'compressed' && passed >= Math.max(GAP, whole * GAP_SHARE);

  const all: PlacedRow[] = [];
  const ys: number[] = [];
  let y = NAMES;
  let before = start;
  for (const row of rows) {
    const passed = Math.max(0, row.at - before);
    if (isGap(passed)) {
      y += IDLE;
      all.push({ kind: 'gap', key: `gap ${row.key}`, at: before, time: passed, y });
    }
    y += LINE + passed * perMs;
    before = Math.max(before, row.at);
    all.push({ ...row, y });
    ys.push(y);
  }
  if (!ended && rows.length > 0) {
    y += IDLE + (end - before) * perMs;
    all.push({ kind: 'now', key: 'now', at: end, time: end - start, y });
  }
  const bottom = y + (ended ? 14 : 0);
  return {
    width,
    height: bottom + 6,
    lifelines: placed,
    rows: all,
    spans: spans.map(({ on, kind, from, to }) => ({
      kind,
      x: xOf(on),
      from: ys[from] ?? NAMES,
      to: to === null ? bottom : (ys[to] ?? bottom),
    })),
    cut: cut.map(({ on, row }) => ({ x: xOf(on), y: ys[row] ?? bottom })),
    xOf,
    scale: perMs === 0 ? null : roundScale(perMs),
    ended,
  };
}

/** A round time whose length is between 30 and 80 px. */
function roundScale(perMs: number): { length: number; time: number } {
  const power = 10 ** Math.floor(Math.log10(75 / perMs));
  const time = [5, 2, 1].map((factor) => factor * power).find((each) => each * perMs <= 75) ?? power;
  return { length: time * perMs, time };
}
