import { ListX, Plus } from 'lucide-react';
import { JOB_STATES } from '../../../main/contract/job-states.ts';
import type { JobRow, JobState } from '../../../main/contract/model.ts';
import { useText } from '../../i18n/text.tsx';
import { shown, textOf, visible } from '../../lib/bytes.ts';
import { useLive, useNow } from '../../lib/live.ts';
import { useStore } from '../../store/index.ts';
import { textOfKey } from '../../store/jobs.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { FixedRows } from '../../ui/FixedRows.tsx';
import { JOB_LOOKS, State } from '../../ui/glyphs.tsx';
import { Nothing } from '../../ui/Nothing.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { FunctionName } from '../functions/FunctionName.tsx';
import { AskDialog } from './AskDialog.tsx';
import { ClearJobsDialog } from './ClearJobsDialog.tsx';
import { useChoosing } from './choosing.ts';
import { JobInspector } from './JobInspector.tsx';
import styles from './Jobs.module.css';
import { JobsBanners } from './JobsBanners.tsx';
import { JobsContextMenu } from './JobsContextMenu.tsx';
import { JobsFoot } from './JobsFoot.tsx';
import { JobsHead } from './JobsHead.tsx';
import { JobsMenu } from './JobsMenu.tsx';
import { JobsToolbar } from './JobsToolbar.tsx';
import { SearchProgress } from './SearchProgress.tsx';

const TOPICS = ['jobs'] as const;

const NONE = new Set<string>();

/** A wait longer than this is marked, ms. */
const LATE = 5000;

/** What happened to each job. */
export function JobsScreen() {
  const { t } = useText();
  const { window, list, states, search, selected } = useStore((store) => store.jobs);
  const chosen = useStore((store) => store.chosen);
  const { filterJobs, searchJobs, viewJobs, openSubmit } = useStore.getState();
  const choosing = useChoosing();
  useLive(
    TOPICS,
    useStore((store) => store.pullJobs),
  );
  const counts = window?.counts;
  const all = counts === undefined ? 0 : JOB_STATES.reduce((sum, each) => sum + counts[each], 0);
  const filtered = states.length > 0 || search.trim() !== '';
  return (
    <>
      <section className="screen__main" aria-label={t('screen.jobs')}>
        <div className={`screenbar ${styles.states}`} role="group" aria-label={t('jobs.state')}>
          <StateChoice label={t('jobs.all')} total={all} chosen={states.length === 0} onChoose={() => filterJobs([])} />
          {JOB_STATES.map((each) => (
            <StateChoice
              key={each}
              label={t(`job.${each}`)}
              total={counts?.[each] ?? 0}
              chosen={states.includes(each)}
              onChoose={() => filterJobs([each])}
            />
          ))}
        </div>
        <div className="screenbar">
          <SearchField
            label={t('jobs.search.label')}
            placeholder={t('jobs.search')}
            value={search}
            onChange={searchJobs}
          />
          {window?.search != null && <SearchProgress search={window.search} />}
          <JobsToolbar />
          <JobsMenu />
        </div>
        {window !== null && <JobsBanners journal={window.journal} />}
        <JobsContextMenu>
          <div className={styles.table} {...choosing.around}>
            <FixedRows
              label={t('screen.jobs')}
              head={<JobsHead />}
              first={window?.first ?? 0}
              end={(window?.first ?? 0) + (window?.total ?? 0)}
              list={list}
              from={window?.from ?? 0}
              rows={window?.rows ?? []}
              keyOf={(row) => textOfKey(row.key)}
              selected={selected === null ? null : textOfKey(selected)}
              chosen={chosen.list === list ? chosen.rows : NONE}
              onSelect={choosing.onSelect}
              onClick={choosing.onClick}
              onKey={choosing.onKey}
              onView={viewJobs}
              cells={(row) => <Cells row={row} />}
              rowLabel={(row) =>
                t('jobs.rowLabel', {
                  handle: shown(row.key.handle),
                  function: shown(row.function),
                  state: t(`job.${row.state}`),
                })
              }
              empty={
                window !== null &&
                (filtered ? (
                  <Empty
                    icon={ListX}
                    title={t('jobs.noMatch')}
                    text={t('jobs.noMatch.text')}
                    actions={
                      <Button
                        onClick={() => {
                          filterJobs([]);
                          searchJobs('');
                        }}
                      >
                        {t('action.clearFilter')}
                      </Button>
                    }
                  />
                ) : (
                  <Empty
                    icon={ListX}
                    title={t('jobs.empty')}
                    text={t('jobs.empty.text')}
                    actions={
                      <Button variant="primary" large icon={Plus} onClick={() => openSubmit()}>
                        {t('submit.title')}
                      </Button>
                    }
                  />
                ))
              }
            />
          </div>
        </JobsContextMenu>
        {window !== null && <JobsFoot journal={window.journal} />}
      </section>
      <JobInspector />
      <ClearJobsDialog />
      <AskDialog />
    </>
  );
}

function StateChoice({
  label,
  total,
  chosen,
  onChoose,
}: {
  label: string;
  total: number;
  chosen: boolean;
  onChoose: () => void;
}) {
  const { count } = useText();
  return (
    <button type="button" aria-pressed={chosen} className={`button button--quiet ${styles.state}`} onClick={onChoose}>
      {label} <span className={styles.count}>{count(total)}</span>
    </button>
  );
}

function Cells({ row }: { row: JobRow }) {
  const { t, clock, count } = useText();
  const look = JOB_LOOKS[row.state as JobState];
  const preview = visible(textOf(row.preview));
  return (
    <>
      <span role="gridcell">
        <State mark={look.mark} tone={look.tone}>
          {t(`job.${row.state}`)}
        </State>
      </span>
      <span role="gridcell" className="code" title={shown(row.key.handle)}>
        {shown(row.key.handle)}
      </span>
      <span role="gridcell" title={shown(row.function)}>
        <FunctionName name={row.function} />
      </span>
      <span role="gridcell" className={row.priority === 'normal' ? 'faint' : ''}>
        {row.priority === 'normal' ? '–' : t(`priority.${row.priority}`)}
      </span>
      <span role="gridcell" className="code" title={shown(row.unique)}>
        {row.unique === '' ? <Nothing /> : shown(row.unique)}
      </span>
      <span role="gridcell" className="number">
        {clock(row.submittedAt)}
      </span>
      <Waited row={row} />
      <Ran row={row} />
      <span role="gridcell" className="number">
        {count(row.workloadSize)}
      </span>
      <span role="gridcell" className={row.resultSize === 0 ? 'number faint' : 'number'}>
        {row.endedAt === null ? '–' : count(row.resultSize)}
      </span>
      <span role="gridcell" className="code muted" title={preview}>
        {preview}
      </span>
    </>
  );
}

function Waited({ row }: { row: JobRow }) {
  const { duration } = useText();
  const now = useNow(1000);
  const waited = Math.max(0, (row.assignedAt ?? row.endedAt ?? now) - row.submittedAt);
  const late = row.assignedAt === null && row.endedAt === null && waited > LATE;
  return (
    <span role="gridcell" className={late ? 'number late' : 'number'}>
      {duration(waited)}
    </span>
  );
}

function Ran({ row }: { row: JobRow }) {
  const { duration } = useText();
  const now = useNow(1000);
  return (
    <span role="gridcell" className={row.assignedAt === null ? 'number faint' : 'number'}>
      {row.assignedAt === null ? '–' : duration(Math.max(0, (row.endedAt ?? now) - row.assignedAt))}
    </span>
  );
}
