import { FIRST_JOB_COLUMNS } from '../../../main/contract/job-columns.ts';
import { JOB_STATES } from '../../../main/contract/job-states.ts';
import { useText } from '../../i18n/text.tsx';
import { useLive } from '../../lib/live.ts';
import { useStore } from '../../store/index.ts';
import { ColumnsMenu } from '../../ui/columns/ColumnsMenu.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { CountedOnce } from '../scope/CountedOnce.tsx';
import { ScopeSelect, useScoped } from '../scope/ScopeSelect.tsx';
import { AskDialog } from './AskDialog.tsx';
import { ClearJobsDialog } from './ClearJobsDialog.tsx';
import { COLUMNS } from './columns.ts';
import { JobInspector } from './JobInspector.tsx';
import { JobList } from './JobList.tsx';
import styles from './Jobs.module.css';
import { JobsBanners } from './JobsBanners.tsx';
import { JobsFoot } from './JobsFoot.tsx';
import { JobsMenu } from './JobsMenu.tsx';
import { JobsToolbar } from './JobsToolbar.tsx';
import { SearchProgress } from './SearchProgress.tsx';

const TOPICS = ['jobs'] as const;

/** What happened to each job. */
export function JobsScreen() {
  const { t } = useText();
  const pullJobs = useStore((store) => store.pullJobs);
  useLive(TOPICS, pullJobs);
  useScoped(pullJobs);
  const journal = useStore((store) => store.jobs.window?.journal);
  return (
    <>
      <section className="screen__main" aria-label={t('screen.jobs')}>
        <States />
        <Bar />
        {journal !== undefined && <JobsBanners journal={journal} />}
        <JobList />
        {journal !== undefined && <JobsFoot journal={journal} />}
      </section>
      <JobInspector />
      <ClearJobsDialog />
      <AskDialog />
    </>
  );
}

function States() {
  const { t } = useText();
  const counts = useStore((store) => store.jobs.window?.counts);
  const states = useStore((store) => store.jobs.states);
  const filterJobs = useStore((store) => store.filterJobs);
  const all = counts === undefined ? 0 : JOB_STATES.reduce((sum, each) => sum + counts[each], 0);
  return (
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
  );
}

function Bar() {
  const { t } = useText();
  const search = useStore((store) => store.jobs.search);
  const told = useStore((store) => store.jobs.window?.search);
  const columns = useStore((store) => store.app.settings?.jobColumns);
  const { searchJobs, changeSettings } = useStore.getState();
  return (
    <div className="screenbar">
      <ScopeSelect />
      <CountedOnce jobs />
      <SearchField label={t('jobs.search.label')} placeholder={t('jobs.search')} value={search} onChange={searchJobs} />
      {told != null && <SearchProgress search={told} />}
      <JobsToolbar />
      <ColumnsMenu
        looks={COLUMNS}
        chosen={columns ?? []}
        atFirst={FIRST_JOB_COLUMNS}
        onChoose={(jobColumns) => void changeSettings({ jobColumns })}
      />
      <JobsMenu />
    </div>
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
