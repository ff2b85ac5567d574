import { Fragment } from 'react';
import type { JobDetail } from '../../../main/contract/jobs.ts';
import { useText } from '../../i18n/text.tsx';
import { useNow } from '../../lib/live.ts';
import { JOB_LOOKS, type Look, State } from '../../ui/glyphs.tsx';
import styles from './JobStates.module.css';
import { type Phase, phasesOf } from './phases.ts';

const LATER: Look = { mark: 'pause', tone: 'idle' };

interface Box {
  key: string;
  look: Look;
  words: string;
  time: string;
  note: string;
  reached: boolean;
  current: boolean;
}

/** The states that a job went through, as a picture: how long it was in each, and how often it came back from a worker. */
export function JobStates({ job }: { job: JobDetail }) {
  const { t, count, duration, clock } = useText();
  const now = useNow(job.endedAt === null ? 1000 : 60_000);
  const { later, queued, running, back, end, current } = phasesOf(job, now);
  const box = (
    key: 'later' | 'queued' | 'running',
    look: Look,
    words: string,
    { times, milliseconds }: Phase,
  ): Box => ({
    ...{ key, look, words, reached: times > 0, current: current === key },
    time: times === 0 ? '' : duration(milliseconds),
    note: times > 1 ? t('states.times', { count: times }) : '',
  });
  const boxes: Box[] = [
    ...(later.times > 0 ? [box('later', LATER, t('states.later'), later)] : []),
    box('queued', JOB_LOOKS.queued, t('job.queued'), queued),
    box('running', JOB_LOOKS.running, t('job.running'), running),
    {
      key: 'end',
      look: JOB_LOOKS[end?.state ?? 'done'],
      words: t(`job.${end?.state ?? 'done'}`),
      time: end === null ? '' : clock(end.at),
      note: '',
      reached: end !== null,
      current: current === 'end',
    },
  ];
  return (
    <ol className={styles.states} aria-label={t('states.title')}>
      {boxes.map((each, index) => (
        <Fragment key={each.key}>
          {index > 0 && (
            <li
              className={styles.way}
              data-reached={each.reached || undefined}
              aria-hidden={back === 0 || each.key !== 'running'}
            >
              <Arrow both={each.key === 'running' && back > 0} />
              {each.key === 'running' && back > 0 && (
                <span className="faint">{t('states.back', { number: count(back) })}</span>
              )}
            </li>
          )}
          <li
            className={styles.box}
            data-reached={each.reached || undefined}
            data-current={each.current || undefined}
            aria-current={each.current ? 'step' : undefined}
          >
            {each.reached ? <State {...each.look}>{each.words}</State> : <span className="faint">{each.words}</span>}
            <span className={`number ${styles.time}`}>{each.time === '' ? '–' : each.time}</span>
            {each.note !== '' && <span className="faint">{each.note}</span>}
          </li>
        </Fragment>
      ))}
    </ol>
  );
}

const Arrow = ({ both }: { both: boolean }) => (
  <svg className={styles.arrow} viewBox="0 0 24 10" aria-hidden="true">
    <path d={both ? 'M1 3h20l-2.5-2.3M23 7H3l2.500 2.300' : 'M1 5h21M18.500 2 22 5l-3.500 3'} />
  </svg>
);
