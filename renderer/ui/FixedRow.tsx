import { type MouseEvent, memo, type ReactNode, useMemo } from 'react';

interface FixedRowProps<T> {
  id: string;
  dataKey: string | number;
  row: T;
  /** The row before it, where that is here. */
  above: T | undefined;
  /** Counted from 1, the head included. */
  index: number;
  /** Where it stands, px. */
  top: number;
  selected: boolean;
  className: string | undefined;
  cells: (row: T, above: T | undefined) => ReactNode;
  label: ((row: T, above: T | undefined) => string | undefined) | undefined;
  onSelect: (row: T) => void;
  onClick: ((row: T, event: MouseEvent) => void) | undefined;
  onOpen: ((row: T) => void) | undefined;
}

/** A row of a list. It is drawn anew only when something is said of it, and what is in it when that is of another row. */
export const FixedRow = memo(Row) as typeof Row;

function Row<T>(props: FixedRowProps<T>) {
  const { id, dataKey, row, above, index, top, selected, className, cells, label, onSelect, onClick, onOpen } = props;
  const content = useMemo(() => cells(row, above), [cells, row, above]);
  const name = useMemo(() => label?.(row, above), [label, row, above]);
  return (
    <div
      id={id}
      data-key={dataKey}
      role="row"
      tabIndex={-1}
      aria-rowindex={index}
      aria-selected={selected}
      aria-label={name}
      className={className === undefined ? 'table__row' : `table__row ${className}`}
      style={{ position: 'absolute', insetInline: 0, transform: `translateY(${top}px)` }}
      onClick={(event) => (onClick ? onClick(row, event) : onSelect(row))}
      onDoubleClick={() => onOpen?.(row)}
    >
      {content}
    </div>
  );
}
