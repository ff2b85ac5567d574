import { useEffect, useRef, useState } from 'react';
import { type GoTo, sameView, type View } from '../../ui/FixedRows.tsx';

/**
 * What FixedRows needs of a list that is here as a whole. A row that is selected from elsewhere is brought in sight; one
 * that the list itself has `chosen`, by its key, is there already.
 */
export function useRowsInSight<T>(rows: readonly T[], keyOf: (row: T) => string, selected: string | null) {
  const [view, setView] = useState<View>({ from: 0, rows: 40 });
  const [goTo, setGoTo] = useState<GoTo | null>(null);
  const known = useRef<string | null>(null);
  const at = selected === null ? -1 : rows.findIndex((row) => keyOf(row) === selected);
  useEffect(() => {
    if (at < 0 || known.current === selected) return;
    known.current = selected;
    setGoTo((before) => ({ position: at, id: (before?.id ?? 0) + 1 }));
  }, [at, selected]);
  const from = view.from === 'end' ? 0 : Math.min(view.from, Math.max(0, rows.length - 1));
  return {
    chosen: (key: string) => {
      known.current = key;
    },
    rows: {
      first: 0,
      end: rows.length,
      from,
      rows: rows.slice(from, from + view.rows),
      goTo,
      onView: (next: View) => setView((before) => (sameView(before, next) ? before : next)),
    },
  };
}
