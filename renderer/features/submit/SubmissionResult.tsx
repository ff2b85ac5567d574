import { Download, TriangleAlert } from 'lucide-react';
import { EMBEDDED } from '../../../main/contract/server.ts';
import type { SubmissionInfo } from '../../../main/contract/submission.ts';
import { problemText, useProblemText } from '../../i18n/problem.ts';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { ofJob } from '../../lib/filter-text.ts';
import { FIGURES_EVERY, useLive, useNow } from '../../lib/live.ts';
import { useServerLabels } from '../../lib/server-label.ts';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { ContentView } from '../../ui/ContentView.tsx';
import { State } from '../../ui/glyphs.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { JobSteps } from '../jobs/JobSteps.tsx';
import { Outcome } from '../jobs/Outcome.tsx';
import { WhyWaiting } from '../why/WhyWaiting.tsx';
import { LOOKS } from './looks.ts';
import styles from './Submit.module.css';

/** A server names a job at once; one that has not by then may be no job server, ms. */
const NAMES_WITHIN = 3000;

const TOPICS = ['submissions', 'jobs'] as const;

/** What came back, as it comes. */
export function SubmissionResult() {
  const { t } = useText();
  const shownSubmission = useStore((store) => store.submit.shown);
  const sending = useStore((store) => store.submit.sending);
  // What the server tells of a job may come after its end; other jobs change it no more.
  const every = shownSubmission?.endedAt == null ? 0 : FIGURES_EVERY;
  useLive(
    TOPICS,
    useStore((store) => store.pullSubmission),
    every,
  );
  return (
    <section className={styles.result} aria-label={t('submit.result')} aria-live="polite">
      {shownSubmission === null ? (
        <>
          <h3 className="section-title">{t('submit.result')}</h3>
          <p className="faint">{t(sending ? 'submission.sending' : 'submit.result.none')}</p>
        </>
      ) : (
        <Shown submission={shownSubmission} />
      )}
    </section>
  );
}

function Shown({ submission }: { submission: SubmissionInfo }) {
  const { t, count } = useText();
  const { abandonJob, saveSubmissionResult, openJob, closeSubmit, openTraffic } = useStore.getState();
  const { state, server, key, result, exception, warnings, progress, outcome, steps, endedAt } = submission;
  const problem = useProblemText(submission.problem);
  const { label: labelOf } = useServerLabels();
  const ended = endedAt !== null;
  return (
    <>
      <h3 className="section-title">
        {t('submit.result')}
        <span className="grow" />
        {endedAt === null ? <Going submission={submission} /> : <Standing submission={submission} at={endedAt} />}
      </h3>
      {server !== null && (
        <p className="muted">
          {t('submit.elsewhere', { server: labelOf(server) })}
          {key !== null && <span className="code"> {shown(key.handle)}</span>}
        </p>
      )}
      {submission.spread !== null && <Way submission={submission} />}
      {state === 'sending' && submission.spread === null && server !== null && (
        <Unanswered server={server} sentAt={submission.sentAt} />
      )}
      {state === 'queued' && server === null && key !== null && <WhyWaiting job={key} />}
      {submission.joined && <p className="note">{t('submit.joined', { handle: shown(key?.handle ?? '') })}</p>}
      {problem !== null && (
        <p className="help help--error" role="alert">
          {problem}
        </p>
      )}
      {progress !== null && !ended && (
        <>
          <progress
            className={styles.progress}
            aria-label={t('jobs.progress')}
            max={Math.max(1, progress.denominator)}
            value={progress.numerator}
          />
          <p className="faint">
            {t('jobs.progressOf', { done: count(progress.numerator), total: count(progress.denominator) })}
          </p>
        </>
      )}
      {exception !== null && <ContentView content={exception} label={t('jobs.exception')} />}
      {warnings.size > 0 && <ContentView content={warnings} label={t('jobs.warnings')} />}
      {(result.size > 0 || state === 'done') && (
        <>
          <ContentView key={submission.id} content={result} label={t('submit.result.data')} />
          {result.bytes !== null && result.size > 0 && (
            <div>
              <Button icon={Download} onClick={() => void saveSubmissionResult()}>
                {t('jobs.saveResult')}
              </Button>
            </div>
          )}
        </>
      )}
      {state === 'accepted' && <p className="muted">{t('submit.accepted')}</p>}
      {!ended && (
        <div>
          <Button onClick={() => void abandonJob()}>{t('submit.abandon')}</Button>
        </div>
      )}
      {ended && submission.ran !== null && <Timing submission={submission} />}
      {outcome !== null && state !== 'done' && <Outcome outcome={outcome} />}
      {steps.length > 0 && (
        <section>
          <h3 className="section-title">
            {t('jobs.steps')}
            <span className="grow" />
            <span className="code">{key === null ? '' : shown(key.handle)}</span>
          </h3>
          <JobSteps steps={steps} />
        </section>
      )}
      {key !== null && submission.listed && (
        <p className={styles.links}>
          <button
            type="button"
            className="link-button"
            onClick={() => {
              closeSubmit();
              openJob(key);
            }}
          >
            {t('submit.openJob')}
          </button>
          <button
            type="button"
            className="link-button"
            onClick={() => {
              closeSubmit();
              void openTraffic(ofJob(key.handle));
            }}
          >
            {t('command.job.showPackets')}
          </button>
        </p>
      )}
    </>
  );
}

