import { useCallback, useMemo } from 'react';
import type { JobColumn } from '../../../main/contract/job-columns.ts';
import type { JobRow } from '../../../main/contract/jobs.ts';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useNow } from '../../lib/live.ts';
import { useServerLabels } from '../../lib/server-label.ts';
import { useStore } from '../../store/index.ts';
import { textOfKey } from '../../store/jobs.ts';
import type { FittedColumn } from '../../ui/columns/columns.ts';
import { useFittedColumns } from '../../ui/columns/use-fitted-columns.ts';
import { FixedRows } from '../../ui/FixedRows.tsx';
import { useColumnsInScope } from '../scope/columns-in-scope.ts';
import { type CellContext, cellOf } from './cells.tsx';
import { useChoosing } from './choosing.ts';
import { COLUMNS } from './columns.ts';
import { JobsContextMenu } from './JobsContextMenu.tsx';
import { JobsHead } from './JobsHead.tsx';
import { NoJobs } from './NoJobs.tsx';

const NO_COLUMNS: readonly JobColumn[] = [];
const NONE = new Set<string>();

/** One row per job. */
export function JobList() {
  const shownColumns = useStore((store) => store.app.settings?.jobColumns ?? NO_COLUMNS);
  const { columns, around } = useFittedColumns(COLUMNS, useColumnsInScope(shownColumns, 'server', 'function'));
  const choosing = useChoosing();
  return (
    <JobsContextMenu>
      <div {...around} {...choosing.around}>
        <Rows columns={columns} choosing={choosing} />
      </div>
    </JobsContextMenu>
  );
}

interface RowsProps {
  columns: readonly FittedColumn<JobColumn>[];
  choosing: ReturnType<typeof useChoosing>;
}

/** The part of it that changes in each frame. */
function Rows({ columns, choosing }: RowsProps) {
  const text = useText();
  const window = useStore((store) => store.jobs.window);
  const list = useStore((store) => store.jobs.list);
  const selected = useStore((store) => store.jobs.selected);
  const chosen = useStore((store) => store.chosen);
  const colours = useStore((store) => store.colours);
  const viewJobs = useStore((store) => store.viewJobs);
  const servers = useServerLabels();
  const now = useTimeOfRows(window?.rows);
  const head = useMemo(() => <JobsHead columns={columns} />, [columns]);
  const cells = useCallback(
    (row: JobRow) => {
      const context: CellContext = { text, now, colours, servers };
      return columns.map(({ id }) => cellOf(id, row, context));
    },
    [text, now, colours, servers, columns],
  );
  const label = useCallback(
    ({ key, state, ...row }: JobRow) =>
      text.t('jobs.rowLabel', {
        handle: shown(key.handle),
        function: shown(row.function),
        state: text.t(`job.${state}`),
      }),
    [text],
  );
  return (
    <FixedRows
      label={text.t('screen.jobs')}
      head={head}
      first={window?.first ?? 0}
      end={(window?.first ?? 0) + (window?.total ?? 0)}
      list={list}
      from={window?.from ?? 0}
      rows={window?.rows ?? []}
      keyOf={keyOf}
      selected={selected === null ? null : textOfKey(selected)}
      chosen={chosen.list === list ? chosen.rows : NONE}
      onSelect={choosing.onSelect}
      onClick={choosing.onClick}
      onKey={choosing.onKey}
      onView={viewJobs}
      cells={cells}
      rowLabel={label}
      empty={window !== null && <NoJobs />}
    />
  );
}

const keyOf = ({ key }: JobRow): string => textOfKey(key);

/** The time for durations that run on, anew each second; 0 while none does, so that rows that stay are left as they are. */
function useTimeOfRows(rows: readonly JobRow[] | undefined): number {
  const now = useNow(1000);
  return rows?.some(({ endedAt }) => endedAt === null) ? now : 0;
}
