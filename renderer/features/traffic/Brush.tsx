import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import styles from './Picture.module.css';

/** A part of what is shown, 0 to 1. */
interface Part {
  start: number;
  end: number;
}

/** Keys move it by this share. */
const STEP = 0.05;

/** Lies over a picture of the time between two, ms: a part is drawn with the pointer or by keys, and the list narrowed to it. */
export function Brush({ from, to }: { from: number; to: number }) {
  const { t, exact } = useText();
  const scope = useStore((store) => store.traffic.scope);
  const narrow = useStore((store) => store.narrowTraffic);
  const [part, setPart] = useState<Part | null>(null);
  const dragFrom = useRef<number | null>(null);
  const length = Math.max(to - from, 1e-6);
  const shownPart = part ?? (scope.time && partOf(scope.time, from, length));
  const timeOf = ({ start, end }: Part) => ({ from: from + start * length, to: from + end * length });
  const apply = (chosen: Part | null) => {
    setPart(null);
    narrow({ ...scope, time: chosen === null || chosen.end - chosen.start < 0.002 ? null : timeOf(chosen) });
  };
  const shareOf = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - left) / width));
  };
  const between = (a: number, b: number): Part => ({ start: Math.min(a, b), end: Math.max(a, b) });
  const onKeyDown = (event: KeyboardEvent) => {
    const next = movedPart(part ?? shownPart ?? { start: 0.4, end: 0.6 }, event.key, event.shiftKey);
    if (next !== null) setPart(next);
    else if (event.key === 'Enter') apply(part ?? shownPart);
    else if (event.key === 'Escape' && shownPart !== null) apply(null);
    else return;
    event.preventDefault();
  };
  const said = shownPart === null ? '' : t('traffic.scope.time', sayTimes(timeOf(shownPart), exact));
  return (
    <div
      className={styles.brush}
      role="application"
      tabIndex={0}
      aria-label={t('brush.label')}
      aria-description={said}
      title={t('brush.help')}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        dragFrom.current = shareOf(event);
      }}
      onPointerMove={(event) => dragFrom.current !== null && setPart(between(dragFrom.current, shareOf(event)))}
      onPointerUp={(event) => {
        if (dragFrom.current === null) return;
        const drawn = between(dragFrom.current, shareOf(event));
        dragFrom.current = null;
        apply(drawn);
      }}
    >
      {shownPart !== null && (
        <i
          className={styles.brushed}
          style={{ left: `${shownPart.start * 100}%`, width: `${(shownPart.end - shownPart.start) * 100}%` }}
        />
      )}
    </div>
  );
}

const sayTimes = (time: { from: number; to: number }, exact: (at: number) => string) => ({
  from: exact(time.from),
  to: exact(time.to),
});

/** Where a time lies in what is shown; null where it lies outside. */
function partOf(time: { from: number; to: number }, from: number, length: number): Part | null {
  const start = Math.max(0, (time.from - from) / length);
  const end = Math.min(1, (time.to - from) / length);
  return end > start ? { start, end } : null;
}

/** The part after a key: arrows move it, with Shift its end. Null where the key means nothing. */
export function movedPart({ start, end }: Part, key: string, shift: boolean): Part | null {
  const step = { ArrowLeft: -STEP, ArrowRight: STEP }[key];
  if (step === undefined) return null;
  if (shift) return { start, end: Math.min(1, Math.max(start + STEP, end + step)) };
  const move = Math.min(1 - end, Math.max(-start, step));
  return { start: start + move, end: end + move };
}
