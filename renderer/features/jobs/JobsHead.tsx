import type { JobColumn } from '../../../main/contract/job-columns.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { ColumnHead, type ColumnSort } from '../../ui/columns/ColumnHead.tsx';
import type { FittedColumn } from '../../ui/columns/columns.ts';
import { COLUMNS, SORTS } from './columns.ts';

/** Column heads; those that can be sorted by are buttons, of which one is reached by Tab and the others by arrow keys. */
export function JobsHead({ columns }: { columns: readonly FittedColumn<JobColumn>[] }) {
  const { t } = useText();
  const chosen = useStore((store) => store.app.settings?.jobColumns);
  const current = useStore((store) => store.jobs.sort);
  const descending = useStore((store) => store.jobs.descending);
  const { sortJobs, changeSettings } = useStore.getState();
  const sortable = columns.filter(({ id }) => SORTS[id] !== undefined);
  const reachable = sortable.find(({ id }) => SORTS[id] === current) ?? sortable[0];
  const sortOf = (id: JobColumn): ColumnSort | undefined => {
    const sort = SORTS[id];
    if (sort === undefined) return undefined;
    const order = sort !== current ? null : descending ? 'descending' : 'ascending';
    return { order, reachable: id === reachable?.id, run: () => sortJobs(sort) };
  };
  return columns.map(({ id }) => (
    <ColumnHead
      key={id}
      id={id}
      title={t(COLUMNS[id].label)}
      number={COLUMNS[id].number}
      note={SORTS[id] === undefined ? t('jobs.notSorted') : undefined}
      chosen={chosen ?? []}
      onChoose={(jobColumns) => void changeSettings({ jobColumns })}
      sort={sortOf(id)}
    />
  ));
}
