import type { FunctionRow } from '../../../main/contract/functions.ts';
import { commandEntry } from '../../commands.ts';
import type { Text } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import type { Store } from '../../store/index.ts';
import { crewOf } from '../../store/workers.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { crewEntries } from '../workers/worker-actions.ts';

/** What a right click on the chosen function offers: jobs for it, its workers, the function itself. */
export function functionMenu(row: FunctionRow, store: Store, text: Text): MenuEntry[][] {
  const name = shown(row.name);
  const { t } = text;
  const submit: MenuEntry = { label: t('functions.submit'), run: () => store.openSubmit({ function: name }) };
  if (row.definition === null)
    return [[submit], [{ label: t('why.do.create'), run: () => store.createFunction(name) }]];
  const own = row.definition.name;
  return [
    [submit, commandEntry('function.testRun', store, text)],
    ...crewEntries({ crew: crewOf(row.definition, row.workers), worker: null }, store, text),
    [{ label: t('functions.showWorkers'), run: () => store.openWorkers(own) }],
    (['function.duplicate', 'function.export', 'function.delete'] as const).map((id) => commandEntry(id, store, text)),
  ];
}
