import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useEffectEvent,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { FixedRow } from './FixedRow.tsx';
import { scrollRange } from './scroll-range.ts';

/** Rows pulled beyond both edges, so that a short scroll shows no gap. */
const OVERSCAN = 12;
/** Rows pulled above those in sight while the end is followed: all are others in each frame, and a wheel moves by so many. */
const ABOVE_END = 4;
const HEAD_HEIGHT = 24;
/** Scaled rows stand relative to every so many-th one, and move together: those that stay in sight are left as they are. */
const TOGETHER = 4096;
/** Rows that a wheel moves by where it counts in lines. */
const LINES = 3;

export interface View {
  /** Position of the first row wanted; `end` for the last ones. */
  from: number | 'end';
  rows: number;
}

export const sameView = (a: View, b: View): boolean => a.from === b.from && a.rows === b.rows;

/** A position to be brought in sight; each has a number of its own, so that the same one can be asked for again. */
export interface GoTo {
  position: number;
  id: number;
}

interface FixedRowsProps<T> {
  label: string;
  /** The head's cells, each with role columnheader. */
  head: ReactNode;
  /** Positions of the first and past the last row that exist. They count on: a row's position never changes. */
  first: number;
  end: number;
  /** What tells this list from another one, whose positions mean something else; it begins at its first row. */
  list?: string;
  /** Position of rows[0]. */
  from: number;
  rows: readonly T[];
  keyOf: (row: T) => string | number;
  selected: string | number | null;
  /** Rows that are chosen beside it, by their keys; where it is given, more than one can be. */
  chosen?: { has(key: string): boolean };
  onSelect: (row: T) => void;
  onOpen?: (row: T) => void;
  /** What a click on a row does, where it is not to select it. */
  onClick?: (row: T, event: MouseEvent) => void;
  onView: (view: View) => void;
  /** Keep the last row in sight as rows come. */
  follow?: boolean;
  /** The person scrolled away from the end or back to it. */
  onFollow?: (follow: boolean) => void;
  goTo?: GoTo | null;
  /** Keys of the list's owner go first; true where it has done something. */
  onKey?: (event: KeyboardEvent) => boolean;
  /** What is in a row; the row before it is given where it is here. The same function leaves rows that stay as they are. */
  cells: (row: T, above: T | undefined) => ReactNode;
  rowClass?: (row: T) => string | undefined;
  /** A row for who cannot see it, once it stays. */
  rowLabel?: (row: T, above: T | undefined) => string | undefined;
  empty?: ReactNode;
}

/**
 * A list of any length with rows of one height, of which only those in sight exist. It is told rows and asks for others by
 * position. One tab stop; arrow keys move the selection. Where the rows would be higher than browsers can scroll, the
 * scroll bar stands for them in proportion, and wheel and keys still move by rows.
 */
