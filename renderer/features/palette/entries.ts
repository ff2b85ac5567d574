import { matchSorter } from 'match-sorter';
import { COMMAND_TABLE } from '../../../main/contract/commands.ts';
import { COMMANDS, canDo, wordsOf } from '../../commands.ts';
import type { Text } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { labelOf } from '../../lib/server-label.ts';
import { shortcutIn } from '../../lib/shortcuts.ts';
import type { Store } from '../../store/index.ts';
import { textOfKey } from '../../store/jobs.ts';
import { hasScopes, SCOPED_SCREENS, scopesOf, textOfScope } from '../../store/scope.ts';
import { scopeLabel } from '../scope/ScopeSelect.tsx';
import { showSetting } from '../settings/show-setting.ts';
import { SETTINGS } from '../settings/table.ts';

/** In the order in which they are offered. */
export const PALETTE_KINDS = ['function', 'worker', 'server', 'job', 'workload', 'command', 'setting'] as const;
export type PaletteKind = (typeof PALETTE_KINDS)[number];

/** Something that the palette offers. */
export interface PaletteEntry {
  id: string;
  kind: PaletteKind;
  label: string;
  /** More words that it is found by, shown beside it. */
  note: string;
  shortcut: string;
  run: () => unknown;
}

export interface PaletteGroup {
  kind: PaletteKind;
  entries: PaletteEntry[];
}

/** Entries of a kind that are shown at once. */
const MOST = 8;

/** All that can be done or gone to now; jobs are those that were found for the text. */
export function entriesOf(store: Store, { t }: Text): PaletteEntry[] {
  const entry = (kind: PaletteKind, id: string, label: string, note: string, run: () => unknown, shortcut = '') => ({
    ...{ id: `${kind} ${id}`, kind, label, note, shortcut, run },
  });
  const { managed = [], outside = [] } = store.workers.view ?? {};
  return [
    ...COMMANDS.filter((command) => command.id !== 'palette.open' && canDo(command, store)).map((command) =>
      entry(
        'command',
        command.id,
        t(wordsOf(command.id, store)),
        t(`menu.${COMMAND_TABLE[command.id].menu}`),
        () => command.run(store),
        shortcutIn(store, command.id),
      ),
    ),
    ...store.functions.rows.map(({ name, definition }) =>
      entry('function', name, shown(name), definition?.description ?? '', () => store.openFunction(name)),
    ),
    ...managed.flatMap(({ function: name, workers }) =>
      workers.map((worker) =>
        entry('worker', `${name} ${worker.name}`, shown(worker.name), t(`worker.${worker.state}`), () => {
          store.openWorkers(name);
          store.selectWorker({ kind: 'worker', name, worker: shown(worker.name) });
        }),
      ),
    ),
    ...outside.map(({ connection, clientId, address }) =>
      entry('worker', `#${connection}`, shown(clientId) || address, address, () => {
        store.go('workers');
        store.selectWorker({ kind: 'outside', connection });
      }),
    ),
    ...store.servers.list.map((info) =>
      entry(
        'server',
        info.id,
        labelOf(info, t),
        [info.address, info.server.group, t(`servers.mode.${info.server.kind}`)].filter(Boolean).join(' · '),
        () => store.openServer(info.id),
      ),
    ),
    ...(store.workspace?.workloads ?? []).map((workload) =>
      entry(
        'workload',
        `${workload.folder}/${workload.name}`,
        workload.name,
        [workload.folder, workload.function].filter(Boolean).map(shown).join(' · '),
        () => {
          store.openSubmit();
          store.takeWorkload(workload);
        },
      ),
    ),
    ...(hasScopes(store) ? scopesOf(store.servers.list) : [])
      .filter((scope) => scope.kind !== 'all')
      .map((scope) =>
        entry(
          'server',
          textOfScope(scope),
          t('scope.showOnly', { server: scopeLabel(scope, store.servers.list, t) }),
          '',
          () => {
            if (!SCOPED_SCREENS.includes(store.app.screen)) store.go('overview');
            store.chooseScope(scope);
          },
        ),
      ),
    ...SETTINGS.map(({ id, label, section }) =>
      entry('setting', id, t(label), t(`settings.${section}`), () => showSetting(store, id)),
    ),
    ...store.palette.jobs.map((job) =>
      entry('job', textOfKey(job.key), shown(job.key.handle), `${shown(job.function)} · ${t(`job.${job.state}`)}`, () =>
        store.openJob(job.key),
      ),
    ),
  ];
}

/** Those that the text finds, by kind, the likeliest of each first; without a text the commands. */
export function found(entries: readonly PaletteEntry[], text: string): PaletteGroup[] {
  const words = text.trim();
  const of = (kind: PaletteKind): PaletteEntry[] => {
    const all = entries.filter((each) => each.kind === kind);
    if (words === '') return kind === 'command' ? all : [];
    // A job may be found by what it carries, which is not shown here.
    return kind === 'job' ? all : matchSorter(all, words, { keys: ['label', 'note'] }).slice(0, MOST);
  };
  return PALETTE_KINDS.map((kind) => ({ kind, entries: of(kind) })).filter((group) => group.entries.length > 0);
}
