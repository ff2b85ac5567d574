import { ChevronDown, ChevronUp } from 'lucide-react';
import { type DragEvent, type KeyboardEvent, useState } from 'react';
import { Icon } from '../Icon.tsx';
import styles from './Columns.module.css';
import { movedBefore } from './columns.ts';

const DRAGGED = 'application/x-gearbench-column';

interface ColumnHeadProps<C extends string> {
  id: C;
  title: string;
  number?: boolean | undefined;
  /** It is read out, and not seen. */
  hidden?: boolean | undefined;
  /** What is said of it beside its title. */
  note?: string | undefined;
  /** The columns that are shown, and who changes them; without them each has its place. */
  chosen?: readonly C[];
  onChoose?: (columns: C[]) => void;
  /** Where the list can be sorted by it. */
  sort?: ColumnSort | undefined;
}

export interface ColumnSort {
  order: 'ascending' | 'descending' | null;
  /** The key that goes from pane to pane comes to one of them. */
  reachable: boolean;
  run: () => void;
}

/** A column's head. Where columns can be chosen it can be dragged to another place; the menu of columns does the same by keyboard. */
export function ColumnHead<C extends string>(props: ColumnHeadProps<C>) {
  const { id, title, number, hidden, note, chosen = [], onChoose, sort } = props;
  const [over, setOver] = useState(false);
  const onDrop = (event: DragEvent) => {
    setOver(false);
    const dragged = event.dataTransfer.getData(DRAGGED) as C;
    if (dragged === id || !chosen.includes(dragged) || onChoose === undefined) return;
    event.preventDefault();
    onChoose(movedBefore(chosen, dragged, id));
  };
  return (
    <span
      role="columnheader"
      className={[number ? 'number' : '', over ? styles.dropHere : ''].join(' ').trim() || undefined}
      title={note === undefined ? title : `${title}\n${note}`}
      aria-sort={sort?.order ?? undefined}
      draggable={onChoose !== undefined}
      onDragStart={(event) => event.dataTransfer.setData(DRAGGED, id)}
      onDragOver={(event) => {
        if (onChoose === undefined || !event.dataTransfer.types.includes(DRAGGED)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      {sort === undefined ? (
        hidden ? (
          <span className="visually-hidden">{title}</span>
        ) : (
          title
        )
      ) : (
        <button type="button" tabIndex={sort.reachable ? 0 : -1} onClick={sort.run} onKeyDown={toOther}>
          {title}
          {sort.order !== null && <Icon of={sort.order === 'descending' ? ChevronDown : ChevronUp} small />}
        </button>
      )}
    </span>
  );
}

/** The arrow keys go from one that sorts to the next. */
function toOther(event: KeyboardEvent<HTMLButtonElement>): void {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const all = [...(event.currentTarget.closest('[role=row]')?.querySelectorAll('button') ?? [])];
  all[all.indexOf(event.currentTarget) + step]?.focus();
}