export function FixedRows<T>(props: FixedRowsProps<T>) {
  const {
    label,
    head,
    first,
    end,
    list = '',
    from,
    rows,
    keyOf,
    selected,
    onSelect,
    onOpen,
    onView,
    follow = false,
    onFollow,
    goTo = null,
    onKey,
  } = props;
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  const [focused, setFocused] = useState(false);
  const rowHeight = useRowHeight(box);
  const last = useRef({ first, list });
  const range = useMemo(() => scrollRange(end - first, rowHeight), [end, first, rowHeight]);
  /** Height in which rows are seen, px; noted when it changes, because who asks the page has it laid out at once. */
  const room = useRef(0);
  /** The first row in sight and the part of it that is above, in rows. */
  const top = useRef(0);
  /** The first row in sight as the rows are drawn, where they are scaled. */
  const drawnAt = useRef(0);
  /** Where the list has scrolled to by itself: the event of that says nothing new. */
  const offset = useRef(0);
  /** Rows that were asked for at once: so many elements serve for all of them, one after the other. */
  const asked = useRef(1);
  const [, draw] = useState(0);
  /** A key moved past the rows that are here: the selection follows when they come. */
  const pending = useRef<'first' | 'last' | number | null>(null);
  const selectedAt = useRef<number | null>(null);
  /** Only a wheel, a key or the scroll bar ends the following; the list's own scrolling does not. */
  const userScrolled = useRef(false);
  /** Which positions the elements served for last, how many elements there are, and the position that the first one serves for. */
  const placed = useRef({ from: 0, end: 0, pool: 0, zero: 0 });

  const ask = useCallback(() => {
    const element = box.current;
    if (element === null || rowHeight === 0) return;
    const visible = Math.ceil(room.current / rowHeight);
    const wanted = Math.min(500, Math.max(1, visible + (follow ? ABOVE_END : 2 * OVERSCAN)));
    asked.current = wanted;
    onView({ from: follow ? 'end' : Math.max(first, first + Math.floor(top.current) - OVERSCAN), rows: wanted });
  }, [first, follow, onView, rowHeight]);

  const scrollTo = useCallback(
    (row: number) => {
      const element = box.current;
      if (element === null) return;
      top.current = range.clamp(row, room.current);
      const wanted = range.offsetOf(top.current, room.current);
      // To set it where it is, or to ask where it is, would have the page laid out at once.
      if (Math.abs(wanted - offset.current) >= 1) {
        element.scrollTop = wanted;
        offset.current = element.scrollTop;
      }
      // Rows that follow the end are drawn where it is; the others where they were scrolled to.
      if (range.scaled && !follow && top.current !== drawnAt.current) draw((count) => count + 1);
    },
    [range, follow],
  );

  // Rows that leave at the beginning, or are found there later, move the rest: the first row in sight stays the one that it is,
  // so that what is read stays in place. Who is at the very beginning stays there; another list begins there.
  const gone = first - last.current.first;
  const moves = gone > 0 || (gone < 0 && top.current > 0);
  const stays = last.current.list !== list ? 0 : range.clamp(moves ? top.current - gone : top.current, room.current);

  const resized = useEffectEvent((element: HTMLElement) => {
    const before = room.current;
    room.current = element.clientHeight - HEAD_HEIGHT;
    if (room.current === before) return;
    // A pane that opens below must not hide what it was opened for.
    const row = selectedAt.current === null ? -1 : selectedAt.current - first;
    const wasInSight = row >= top.current - 1 && row < top.current + before / rowHeight;
    const seen = room.current / rowHeight;
    if (follow) scrollTo(Number.POSITIVE_INFINITY);
    else if (wasInSight && row + 1 > top.current + seen) scrollTo(row + 1 - seen);
    ask();
    draw((count) => count + 1);
  });
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => resized(element));
    observer.observe(element);
    resized(element);
    return () => observer.disconnect();
  }, []);
  useEffect(ask, [ask]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the first row, or of the list, scrolls with it
  useLayoutEffect(() => {
    const isOther = last.current.list !== list;
    last.current = { first, list };
    if (!follow && (moves || isOther || range.scaled)) scrollTo(stays);
  }, [first, list, follow, range.scaled, scrollTo]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the rows' end moves the view
  useLayoutEffect(() => {
    if (follow) scrollTo(Number.POSITIVE_INFINITY);
  }, [follow, end, first, scrollTo]);

  // The rows among which it is may be on their way.
  const reachable = goTo !== null && goTo.position < end;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each is gone to once
  useLayoutEffect(() => {
    const element = box.current;
    if (!reachable || element === null) return;
    const seen = room.current / rowHeight;
    pending.current = null;
    const row = goTo.position - first;
    selectedAt.current = goTo.position;
    if (row < top.current || row + 1 > top.current + seen) scrollTo(row - Math.floor(seen / 3));
    ask();
  }, [goTo?.id, reachable]);

  const arrived = useCallback(() => {
    const wanted = pending.current;
    if (wanted === null) return;
    const position = wanted === 'first' ? first : wanted === 'last' ? end - 1 : wanted;
    const row = rows[position - from];
    if (row === undefined || position >= from + rows.length) return;
    pending.current = null;
    selectedAt.current = position;
    onSelect(row);
  }, [rows, from, first, end, onSelect]);
  useEffect(arrived, [arrived]);

  const byRows = useEffectEvent((event: WheelEvent) => {
    if (event.ctrlKey || event.deltaY === 0) return;
    event.preventDefault();
    const each = { 0: 1 / rowHeight, 1: LINES, 2: room.current / rowHeight }[event.deltaMode];
    scrollTo(top.current + event.deltaY * (each ?? 0));
    moved();
  });
  useEffect(() => {
    const element = box.current;
    if (element === null || !range.scaled) return;
    // React's own handlers cannot keep the wheel from moving the scroll bar.
    const listener = (event: WheelEvent) => byRows(event);
    element.addEventListener('wheel', listener, { passive: false });
    return () => element.removeEventListener('wheel', listener);
  }, [range.scaled]);

  const onScroll = () => {
    const element = box.current;
    if (element === null || element.scrollTop === offset.current) return;
    offset.current = element.scrollTop;
    top.current = range.rowAt(element.scrollTop, room.current);
    if (range.scaled) draw((count) => count + 1);
    moved();
  };

  function moved(): void {
    const seen = room.current / rowHeight;
    const atEnd = top.current + seen >= end - first - 0.5;
    if (onFollow && atEnd !== follow && (atEnd || userScrolled.current)) onFollow(atEnd);
    ask();
  }

  function move(key: string): boolean {
    const element = box.current;
    if (element === null || rows.length === 0) return false;
    const page = Math.max(1, Math.floor(room.current / rowHeight) - 1);
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: page, ' ': page, PageUp: -page }[key];
    if (key === 'Home' || key === 'g') return jump('first');
    if (key === 'End' || key === 'G') return jump('last');
    if (step === undefined) return false;
    const at = onTheWay() ?? placeOfSelected();
    const inSight = Math.min(Math.max(first + Math.ceil(top.current), from), from + rows.length - 1);
    const target = at === null ? (step > 0 ? inSight : from + rows.length - 1) : at + step;
    onFollow?.(false);
    select(Math.min(Math.max(target, first), end - 1));
    return true;
  }

  /** Where the keys before have led, while the rows there have not come yet. */
  function onTheWay(): number | null {
    if (pending.current === 'first') return first;
    return pending.current === 'last' ? end - 1 : pending.current;
  }

  /** Where the selected row is; it may have been scrolled away from, or forgotten. */
  function placeOfSelected(): number | null {
    const index = rows.findIndex((row) => keyOf(row) === selected);
    if (index >= 0) selectedAt.current = from + index;
    if (selected === null) selectedAt.current = null;
    return selectedAt.current;
  }

  function select(position: number): void {
    reveal(position - first);
    pending.current = position;
    arrived();
    ask();
  }

  function jump(which: 'first' | 'last'): boolean {
    pending.current = which;
    onFollow?.(which === 'last');
    scrollTo(which === 'first' ? 0 : Number.POSITIVE_INFINITY);
    ask();
    arrived();
    return true;
  }

  function reveal(row: number): void {
    const element = box.current;
    if (element === null) return;
    const seen = room.current / rowHeight;
    if (row < top.current) scrollTo(row);
    else if (row + 1 > top.current + seen) scrollTo(row + 1 - seen);
  }

  /** A click would give the focus to an element that serves for other rows next, or for none. */
  const onFocus = ({ target }: FocusEvent) => {
    if (target.role === 'row') box.current?.focus({ preventScroll: true });
    setFocused(true);
  };

  // What had the focus in a row goes with the row, when that is scrolled away: keys still mean this list.
  useLayoutEffect(() => {
    if (focused && document.activeElement === document.body) box.current?.focus({ preventScroll: true });
  });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey || event.nativeEvent.isComposing) return;
    if (isSilenced(event.key)) return;
    const target = event.target as Element;
    if (target.closest('[role=columnheader]') !== null) return; // it is for the head
    if ((event.key === 'Enter' || event.key === ' ') && target.closest('button') !== null) return; // it presses that
    userScrolled.current = true;
    if (onKey?.(event)) {
      event.preventDefault();
      return;
    }
    if (event.key === 'Enter' && onOpen) {
      const row = rows.find((each) => keyOf(each) === selected);
      if (row !== undefined) onOpen(row);
      return;
    }
    if (move(event.key)) event.preventDefault();
  };
  const domId = (position: number) => `${id}-${position}`;
  const active = rows.findIndex((row) => keyOf(row) === selected);
  if (active >= 0) selectedAt.current = from + active;

  /** The row at the upper edge; where rows are scaled they are moved to it. */
  const edge = !range.scaled ? 0 : follow ? range.clamp(Number.POSITIVE_INFINITY, room.current) : stays;
  drawnAt.current = edge;
  /** The position that rows stand relative to. */
  const origin = range.scaled ? Math.floor((first + edge) / TOGETHER) * TOGETHER : first;
  // An element serves for one row after the other: to make new ones for each frame would take longer than to fill them.
  // Where no row is the same as before, the first element serves for the first row, so that none changes its place.
  const pool = Math.max(asked.current, rows.length);
  const { current: slots } = placed;
  if (slots.pool !== pool || from >= slots.end || from + rows.length <= slots.from) slots.zero = from;
  Object.assign(slots, { pool, from, end: from + rows.length });
  const drawn = rows.map((row, index) => {
    const position = from + index;
    const key = keyOf(row);
    return (
      <FixedRow
        key={(((position - slots.zero) % pool) + pool) % pool}
        id={domId(position)}
        dataKey={key}
        row={row}
        above={rows[index - 1]}
        index={position - first + 2}
        top={(position - origin) * rowHeight}
        selected={key === selected || props.chosen?.has(String(key)) === true}
        className={props.rowClass?.(row)}
        cells={props.cells}
        label={follow ? undefined : props.rowLabel}
        onSelect={onSelect}
        onClick={props.onClick}
        onOpen={onOpen}
      />
    );
  });

  return (
    <div
      ref={box}
      className="table"
      role="grid"
      aria-label={label}
      aria-multiselectable={props.chosen === undefined ? undefined : true}
      aria-rowcount={end - first + 1}
      aria-activedescendant={active < 0 ? undefined : domId(from + active)}
      tabIndex={0}
      data-focus={focused || undefined}
      onFocus={onFocus}
      onBlur={() => setFocused(false)}
      onScroll={onScroll}
      onWheel={() => {
        userScrolled.current = true;
      }}
      onPointerDown={() => {
        userScrolled.current = true;
      }}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" style={{ display: 'contents' }}>
        <div className="table__head" role="row" aria-rowindex={1}>
          {head}
        </div>
      </div>
      <div role="rowgroup" style={{ height: range.height, position: 'relative' }}>
        {range.scaled ? (
          <div
            role="presentation"
            style={{
              ...{ position: 'sticky', top: HEAD_HEIGHT, height: 0 },
              transform: `translateY(${(origin - first - edge) * rowHeight}px)`,
            }}
          >
            {drawn}
          </div>
        ) : (
          drawn
        )}
      </div>
      {end === first && props.empty && (
        // In a grid stand rows and cells only.
        <div role="row" style={{ display: 'contents' }}>
          <div role="gridcell" style={{ display: 'contents' }}>
            {props.empty}
          </div>
        </div>
      )}
    </div>
  );
}

/** The height that the tokens give a row, in px; read anew only when the page's density has changed. */
function useRowHeight(box: React.RefObject<HTMLDivElement | null>): number {
  const [height, setHeight] = useState(24);
  const read = useRef<string | undefined>('never');
  useLayoutEffect(() => {
    const { density } = document.documentElement.dataset;
    if (box.current === null || density === read.current) return;
    read.current = density;
    const value = Number.parseFloat(getComputedStyle(box.current).getPropertyValue('--row-height'));
    if (value > 0 && value !== height) setHeight(value);
  });
  return height;
}

/** A letter or a sign, where the person has switched these off. A blank pages as it does everywhere. */
const isSilenced = (key: string): boolean =>
  key.length === 1 && key !== ' ' && document.documentElement.dataset['singleKeys'] === 'off';
