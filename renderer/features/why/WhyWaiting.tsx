import { useCallback } from 'react';
import type { JobKey } from '../../../main/contract/keys.ts';
import { isStuck, type Why, type WhyWorker } from '../../../main/contract/why.ts';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useLive, useNow } from '../../lib/live.ts';
import { useStore } from '../../store/index.ts';
import { textOfKey } from '../../store/jobs.ts';
import { Glyph } from '../../ui/glyphs.tsx';
import { whySentence, workerSentence } from './sentence.ts';
import styles from './Why.module.css';
import { WhyActions } from './WhyActions.tsx';

const TOPICS = ['jobs', 'functions', 'settings'] as const;

/** Why a job waits: one sentence, the evidence for it, and what can be done. Nothing where no answer is there. */
export function WhyWaiting({ job }: { job: JobKey }) {
  const text = useText();
  const { t } = text;
  const why = useStore((store) => (store.why.of === textOfKey(job) ? store.why.answer : null));
  const pullWhy = useStore((store) => store.pullWhy);
  const { server, run, handle } = job;
  const pull = useCallback(() => pullWhy({ server, run, handle }), [pullWhy, server, run, handle]);
  useLive(TOPICS, pull);
  const now = useNow(1000);
  if (why === null) return null;
  const stuck = isStuck(why);
  return (
    <section className={styles.why} aria-label={t('why.title')}>
      <h3 className="section-title">{t('why.title')}</h3>
      <p className={styles.sentence}>
        <span className={`state state--${stuck ? 'error' : 'idle'}`}>
          <Glyph mark={stuck ? 'exception' : 'queued'} />
        </span>
        <span className="selectable">{whySentence(why, text, now)}</span>
      </p>
      <Evidence why={why} now={now} />
      <p className={styles.actions}>
        <WhyActions why={why} />
      </p>
    </section>
  );
}

function Evidence({ why, now }: { why: Why; now: number }) {
  const text = useText();
  const { t, count } = text;
  const { ahead, more, workers, otherWorkers } = why;
  const jobs = ahead.high + ahead.normal + ahead.low;
  if (jobs === 0 && workers.length === 0) return null;
  return (
    <ul className={styles.evidence}>
      {workers.map((worker) => (
        <Worker key={`${worker.connection} ${worker.name}`} worker={worker} now={now} />
      ))}
      {otherWorkers > 0 && <li className="muted">{t('why.otherWorkers', { count: otherWorkers })}</li>}
      {jobs > 0 && (
        <li className="muted">
          {t('why.ahead', {
            count: jobs,
            number: more ? t('why.moreThan', { number: count(jobs) }) : count(jobs),
            high: count(ahead.high),
            normal: count(ahead.normal),
            low: count(ahead.low),
          })}
        </li>
      )}
    </ul>
  );
}

function Worker({ worker, now }: { worker: WhyWorker; now: number }) {
  const text = useText();
  const job = useStore((store) => store.jobs.selected);
  const openJob = useStore((store) => store.openJob);
  const { name, handle } = worker;
  return (
    <li>
      <b>{shown(name)}</b> <span className="muted">{workerSentence(worker, text, now)}</span>{' '}
      {handle !== null && job !== null && (
        <button type="button" className="link-button" onClick={() => openJob({ ...job, handle })}>
          {text.t('why.do.job')}
        </button>
      )}
    </li>
  );
}
