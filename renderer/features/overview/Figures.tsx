import { UNSUCCESSFUL } from '../../../main/contract/job-states.ts';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useNow } from '../../lib/live.ts';
import { useStore } from '../../store/index.ts';
import styles from './Overview.module.css';

/** The server in seven numbers; each leads to what it counts. */
export function Figures() {
  const { t, count, duration } = useText();
  const overview = useStore((store) => store.overview);
  const { go, showJobs } = useStore.getState();
  const now = useNow(1000);
  if (overview === null) return <div className="figures" />;
  const { finished, queued, running, workers, failed, oldestWait, packetsPerSecond, connections, jobs, ran } = overview;
  const lastFive =
    failed.count === 0
      ? t('overview.failed.none')
      : failed.function === null
        ? t('overview.failed.several')
        : t('overview.failed.one', { name: shown(failed.function) });
  return (
    <div className="figures">
      <Figure
        label={t('overview.finished')}
        value={count(finished.lastMinute)}
        unit={t('overview.perMinute')}
        note={t('overview.finished.note', { count: jobs })}
        leads={t('overview.showDone')}
        onOpen={() => showJobs({ states: ['done'] })}
      />
      <Figure
        label={t('overview.queued')}
        value={count(queued.high + queued.normal + queued.low)}
        note={t('overview.queued.short', {
          high: count(queued.high),
          normal: count(queued.normal),
          low: count(queued.low),
        })}
        leads={t('overview.showQueued')}
        onOpen={() => showJobs({ states: ['queued'] })}
      />
      <Figure
        label={t('overview.running')}
        value={count(running)}
        note={t('overview.running.note', { count: workers })}
        leads={t('overview.showRunning')}
        onOpen={() => showJobs({ states: ['running'] })}
      />
      <Figure
        label={t('overview.failed')}
        value={count(failed.count)}
        unit={t('overview.inFiveMinutes')}
        note={lastFive}
        leads={t('overview.showFailed')}
        onOpen={() =>
          showJobs({ states: UNSUCCESSFUL, ...(failed.function !== null && { search: shown(failed.function) }) })
        }
      />
      <Figure
        label={t('overview.oldestWait')}
        value={oldestWait === null ? '–' : duration(Math.max(0, now - oldestWait.since))}
        note={
          oldestWait === null
            ? t('overview.oldestWait.none')
            : t(oldestWait.hasWorker ? 'overview.oldestWait.note' : 'overview.oldestWait.noWorker', {
                name: shown(oldestWait.function),
              })
        }
        leads={t('overview.showWaiting')}
        onOpen={() => showJobs({ states: ['queued'], sort: 'waited' })}
      />
      <Figure
        label={t('overview.ran')}
        value={ran === null ? '–' : duration(ran.p95)}
        note={ran === null ? t('overview.ran.none') : t('overview.ran.note', { time: duration(ran.median) })}
        leads={t('overview.showSlow')}
        minor
        onOpen={() => showJobs({ states: ['done'], sort: 'ran' })}
      />
      <Figure
        label={t('overview.packets')}
        value={count(packetsPerSecond)}
        unit={t('overview.perSecond')}
        note={t('overview.packets.note', { count: connections })}
        leads={t('overview.showPackets')}
        minor
        onOpen={() => go('traffic')}
      />
    </div>
  );
}

interface FigureProps {
  label: string;
  value: string;
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
        {value} {unit && <small>{unit}</small>}
      </span>
      <span className="figure__note">{note}</span>
    </button>
  );
}
