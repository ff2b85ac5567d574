import { type CSSProperties, useMemo, useRef } from 'react';
import { useSize } from '../../lib/size.ts';
import styles from './Columns.module.css';
import { type ColumnLooks, fitColumns } from './columns.ts';

/** The columns that have room in a list, and what the element around the list is given for it. */
export function useFittedColumns<C extends string>(looks: ColumnLooks<C>, chosen: readonly C[]) {
  const ref = useRef<HTMLDivElement>(null);
  const { width } = useSize(ref, '.table');
  const columns = useMemo(() => fitColumns(looks, chosen, width), [looks, chosen, width]);
  const style = { '--columns': columns.map((column) => `${column.width}px`).join(' ') } as CSSProperties;
  return { columns, around: { ref, className: styles.list, style } };
}
