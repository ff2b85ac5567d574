import { ChevronDown, ChevronUp } from 'lucide-react';
import type { JobSort } from '../../../main/contract/model.ts';
import { type MessageId, useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Icon } from '../../ui/Icon.tsx';

const COLUMNS: readonly { label: MessageId; sort?: JobSort; number?: boolean }[] = [
  { label: 'column.state', sort: 'state' },
  { label: 'column.handle' },
  { label: 'column.function', sort: 'function' },
  { label: 'column.priority', sort: 'priority' },
  { label: 'column.unique' },
  { label: 'column.submitted', sort: 'submitted', number: true },
  { label: 'column.waited', sort: 'waited', number: true },
  { label: 'column.ran', sort: 'ran', number: true },
  { label: 'column.workloadSize', sort: 'workload', number: true },
  { label: 'column.resultSize', sort: 'result', number: true },
  { label: 'column.workload' },
];

/** Column heads; those that can be sorted by are buttons. */
export function JobsHead() {
  const { t } = useText();
  const { sort: current, descending } = useStore((store) => store.jobs);
  const sortJobs = useStore((store) => store.sortJobs);
  return COLUMNS.map(({ label, sort, number }) => {
    const sorted = sort === current;
    return (
      <span
        key={label}
        role="columnheader"
        className={number ? 'number' : undefined}
        aria-sort={sorted ? (descending ? 'descending' : 'ascending') : undefined}
      >
        {sort === undefined ? (
          t(label)
        ) : (
          <button type="button" tabIndex={-1} onClick={() => sortJobs(sort)}>
            {t(label)}
            {sorted && <Icon of={descending ? ChevronDown : ChevronUp} small />}
          </button>
        )}
      </span>
    );
  });
}
