import { type MouseEvent, type ReactElement, useState } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { chosenJobs } from '../../store/job-actions.ts';
import { textOfKey } from '../../store/jobs.ts';
import { ContextMenu, type MenuEntry } from '../../ui/Menu.tsx';
import { jobMenu } from './job-menu.ts';

/** A right click in the list is about what is chosen, or about the row where that is not. */
export function JobsContextMenu({ children }: { children: ReactElement }) {
  const text = useText();
  const [groups, setGroups] = useState<MenuEntry[][]>([]);
  const onContextMenu = (event: MouseEvent) => {
    const key = (event.target as Element).closest('[data-key]')?.getAttribute('data-key');
    const { jobs, chooseJob } = useStore.getState();
    const index = jobs.window?.rows.findIndex((row) => textOfKey(row.key) === key) ?? -1;
    const row = jobs.window?.rows[index];
    if (row === undefined || jobs.window === null) return;
    const isChosen = chosenJobs(useStore.getState()).some((each) => textOfKey(each.key) === key);
    if (!isChosen) void chooseJob(row, jobs.window.from + index, 'alone');
  };
  return (
    <ContextMenu
      onOpen={() => setGroups(jobMenu(chosenJobs(useStore.getState()), useStore.getState(), text))}
      groups={groups}
      area={
        <div style={{ display: 'contents' }} onContextMenu={onContextMenu}>
          {children}
        </div>
      }
    />
  );
}
