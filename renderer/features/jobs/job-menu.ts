import type { CommandId } from '../../../main/contract/commands.ts';
import { COMMANDS_MOST, EDITED_BYTES, RESUBMITTED_MOST } from '../../../main/contract/job-actions.ts';
import type { JobRow } from '../../../main/contract/jobs.ts';
import type { Text } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { ofJob, ofServer } from '../../lib/filter-text.ts';
import { shortcutIn } from '../../lib/shortcuts.ts';
import type { Store } from '../../store/index.ts';
import { hasScopes } from '../../store/scope.ts';
import { serverOf } from '../../store/servers.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { onlyServer } from '../scope/only-server.ts';

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

/** Whether each can be done with these jobs, and how. */
export function jobActs(
  jobs: readonly JobRow[],
  store: Store,
): Record<JobAction, { can: boolean; run: () => unknown }> {
  const keys = jobs.map(({ key }) => key);
  const names = new Set(jobs.map((job) => job.function));
  const servers = new Set(keys.map(({ server }) => server));
  const [server = ''] = servers;
  const [job] = jobs;
  const single = jobs.length === 1 ? job : undefined;
  const [name = ''] = names;
  const canExport = store.jobs.window?.journal.state === 'on' && store.jobs.window.journal.exporting === null;
  const some = jobs.length > 0;
  return {
    resubmit: { can: some && jobs.length <= RESUBMITTED_MOST, run: () => store.resubmitJobs(keys) },
    duplicate: {
      can: single !== undefined && single.workloadSize <= EDITED_BYTES,
      run: () => single && store.duplicateJob(single),
    },
    cancel: {
      can: unfinishedOf(jobs) > 0 && !keys.some((key) => isReadOnly(key.server, store)),
      run: () => store.askCancel(jobs),
    },
    purge: {
      can: names.size === 1 && servers.size === 1 && isOurs(server, store),
      run: () => store.askPurge(name, server),
    },
    command: { can: some && jobs.length <= COMMANDS_MOST, run: () => store.copyJobCommands(keys) },
    jsonl: { can: some && canExport, run: () => store.exportChosen(keys, 'jsonl') },
    csv: { can: some && canExport, run: () => store.exportChosen(keys, 'csv') },
    packets: {
      can: single !== undefined,
      run: () => {
        if (single === undefined) return;
        store.widenScope(single.key.server);
        // Servers give the same handles.
        const its = hasScopes(store) ? ` and ${ofServer(single.key.server)}` : '';
        void store.openTraffic(`${ofJob(single.key.handle)}${its}`);
      },
    },
    function: { can: names.size === 1, run: () => store.openFunction(name) },
  };
}

/** A proxy that lets nothing through that changes its server. */
const isReadOnly = (id: string, store: Store): boolean => {
  const server = serverOf(store, id)?.server;
  return server?.kind === 'proxy' && server.readOnly;
};
/** One of our own; before the list is known there is but the first. */
const isOurs = (id: string, store: Store): boolean => (serverOf(store, id)?.server.kind ?? 'embedded') === 'embedded';

const unfinishedOf = (jobs: readonly JobRow[]): number =>
  jobs.filter(({ state }) => state === 'queued' || state === 'running').length;

/** Those that are commands too, with keys. */
const COMMANDS: Readonly<{ [action in JobAction]?: CommandId }> = {
  resubmit: 'job.resubmit',
  duplicate: 'job.duplicate',
  cancel: 'job.cancel',
  command: 'job.copyCommand',
  packets: 'job.showPackets',
  function: 'job.showFunction',
};

/** What can be done with these jobs, by its name. */
export function jobActionsFor(jobs: readonly JobRow[], store: Store, { t, size }: Text): Record<JobAction, MenuEntry> {
  const acts = jobActs(jobs, store);
  const [name = '', ...others] = new Set(jobs.map((job) => job.function));
  const count = jobs.length;
  const tooLarge = count === 1 && (jobs[0]?.workloadSize ?? 0) > EDITED_BYTES;
  const entry = (action: JobAction, label: string): MenuEntry => ({
    label,
    shortcut: COMMANDS[action] && shortcutIn(store, COMMANDS[action]),
    disabled: !acts[action].can,
    run: () => void acts[action].run(),
  });
  return {
    resubmit: entry('resubmit', t('jobs.resubmitMany', { count })),
    duplicate: {
      ...entry('duplicate', t('command.job.duplicate')),
      ...(tooLarge && { note: t('jobs.duplicate.tooLarge', { size: size(EDITED_BYTES) }) }),
    },
    cancel: {
      ...entry('cancel', t('jobs.cancel', { count: unfinishedOf(jobs) })),
      ...(jobs.some(({ key }) => isReadOnly(key.server, store)) && { note: t('jobs.cancel.readOnly') }),
    },
    purge: entry(
      'purge',
      others.length === 0 && count > 0 ? t('jobs.purge', { name: shown(name) }) : t('jobs.purge.several'),
    ),
    command: entry('command', t('jobs.copyCommand', { count })),
    jsonl: entry('jsonl', t('jobs.exportChosen.jsonl', { count })),
    csv: entry('csv', t('jobs.exportChosen.csv', { count })),
    packets: entry('packets', t('command.job.showPackets')),
    function: entry('function', t('command.job.showFunction')),
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
    [does.packets, does.function, ...onlyServer(jobs[0]?.key.server ?? '', store, text.t)],
  ];
}