const Going = ({ submission }: { submission: SubmissionInfo }) => <Standing submission={submission} at={useNow(100)} />;

/** Which of several servers has it, and which it was not left to. */
function Way({ submission: { server, spread, state, key, background } }: { submission: SubmissionInfo }) {
  const { t } = useText();
  const { label: labelOf } = useServerLabels();
  const { how, detours = [] } = spread ?? {};
  return (
    <>
      {server === null && how !== undefined && state !== 'sending' && (
        <p className="muted">{t('submit.went', { server: labelOf(EMBEDDED), how: t(`submit.how.${how}`) })}</p>
      )}
      {detours.map(({ server: from, problem, wasSent }) => (
        <div key={from} className="note note--warn">
          <Icon of={TriangleAlert} />
          <p>
            {t(wasSent ? (background ? 'submit.detour.background' : 'submit.detour.sent') : 'submit.detour', {
              server: labelOf(from),
              why: problemText(problem, t),
            })}
          </p>
        </div>
      ))}
      {state === 'broken' && key !== null && (
        <p className="note note--warn">{t('submit.lost', { server: labelOf(server ?? EMBEDDED) })}</p>
      )}
    </>
  );
}

/** Who took the connection and says nothing. */
function Unanswered({ server, sentAt }: { server: string; sentAt: number }) {
  const { t } = useText();
  if (useNow(500) - sentAt < NAMES_WITHIN) return null;
  return (
    <div className="note note--warn">
      <Icon of={TriangleAlert} />
      <p>{t('submit.unanswered', { server })}</p>
    </div>
  );
}

/** What has become of it by then. */
function Standing({ submission: { state, sentAt }, at }: { submission: SubmissionInfo; at: number }) {
  const { t, duration } = useText();
  return <State {...LOOKS[state]}>{t(`submission.${state}`, { time: duration(Math.max(0, at - sentAt)) })}</State>;
}

/** Where the time went: in the queue, on the worker, and on the way back. */
function Timing({ submission }: { submission: SubmissionInfo }) {
  const { t, duration, list } = useText();
  const waited = Math.max(0, submission.waited ?? 0);
  const ran = Math.max(0, submission.ran ?? 0);
  const answer = Math.max(0, (submission.endedAt ?? 0) - submission.sentAt - waited - ran);
  const parts = [
    { key: 'waited', time: waited, className: styles.waited },
    { key: 'ran', time: ran, className: styles.ran },
    { key: 'answer', time: answer, className: styles.answer },
  ] as const;
  const label = list(parts.map(({ key, time }) => `${t(`timing.${key}`)} ${duration(time)}`));
  return (
    <div>
      <div className={styles.timing} role="img" aria-label={label}>
        {parts.map(({ key, time, className }) => (
          <i key={key} className={className} style={{ flex: Math.max(time, 0.01) }} />
        ))}
      </div>
      <dl className="facts">
        {parts.map(({ key, time, className }) => (
          <div key={key} className={styles.timingRow}>
            <dt>
              <i className={`${styles.key} ${className}`} />
              {t(`timing.${key}`)}
            </dt>
            <dd className="number">{duration(time)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
