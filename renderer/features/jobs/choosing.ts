import { type KeyboardEvent, type MouseEvent, useCallback, useRef } from 'react';
import type { JobRow } from '../../../main/contract/jobs.ts';
import { useStore } from '../../store/index.ts';
import { chosenJobs } from '../../store/job-actions.ts';
import { textOfKey } from '../../store/jobs.ts';

type How = 'alone' | 'toggle' | 'range';

function choose(row: JobRow, how: How): void {
  const { jobs, chooseJob } = useStore.getState();
  const text = textOfKey(row.key);
  const index = jobs.window?.rows.findIndex((each) => textOfKey(each.key) === text) ?? -1;
  if (jobs.window !== null && index >= 0) void chooseJob(row, jobs.window.from + index, how);
}

/**
 * How jobs are chosen: a click or an arrow key chooses one, with Shift all up to it, a click with Ctrl or Command one more or one
 * less, Ctrl+A all. Escape leaves the one in the inspector. Delete asks whether to cancel what is chosen.
 */
export function useChoosing() {
  /** Whether Shift was held with the last key: the row that it leads to may come later. */
  const extends_ = useRef(false);
  const onSelect = useCallback((row: JobRow) => choose(row, extends_.current ? 'range' : 'alone'), []);
  const onClick = useCallback(
    (row: JobRow, event: MouseEvent) =>
      choose(row, event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'toggle' : 'alone'),
    [],
  );
  const onKey = useCallback(({ key }: KeyboardEvent): boolean => {
    const store = useStore.getState();
    if (key === 'Escape' && store.chosen.rows.size > 1) store.chooseNoMore();
    else if (key === 'Delete') store.askCancel(chosenJobs(store));
    else return false;
    return true;
  }, []);
  const onKeyDownCapture = useCallback((event: KeyboardEvent) => {
    extends_.current = event.shiftKey;
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'a') return;
    event.preventDefault();
    void useStore.getState().chooseAllJobs();
  }, []);
  return { onSelect, onClick, onKey, around: { onKeyDownCapture } };
}
