import { ArrowLeftRight, Download, RotateCcw, X } from 'lucide-react';
import type { JobDetail } from '../../../main/contract/jobs.ts';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { ofJob } from '../../lib/filter-text.ts';
import { useShortcuts } from '../../lib/shortcuts.ts';
import { useStore } from '../../store/index.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { ContentView } from '../../ui/ContentView.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { JOB_LOOKS, State } from '../../ui/glyphs.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { Compared } from '../compare/Compared.tsx';
import { JobSnippet } from '../snippets/JobSnippet.tsx';
import { JobStory } from '../story/JobStory.tsx';
import { WhyWaiting } from '../why/WhyWaiting.tsx';
import { JobContent } from './JobContent.tsx';
import { JobNote } from './JobNote.tsx';
import { JobStates } from './JobStates.tsx';
import { JobSteps } from './JobSteps.tsx';
import styles from './Jobs.module.css';
import { Outcome } from './Outcome.tsx';
import { useJobSentence } from './sentence.ts';

/** One job: a sentence of what happened, then the evidence. */
export function JobInspector() {
  const { t } = useText();
  const { detail, selected, tab } = useStore((store) => store.jobs);
  const { closeJob, showJobTab, resubmitJobs, openTraffic, saveJobResult } = useStore.getState();
  const shortcut = useShortcuts();
  if (selected === null) return null;
  const handle = shown(selected.handle);
  const look = detail === null ? null : JOB_LOOKS[detail.state];
  return (
    <aside className={`inspector ${styles.inspector}`} aria-label={t('jobs.inspector', { handle })}>
      <header className="inspector__head">
        <div className="inspector__title">
          <h2 className={styles.title}>
            {look === null ? (
              <span className={styles.handle}>{handle}</span>
            ) : (
              <State mark={look.mark} tone={look.tone}>
                <span className={styles.handle}>{handle}</span>
              </State>
            )}
          </h2>
          <CopyButton text={handle} label={t('jobs.copyHandle')} />
          <span className="grow" />
          {detail !== null && (
            <Button
              icon={RotateCcw}
              title={shortcut('job.resubmit')} // behind the words it would take the handle's room
              disabled={detail.workload.kept < detail.workload.size}
              onClick={() => void resubmitJobs([detail.key])}
            >
              {t('command.job.resubmit')}
            </Button>
          )}
          <IconButton
            icon={ArrowLeftRight}
            label={t('command.job.showPackets')}
            shortcut={shortcut('job.showPackets')}
            onClick={() => void openTraffic(ofJob(selected.handle))}
          />
          <IconButton icon={X} label={t('action.close')} onClick={closeJob} />
        </div>
        <p className={`muted selectable ${styles.sentence}`}>
          {detail === null ? t('jobs.gone') : <Sentence job={detail} />}
        </p>
      </header>
      {detail !== null && (
        <Tabs
          value={tab}
          tabs={[
            { value: 'details', label: t('jobs.details') },
            { value: 'workload', label: t('jobs.workload') },
            { value: 'result', label: t('jobs.result') },
            { value: 'story', label: t('story.title') },
            { value: 'snippets', label: t('snippet.title') },
          ]}
          onChange={showJobTab}
        >
          {tab === 'details' && <Details job={detail} />}
          {tab === 'story' && <JobStory key={handle} job={detail.key} />}
          {tab === 'snippets' && <JobSnippet job={detail.key} />}
          {tab === 'workload' && (
            <Compared job={selected} part="workload">
              <JobContent job={detail} part="workload" />
            </Compared>
          )}
          {tab === 'result' && (
            <Compared job={selected} part="result">
              <Result job={detail} onSave={() => void saveJobResult(detail.key)} />
            </Compared>
          )}
        </Tabs>
      )}
    </aside>
  );
}

/** Drawn each second, without the rest. */
const Sentence = ({ job }: { job: JobDetail }) => useJobSentence(job);

function Details({ job }: { job: JobDetail }) {
  const { t, exact, size, count } = useText();
  const openFunction = useStore((store) => store.openFunction);
  return (
    <>
      <JobStates job={job} />
      {job.state === 'queued' && <WhyWaiting job={job.key} />}
      <dl className="facts">
        <dt>{t('column.function')}</dt>
        <dd>
          <button type="button" className="link-button" onClick={() => void openFunction(job.function)}>
            {shown(job.function)}
          </button>
        </dd>
        <dt>{t('column.unique')}</dt>
        <dd className="selectable">{job.unique === '' ? t('jobs.noUnique') : shown(job.unique)}</dd>
        <dt>{t('column.priority')}</dt>
        <dd>{t(`priority.${job.priority}`)}</dd>
        <dt>{t('jobs.mode')}</dt>
        <dd>{t(job.background ? 'submit.background' : 'submit.foreground')}</dd>
        <dt>{t('column.submitted')}</dt>
        <dd className="selectable">{exact(job.submittedAt)}</dd>
        <dt>{t('jobs.attempts')}</dt>
        <dd>{count(job.attempts)}</dd>
        <dt>{t('column.workload')}</dt>
        <dd>{size(job.workloadSize)}</dd>
        <dt>{t('jobs.result')}</dt>
        <dd>{job.endedAt === null ? '–' : size(job.resultSize)}</dd>
        {job.progress !== null && (
          <>
            <dt>{t('jobs.progress')}</dt>
            <dd>
              {t('jobs.progressOf', { done: count(job.progress.numerator), total: count(job.progress.denominator) })}
            </dd>
          </>
        )}
      </dl>
      <JobNote job={job.key} />
      {job.outcome !== null && <Outcome outcome={job.outcome} />}
      <section className="section">
        <h3 className="section-title">{t('jobs.steps')}</h3>
        <JobSteps steps={job.steps} />
        {job.skippedSteps > 0 && <p className="faint">{t('jobs.skippedSteps', { count: job.skippedSteps })}</p>}
      </section>
    </>
  );
}

function Result({ job, onSave }: { job: JobDetail; onSave: () => void }) {
  const { t } = useText();
  return (
    <div className={styles.result}>
      {job.exception !== null && (
        <section>
          <h3 className="section-title">{t('jobs.exception')}</h3>
          <ContentView content={job.exception} label={t('jobs.exception')} />
        </section>
      )}
      {job.warnings.size > 0 && (
        <section>
          <h3 className="section-title">{t('jobs.warnings')}</h3>
          <ContentView content={job.warnings} label={t('jobs.warnings')} />
        </section>
      )}
      {job.endedAt === null && job.resultSize === 0 ? (
        <p className="faint">{t('jobs.noResultYet')}</p>
      ) : (
        <>
          <JobContent job={job} part="result" />
          {job.resultSize > 0 && job.result.kept === job.resultSize && (
            <div>
              <Button icon={Download} onClick={onSave}>
                {t('jobs.saveResult')}
              </Button>
            </div>
          )}
        </>
      )}
    </div>
  );
}
