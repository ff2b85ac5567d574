import {
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';

/** Rows pulled beyond both edges, so that a short scroll shows no gap. */
const OVERSCAN = 12;

export interface View {
  /** Position of the first row wanted; `end` for the last ones. */
  from: number | 'end';
  rows: number;
}

export const sameView = (a: View, b: View): boolean => a.from === b.from && a.rows === b.rows;

interface FixedRowsProps<T> {
  label: string;
  /** The head's cells, each with role columnheader. */
  head: ReactNode;
  /** Positions of the first and past the last row that exist. They count on: a row's position never changes. */
  first: number;
  end: number;
  /** Position of rows[0]. */
  from: number;
  rows: readonly T[];
  keyOf: (row: T) => string | number;
  selected: string | number | null;
  onSelect: (row: T) => void;
  onOpen?: (row: T) => void;
  onView: (view: View) => void;
  /** Keep the last row in sight as rows come. */
  follow?: boolean;
  /** The person scrolled away from the end or back to it. */
  onFollow?: (follow: boolean) => void;
  cells: (row: T) => ReactNode;
  rowClass?: (row: T) => string | undefined;
  /** A row for who cannot see it. */
  rowLabel?: (row: T) => string;
  empty?: ReactNode;
}

/**
 * A list of any length with rows of one height, of which only those in sight exist. It is told rows and asks for others by
 * position. One tab stop; arrow keys move the selection.
 */
export function FixedRows<T>(props: FixedRowsProps<T>) {
  const {
    label,
    head,
    first,
    end,
    from,
    rows,
    keyOf,
    selected,
    onSelect,
    onOpen,
    onView,
    follow = false,
    onFollow,
  } = props;
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  const [focused, setFocused] = useState(false);
  const rowHeight = useRowHeight(box);
  const lastFirst = useRef(first);
  const headHeight = 24;
  /** A key moved past the rows that are here: the selection follows when they come. */
  const pending = useRef<'first' | 'last' | null>(null);

  const ask = useCallback(() => {
    const element = box.current;
    if (element === null || rowHeight === 0) return;
    const visible = Math.ceil((element.clientHeight - headHeight) / rowHeight);
    const top = Math.floor(element.scrollTop / rowHeight);
    onView({
      from: follow ? 'end' : Math.max(0, first + top - OVERSCAN),
      rows: Math.min(500, Math.max(1, visible + 2 * OVERSCAN)),
    });
  }, [first, follow, onView, rowHeight]);

  // Rows that were forgotten at the beginning move the rest up: scroll with them, so that what is read stays in place.
  useLayoutEffect(() => {
    const element = box.current;
    const gone = first - lastFirst.current;
    lastFirst.current = first;
    if (element !== null && gone > 0 && !follow) element.scrollTop = Math.max(0, element.scrollTop - gone * rowHeight);
  }, [first, follow, rowHeight]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the rows' end moves the view
  useLayoutEffect(() => {
    if (follow && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [follow, end, first]);

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(ask);
    observer.observe(element);
    ask();
    return () => observer.disconnect();
  }, [ask]);

  const arrived = useCallback(() => {
    const wanted = pending.current;
    const row = wanted === 'first' ? rows[0] : rows.at(-1);
    const there = wanted === 'first' ? from === first : from + rows.length === end;
    if (wanted === null || row === undefined || !there) return;
    pending.current = null;
    onSelect(row);
  }, [rows, from, first, end, onSelect]);
  useEffect(arrived, [arrived]);

  const onScroll = () => {
    const element = box.current;
    if (element === null) return;
    const atEnd = element.scrollTop + element.clientHeight >= element.scrollHeight - rowHeight / 2;
    if (onFollow && atEnd !== follow && (atEnd || userScrolled.current)) onFollow(atEnd);
    ask();
  };
  /** Only a wheel, a key or the scroll bar ends the following; the list's own scrolling does not. */
  const userScrolled = useRef(false);

  function move(key: string): boolean {
    const element = box.current;
    if (element === null || rows.length === 0) return false;
    const at = rows.findIndex((row) => keyOf(row) === selected);
    const page = Math.max(1, Math.floor((element.clientHeight - headHeight) / rowHeight) - 1);
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: page, ' ': page, PageUp: -page }[key];
    if (key === 'Home' || key === 'g') return jump(0, 'first');
    if (key === 'End' || key === 'G') return jump(element.scrollHeight, 'last');
    if (step === undefined) return false;
    const target = at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step;
    const row = rows[Math.min(Math.max(target, 0), rows.length - 1)] as T;
    onFollow?.(false);
    onSelect(row);
    reveal(from - first + rows.indexOf(row));
    return true;
  }

  function jump(top: number, which: 'first' | 'last'): boolean {
    const element = box.current;
    if (element === null) return false;
    pending.current = which;
    onFollow?.(which === 'last');
    element.scrollTop = top;
    ask();
    arrived();
    return true;
  }

  function reveal(index: number): void {
    const element = box.current;
    if (element === null) return;
    const top = index * rowHeight;
    const room = element.clientHeight - headHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + room) element.scrollTop = top + rowHeight - room;
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey || event.nativeEvent.isComposing) return;
    userScrolled.current = true;
    if (event.key === 'Enter' && onOpen) {
      const row = rows.find((each) => keyOf(each) === selected);
      if (row !== undefined) onOpen(row);
      return;
    }
    if (move(event.key)) event.preventDefault();
  };
  const domId = (row: T) => `${id}-${keyOf(row)}`;
  const active = rows.find((row) => keyOf(row) === selected);

  return (
    <div
      ref={box}
      className="table"
      role="grid"
      aria-label={label}
      aria-rowcount={end - first + 1}
      aria-activedescendant={active === undefined ? undefined : domId(active)}
      tabIndex={0}
      data-focus={focused || undefined}
      onFocus={() => setFocused(true)}
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
      <div role="rowgroup" style={{ height: (end - first) * rowHeight, position: 'relative' }}>
        {rows.map((row, index) => {
          const position = from + index;
          const key = keyOf(row);
          return (
            <div
              key={key}
              id={domId(row)}
              role="row"
              tabIndex={-1}
              aria-rowindex={position - first + 2}
              aria-selected={key === selected}
              aria-label={props.rowLabel?.(row)}
              className={`table__row ${props.rowClass?.(row) ?? ''}`}
              style={{
                position: 'absolute',
                insetInline: 0,
                transform: `translateY(${(position - first) * rowHeight}px)`,
              }}
              onClick={() => onSelect(row)}
              onDoubleClick={() => onOpen?.(row)}
            >
              {props.cells(row)}
            </div>
          );
        })}
      </div>
      {end === first && props.empty}
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
