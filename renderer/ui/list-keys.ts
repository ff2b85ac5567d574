import { type KeyboardEvent, useId, useState } from 'react';

/**
 * A list as one tab stop: arrow keys choose, Enter goes into the inspector of what is chosen. Returns what the grid's
 * element needs, and the id of a row by its place.
 */
export function useListKeys(rows: number, at: number, choose: (index: number) => void) {
  const id = useId();
  const [focused, setFocused] = useState(false);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.metaKey || event.ctrlKey) return;
    if (event.key === 'Enter' && at >= 0) {
      event.preventDefault();
      intoInspector();
    }
    const target = { ArrowDown: at + 1, ArrowUp: at < 0 ? rows - 1 : at - 1, Home: 0, End: rows - 1 }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    const index = Math.min(Math.max(target, 0), rows - 1);
    choose(index);
    document.getElementById(`${id}-${index}`)?.scrollIntoView({ block: 'nearest' });
  };
  return {
    idOf: (index: number) => `${id}-${index}`,
    grid: {
      'aria-activedescendant': at < 0 ? undefined : `${id}-${at}`,
      'data-focus': focused || undefined,
      onFocus: () => setFocused(true),
      onBlur: () => setFocused(false),
      onKeyDown,
    },
  } as const;
}

/** Goes to what is told of the chosen row; true where there is an inspector. */
export function intoInspector(): boolean {
  const button = document.querySelector<HTMLElement>('.inspector button');
  button?.focus();
  return button !== null;
}
