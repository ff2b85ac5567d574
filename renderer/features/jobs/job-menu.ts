import { COMMANDS_MOST, EDITED_BYTES, RESUBMITTED_MOST } from '../../../main/contract/job-actions.ts';
import type { JobRow } from '../../../main/contract/model.ts';
import type { Text } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { ofJob } from '../../lib/filter-text.ts';
import type { Store } from '../../store/index.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';

export type JobAction =
  | 'resubmit'
  | 'duplicate'
  | 'cancel'
  | 'purge'
  | 'command'
  | 'jsonl'
  | 'csv'
  | 'packets'
  | 'function';

/** What can be done with these jobs, by its name. */
export function jobActionsFor(jobs: readonly JobRow[], store: Store, { t, size }: Text): Record<JobAction, MenuEntry> {
  const keys = jobs.map(({ key }) => key);
  const unfinished = jobs.filter(({ state }) => state === 'queued' || state === 'running').length;
  const names = new Set(jobs.map((job) => job.function));
  const [job] = jobs;
  const single = jobs.length === 1 ? job : undefined;
  const tooLarge = single !== undefined && single.workloadSize > EDITED_BYTES;
  const cannotExport = store.jobs.window?.journal.state !== 'on' || store.jobs.window.journal.exporting !== null;
  const [name = ''] = names;
  return {
    resubmit: {
      label: t('jobs.resubmitMany', { count: jobs.length }),
      disabled: jobs.length === 0 || jobs.length > RESUBMITTED_MOST,
      run: () => void store.resubmitJobs(keys),
    },
    duplicate: {
      label: t('jobs.duplicate'),
      disabled: single === undefined || tooLarge,
      ...(tooLarge && { note: t('jobs.duplicate.tooLarge', { size: size(EDITED_BYTES) }) }),
      run: () => single && void store.duplicateJob(single),
    },
    cancel: {
      label: t('jobs.cancel', { count: unfinished }),
      disabled: unfinished === 0,
      run: () => store.askCancel(jobs),
    },
    purge: {
      label: names.size === 1 ? t('jobs.purge', { name: shown(name) }) : t('jobs.purge.several'),
      disabled: names.size !== 1,
      run: () => void store.askPurge(name),
    },
    command: {
      label: t('jobs.copyCommand', { count: jobs.length }),
      disabled: jobs.length === 0 || jobs.length > COMMANDS_MOST,
      run: () => void store.copyJobCommands(keys),
    },
    jsonl: {
      label: t('jobs.exportChosen.jsonl', { count: jobs.length }),
      disabled: jobs.length === 0 || cannotExport,
      run: () => void store.exportChosen(keys, 'jsonl'),
    },
    csv: {
      label: t('jobs.exportChosen.csv', { count: jobs.length }),
      disabled: jobs.length === 0 || cannotExport,
      run: () => void store.exportChosen(keys, 'csv'),
    },
    packets: {
      label: t('jobs.showPackets'),
      disabled: single === undefined,
      run: () => single && store.openTraffic(ofJob(single.key.handle)),
    },
    function: {
      label: t('jobs.showFunction'),
      disabled: names.size !== 1,
      run: () => void store.openFunction(name),
    },
  };
}

/** What a right click on chosen jobs offers. */
export function jobMenu(jobs: readonly JobRow[], store: Store, text: Text): MenuEntry[][] {
  if (jobs.length === 0) return [];
  const does = jobActionsFor(jobs, store, text);
  return [
    [does.resubmit, does.duplicate],
    [does.cancel, does.purge],
    [does.command, does.jsonl, does.csv],
    [does.packets, does.function],
  ];
}
