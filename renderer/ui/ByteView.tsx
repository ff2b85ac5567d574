import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import styles from './ByteView.module.css';
import { HexRow, type Marked, PER_ROW } from './HexRow.tsx';

/** As in components.css, px. */
const ROW_HEIGHT = 20;

/** Higher, and Chromium scrolls wrongly; beyond, a place of the bar stands for several rows. */
const HIGHEST = 8_000_000;

/** Rows drawn where nothing tells how high the view is. */
const UNMEASURED = 32;

interface ByteViewProps {
  label: string;
  /** Bytes that there are. */
  size: number;
  /** Those between two places; null where they are not here yet. */
  read: (from: number, to: number) => Uint8Array | null;
  /** Told which bytes are in sight. */
  onSight: (from: number, to: number) => void;
  marked: Marked | null;
  hits: readonly Marked[];
  /** The byte that the keys are at; it comes in sight when it changes. */
  caret: number | null;
  onChoose: (at: number, extend: boolean) => void;
}

/** Any number of bytes, of which only those in sight exist. Keys move by bytes and rows; with Shift they choose more. */
export function ByteView({ label, size, read, onSight, marked, hits, caret, onChoose }: ByteViewProps) {
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [fit, setFit] = useState(UNMEASURED);
  const rows = Math.ceil(size / PER_ROW);
  const height = Math.min(HIGHEST, rows * ROW_HEIGHT);
  const last = Math.max(0, rows - fit);
  const first = Math.min(top, last);
  const drawn = Math.min(rows - first, fit);

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measure = () => setFit(Math.max(1, Math.floor(element.clientHeight / ROW_HEIGHT)) || UNMEASURED);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    if (element.clientHeight > 0) measure();
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    onSight(first * PER_ROW, Math.min(size, (first + drawn) * PER_ROW));
  }, [first, drawn, size, onSight]);

  const scrollTo = useCallback(
    (row: number) => {
      const element = box.current;
      if (element === null) return;
      const to = Math.min(Math.max(0, row), last);
      setTop(to);
      element.scrollTop = last === 0 ? 0 : (to / last) * Math.max(0, element.scrollHeight - element.clientHeight);
    },
    [last],
  );

  const seen = useRef(caret);
  useEffect(() => {
    if (caret === null || caret === seen.current) return;
    seen.current = caret;
    const row = Math.floor(caret / PER_ROW);
    if (row < first) scrollTo(row);
    else if (row >= first + fit) scrollTo(row - fit + 2);
  }, [caret, first, fit, scrollTo]);

  const onScroll = () => {
    const element = box.current;
    if (element === null) return;
    const way = element.scrollHeight - element.clientHeight;
    setTop(way <= 0 ? 0 : Math.round((element.scrollTop / way) * last));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const at = caret ?? first * PER_ROW;
    const page = Math.max(1, fit - 1) * PER_ROW;
    const to = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at - PER_ROW,
      ArrowDown: at + PER_ROW,
      PageUp: at - page,
      PageDown: at + page,
      Home: event.ctrlKey || event.metaKey ? 0 : at - (at % PER_ROW),
      End: event.ctrlKey || event.metaKey ? size - 1 : at - (at % PER_ROW) + PER_ROW - 1,
    }[event.key];
    if (to === undefined || size === 0) return;
    event.preventDefault();
    onChoose(
      Math.min(Math.max(0, caret === null && event.key.startsWith('Arrow') ? at : to), size - 1),
      event.shiftKey,
    );
  };

  return (
    <div
      ref={box}
      className={`hex ${styles.view}`}
      role="region"
      aria-label={label}
      tabIndex={0}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
    >
      <div style={{ height }}>
        <div className={styles.rows}>
          {Array.from({ length: drawn }, (_, index) => {
            const from = (first + index) * PER_ROW;
            return (
              <HexRow
                key={from}
                from={from}
                bytes={read(from, Math.min(size, from + PER_ROW))}
                digits={size > 0x10000 ? 6 : 4}
                marked={marked}
                hits={hits}
                caret={caret}
                onChoose={onChoose}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
