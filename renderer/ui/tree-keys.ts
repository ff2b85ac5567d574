import { type KeyboardEvent, useId, useState } from 'react';

interface Row {
  id: string;
  depth: number;
  open?: boolean;
}

interface TreeKeysParts<R extends Row> {
  rows: readonly R[];
  chosen: string | null;
  choose: (row: R | null) => void;
  open: (row: R, open: boolean) => void;
}

/** One tab stop for a tree of rows: arrows move, open and close, as the pattern of ARIA has it. */
export function useTreeKeys<R extends Row>({ rows, chosen, choose, open }: TreeKeysParts<R>) {
  const id = useId();
  const [focused, setFocused] = useState(false);
  const at = rows.findIndex((row) => row.id === chosen);
  const idOf = (row: string) => `${id}-${row}`;
  const row = rows[at];

  /** Where a key moves to; undefined where it does not. */
  function targetOf(key: string): number | undefined {
    if (key === 'Home') return 0;
    if (key === 'End') return rows.length - 1;
    if (key === 'ArrowDown' || (key === 'ArrowRight' && row?.open === true)) return at + 1;
    if (key === 'ArrowUp') return Math.max(at - 1, 0);
    if (key !== 'ArrowLeft' || row === undefined || row.open === true) return undefined;
    const parent = rows.findLastIndex((each, index) => index < at && each.depth < row.depth);
    return parent < 0 ? undefined : parent;
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const { key } = event;
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (key === 'Escape' && chosen !== null) {
      event.stopPropagation();
      choose(null);
      return;
    }
    const opens = (key === 'ArrowRight' && row?.open === false) || (key === 'Enter' && row?.open === false);
    const closes = (key === 'ArrowLeft' && row?.open === true) || (key === 'Enter' && row?.open === true);
    const target = rows[Math.min(targetOf(key) ?? Number.NaN, rows.length - 1)];
    if (row !== undefined && (opens || closes)) open(row, opens);
    else if (target !== undefined) {
      choose(target);
      document.getElementById(idOf(target.id))?.scrollIntoView({ block: 'nearest' });
    } else return;
    event.preventDefault();
  };
  return {
    idOf,
    tree: {
      'aria-activedescendant': at < 0 ? undefined : idOf(chosen as string),
      'data-focus': focused || undefined,
      onFocus: () => setFocused(true),
      onBlur: () => setFocused(false),
      onKeyDown,
    },
  } as const;
}
