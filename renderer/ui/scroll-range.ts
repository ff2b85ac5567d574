/** The height that browsers scroll without loss, px; Chromium's own limit is above 16 million. */
const HIGHEST = 8_000_000;

/** How rows and the scroll bar go together. `room` is the height in px in which rows are seen. */
export interface ScrollRange {
  /** Height of all rows to the scroll bar, px. */
  readonly height: number;
  /** The scroll bar stands for the rows in proportion, because they are too high. */
  readonly scaled: boolean;
  /** The row, with its part, that may be the first in sight. */
  clamp(row: number, room: number): number;
  /** Where the scroll bar stands when that row is the first in sight, and back. */
  offsetOf(row: number, room: number): number;
  rowAt(offset: number, room: number): number;
}

/** For so many rows of that height, px. */
export function scrollRange(rows: number, rowHeight: number): ScrollRange {
  const full = rows * rowHeight;
  const height = Math.min(full, HIGHEST);
  const scaled = full > HIGHEST;
  const last = (room: number) => Math.max(0, rows - room / rowHeight);
  const share = (room: number) => (scaled ? (height - room) / last(room) : rowHeight);
  const clamp = (row: number, room: number) => Math.min(Math.max(0, row), last(room));
  return {
    height,
    scaled,
    clamp,
    offsetOf: (row, room) => row * share(room),
    rowAt: (offset, room) => clamp(offset / share(room), room),
  };
}
