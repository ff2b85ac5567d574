import type UPlot from 'uplot';
import type { Text } from '../i18n/text.tsx';
import { captionFont, colourOf } from './chart-looks.ts';

/** Room for the figures at a side, px: it grows with the longest of them. */
const AXIS = 48;
const DIGIT = 7;
const roomFor = (_: UPlot, figures: string[] | null): number =>
  Math.max(AXIS, 10 + DIGIT * Math.max(0, ...(figures ?? []).map(({ length }) => length)));
/** Steps between the lines of a grid: what is counted is whole, and so are seconds. */
const WHOLE = [1, 2, 5, 10, 20, 50]
  .flatMap((step) => [step, step * 100, step * 10_000, step * 1_000_000])
  .sort((a, b) => a - b);
/** Room at the right of the last time, which stands in the middle below its point, px. */
export const TIME_BEHIND = 26;
const TIMES = [15, 30, 60, 120, 300, 600, 3600, 7200, 14_400, 21_600];

/** A line of the chart: its colour as a token, and its dashes, so that none differs by colour alone. */
export interface CountsLine {
  token: string;
  dash: readonly number[];
  /** Where there are several. */
  scale?: string;
}

/** From nought to a little more than the most. */
export const upwards: UPlot.Scale.Range = (_plot, _least, most) => [0, Math.max(5, (most ?? 0) * 1.1)];

/** What charts of counts over time have in common, in the colours that an element has now; x is in seconds since the epoch. */
export function countsOverTime(element: HTMLElement, lines: readonly CountsLine[], { clock, count }: Text) {
  const token = (name: string) => colourOf(element, name);
  const axis = { stroke: token('--text-tertiary'), ticks: { show: false }, font: captionFont(element) };
  return {
    looks: {
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false } },
      series: [
        {},
        ...lines.map(({ token: name, dash, scale }) => ({
          ...(scale !== undefined && { scale }),
          stroke: token(name),
          width: 1.5,
          dash: [...dash],
          points: { show: false },
        })),
      ],
    },
    times: {
      ...axis,
      size: 24,
      gap: 6, // below the lowest figure
      space: 70,
      incrs: TIMES,
      grid: { show: false },
      values: (_: UPlot, all: number[]) => all.map((second) => clock(second * 1000)),
    },
    figures: { ...axis, size: roomFor, incrs: WHOLE, values: (_: UPlot, all: number[]) => all.map(count) },
    grid: { stroke: token('--border-faint') },
  };
}

/** The point that a key leads to from another one: null is now; undefined where the key leads nowhere. */
export function pointBy(key: string, point: number, last: number): number | null | undefined {
  const next = { ArrowLeft: point - 1, ArrowRight: point + 1, Home: 0, End: last, Escape: null }[key];
  return next == null ? next : Math.min(Math.max(next, 0), last);
}
