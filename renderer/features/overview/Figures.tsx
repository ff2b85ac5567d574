import { UNSUCCESSFUL } from '../../../main/contract/job-states.ts';
import type { Overview } from '../../../main/contract/overview.ts';
import { type Text, useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useNow } from '../../lib/live.ts';
import { useStore } from '../../store/index.ts';
import styles from './Overview.module.css';

/** The servers in scope in seven numbers; each leads to what it counts. What none of them tells is a dash, and says so. */
export function Figures() {
  const text = useText();
  const { t, count, duration } = text;
  const overview = useStore((store) => store.overview);
  const { go, showJobs } = useStore.getState();
  const now = useNow(1000);
  if (overview === null) return <div className="figures" />;
  const { finished, waiting, queued, running, workers, failed, oldestWait, packetsPerSecond, connections, ran } =
    overview;
  const untold = t('overview.untold');
  const some = overview.countsOnly.length;
  /** The note of what only some servers tell. */
  const partly = (note: string): string => (some === 0 ? note : t('overview.without', { count: some }));
  return (
    <div className="figures">
      <Figure
        label={t('overview.finished')}
        value={finished === null ? null : count(finished.lastMinute)}
        unit={t('overview.perMinute')}
        note={finished === null ? untold : partly(t('overview.finished.note', { count: overview.jobs ?? 0 }))}
        leads={t('overview.showDone')}
        onOpen={() => showJobs({ states: ['done'] })}
      />
      <Figure
        label={t('overview.queued')}
        value={count(waiting)}
        note={
          queued === null
            ? t('overview.queued.untold')
            : t('overview.queued.short', {
                high: count(queued.high),
                normal: count(queued.normal),
                low: count(queued.low),
              })
        }
        leads={t('overview.showQueued')}
        onOpen={() => showJobs({ states: ['queued'] })}
      />
      <Figure
        label={t('overview.running')}
        value={running === null ? null : count(running)}
        note={workers === null ? untold : t('overview.running.note', { count: workers })}
        leads={t('overview.showRunning')}
        onOpen={() => showJobs({ states: ['running'] })}
      />
      <Figure
        label={t('overview.failed')}
        value={failed === null ? null : count(failed.count)}
        unit={t('overview.inFiveMinutes')}
        note={failed === null ? untold : partly(failedNote(failed, text))}
        leads={t('overview.showFailed')}
        onOpen={() =>
          showJobs({
            states: UNSUCCESSFUL,
            ...(failed !== null && failed.function !== null && { search: shown(failed.function) }),
          })
        }
      />
      <Figure
        label={t('overview.oldestWait')}
        value={oldestWait === null ? null : duration(Math.max(0, now - oldestWait.since))}
        note={
          oldestWait === null
            ? waiting > 0
              ? untold
              : t('overview.oldestWait.none')
            : t(oldestWait.hasWorker ? 'overview.oldestWait.note' : 'overview.oldestWait.noWorker', {
                name: shown(oldestWait.function),
              })
        }
        leads={t('overview.showWaiting')}
        onOpen={() => showJobs({ states: ['queued'], sort: 'waited' })}
      />
      <Figure
        label={t('overview.ran')}
        value={ran === null ? null : duration(ran.p95)}
        note={
          ran !== null
            ? t('overview.ran.note', { time: duration(ran.median) })
            : finished === null
              ? untold
              : t('overview.ran.none')
        }
        leads={t('overview.showSlow')}
        minor
        onOpen={() => showJobs({ states: ['done'], sort: 'ran' })}
      />
      <Figure
        label={t('overview.packets')}
        value={packetsPerSecond === null ? null : count(packetsPerSecond)}
        unit={t('overview.perSecond')}
        note={connections === null ? untold : t('overview.packets.note', { count: connections })}
        leads={t('overview.showPackets')}
        minor
        onOpen={() => go('traffic')}
      />
    </div>
  );
}

const failedNote = ({ count, function: name }: NonNullable<Overview['failed']>, { t }: Text): string =>
  count === 0
    ? t('overview.failed.none')
    : name === null
      ? t('overview.failed.several')
      : t('overview.failed.one', { name: shown(name) });

interface FigureProps {
  label: string;
  /** Null where it is not known. */
  value: string | null;
  unit?: string;
  note: string;
  /** What a click does. */
  leads: string;
  /** It leaves first where there is no room. */
  minor?: boolean;
  onOpen: () => void;
}

function Figure({ label, value, unit, note, leads, minor = false, onOpen }: FigureProps) {
  return (
    <button
      type="button"
      className={`figure ${styles.tile} ${minor ? 'hide-below-1100' : ''}`}
      title={leads}
      onClick={onOpen}
    >
      <span className="figure__label">{label}</span>
      <span className="figure__value">
        {value ?? '–'} {value !== null && unit && <small>{unit}</small>}
      </span>
      <span className="figure__note">{note}</span>
    </button>
  );
}
