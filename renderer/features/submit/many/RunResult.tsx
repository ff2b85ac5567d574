import type { RunInfo } from '../../../../main/contract/runs.ts';
import { useProblemText } from '../../../i18n/problem.ts';
import { useText } from '../../../i18n/text.tsx';
import { shown } from '../../../lib/bytes.ts';
import { useLive } from '../../../lib/live.ts';
import { useStore } from '../../../store/index.ts';
import { Button } from '../../../ui/Button.tsx';
import { State } from '../../../ui/glyphs.tsx';
import { Select } from '../../../ui/Select.tsx';
import { RUN_LOOKS } from '../looks.ts';
import submit from '../Submit.module.css';
import { Latencies } from './Latencies.tsx';
import styles from './Many.module.css';
import { RunServers } from './RunServers.tsx';

const TOPICS = ['submissions'] as const;

/** How far a run has come, what came of it, and how it was beside another one. */
export function RunResult() {
  const { t } = useText();
  const { list, shown: id, compared } = useStore((store) => store.runs);
  useLive(
    TOPICS,
    useStore((store) => store.pullRuns),
  );
  const run = list.find((each) => each.id === id);
  const other = list.find((each) => each.id === compared && each.id !== id);
  return (
    <section className={submit.result} aria-label={t('submit.result')}>
      {run === undefined ? (
        <>
          <h3 className="section-title">{t('submit.result')}</h3>
          <p className="faint">{t('runs.none')}</p>
        </>
      ) : (
        <Shown
          run={run}
          other={other}
          others={list.filter((each) => each.id !== id && each.stages.accepted !== null)}
        />
      )}
    </section>
  );
}

function Shown({ run, other, others }: { run: RunInfo; other: RunInfo | undefined; others: readonly RunInfo[] }) {
  const { t, count } = useText();
  const { cancelRun, compareRun } = useStore.getState();
  const { state, counts, problem, firstFailure } = run;
  const failure = useProblemText(problem);
  const isOver = run.endedAt !== null;
  return (
    <>
      <h3 className="section-title">
        <span className="truncate">{t('runs.title', { id: `#${run.id}`, name: shown(run.function) })}</span>
        <span className="grow" />
        <span role="status">
          <State {...RUN_LOOKS[state]}>{t(`runs.state.${state}`)}</State>
        </span>
      </h3>
      {failure !== null && (
        <p className="help help--error" role="alert">
          {failure}
        </p>
      )}
      {!isOver && <Progress run={run} />}
      {!isOver && (
        <div>
          <Button onClick={() => void cancelRun()}>{t('runs.cancel')}</Button>
        </div>
      )}
      <Facts run={run} />
      {counts.failed + counts.exceptions + counts.refused + counts.lost > 0 && (firstFailure ?? '') !== '' && (
        <p className="selectable">{t('runs.firstFailure', { text: firstFailure ?? '' })}</p>
      )}
      <RunServers run={run} />
      <Latencies run={run} other={other} />
      {isOver && others.length > 0 && (
        <div className={styles.compare}>
          <span className="label">{t('runs.compare')}</span>
          <Select
            label={t('runs.compare')}
            value={other === undefined ? '' : String(other.id)}
            options={[
              { value: '', label: t('runs.compare.none') },
              ...others.map((each) => ({
                value: String(each.id),
                label: t('runs.title', {
                  id: `#${each.id}`,
                  name: `${shown(each.function)} · ${count(each.counts.sent)}`,
                }),
              })),
            ]}
            onChange={(value) => compareRun(value === '' ? null : Number(value))}
          />
        </div>
      )}
    </>
  );
}

function Progress({ run: { state, checked, total, counts } }: { run: RunInfo }) {
  const { t, count, size } = useText();
  const ended = counts.done + counts.failed + counts.exceptions + counts.refused + counts.lost;
  if (state === 'checking')
    return (
      <>
        <progress
          className={submit.progress}
          aria-label={t('runs.state.checking')}
          max={Math.max(1, checked?.size ?? 1)}
          value={checked?.bytes ?? 0}
        />
        <p className="faint">
          {checked !== null &&
            t('runs.checked', { rows: checked.rows, size: size(checked.bytes), of: size(checked.size) })}
        </p>
      </>
    );
  return (
    <>
      <progress className={submit.progress} aria-label={t('jobs.progress')} max={total ?? 1} value={ended} />
      <p className="faint">{t('jobs.progressOf', { done: count(ended), total: count(total ?? 0) })}</p>
    </>
  );
}

function Facts({ run }: { run: RunInfo }) {
  const { t, count, duration } = useText();
  const { counts, throughput, late, rate, rows, how, servers, concurrency } = run;
  const facts: [string, string][] = [
    [t('runs.sent'), count(counts.sent)],
    [t(run.background ? 'runs.accepted' : 'runs.done'), count(counts.done)],
    ...(['failed', 'exceptions', 'refused', 'lost', 'abandoned'] as const)
      .filter((each) => counts[each] > 0)
      .map((each): [string, string] => [t(`runs.${each}`), count(counts[each])]),
    [t('runs.throughput'), t('runs.perSecond', { count: Math.round(throughput) })],
    [t('runs.duration'), duration(run.duration)],
    [t('runs.plan'), t('runs.planSays', { rate: rate === 0 ? '∞' : count(rate), concurrency: count(concurrency) })],
    ...(rate > 0 && late > 1 ? [[t('runs.late'), duration(late)] as [string, string]] : []),
    ...(how === null ? servers.map(({ server }): [string, string] => [t('runs.server'), server]) : []),
    ...(rows === null ? [] : [[t('runs.rows'), rows] as [string, string]]),
  ];
  return (
    <dl className={`facts ${styles.facts}`}>
      {facts.map(([name, value]) => (
        <div key={name} className={submit.timingRow}>
          <dt>{name}</dt>
          <dd className="number truncate">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
