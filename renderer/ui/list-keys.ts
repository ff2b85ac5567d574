import { type KeyboardEvent, useEffect, useEffectEvent, useId, useRef, useState } from 'react';

/**
 * A list as one tab stop: arrow keys choose, Enter goes into the inspector of what is chosen. Returns what the grid's
 * element needs, and the id of a row by its place.
 */
export function useListKeys(rows: number, at: number, choose: (index: number) => void) {
  const id = useId();
  const [focused, setFocused] = useState(false);
  const ref = useRef<HTMLDivElement>(null);
  const height = useRef(0);
  // A pane that opens below must not hide what it was opened for.
  const resized = useEffectEvent((list: HTMLElement) => {
    const before = height.current;
    height.current = list.clientHeight;
    const row = document.getElementById(`${id}-${at}`);
    if (row === null || height.current >= before) return;
    const below = row.getBoundingClientRect().bottom - list.getBoundingClientRect().top;
    if (below > height.current && below <= before) row.scrollIntoView({ block: 'nearest' });
  });
  useEffect(() => {
    const list = ref.current;
    if (list === null) return;
    const observer = new ResizeObserver(() => resized(list));
    observer.observe(list);
    return () => observer.disconnect();
  }, []);
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
      ref,
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
