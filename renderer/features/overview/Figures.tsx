import type { ReactNode } from 'react';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useNow } from '../../lib/live.ts';
import { useStore } from '../../store/index.ts';

/** The server in six numbers. */
export function Figures() {
  const { t, count, duration } = useText();
  const overview = useStore((store) => store.overview);
  const now = useNow(1000);
  if (overview === null) return <div className="figures" />;
  const { finished, queued, running, workers, failed, oldestWait, packetsPerSecond, connections, jobs } = overview;
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
      />
      <Figure
        label={t('overview.queued')}
        value={count(queued.high + queued.normal + queued.low)}
        note={t('overview.queued.note', {
          high: count(queued.high),
          normal: count(queued.normal),
          low: count(queued.low),
        })}
      />
      <Figure
        label={t('overview.running')}
        value={count(running)}
        note={t('overview.running.note', { count: workers })}
      />
      <Figure
        label={t('overview.failed')}
        value={count(failed.count)}
        unit={t('overview.inFiveMinutes')}
        note={lastFive}
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
      />
      <Figure
        label={t('overview.packets')}
        value={count(packetsPerSecond)}
        unit={t('overview.perSecond')}
        note={t('overview.packets.note', { count: connections })}
      />
    </div>
  );
}

function Figure({ label, value, unit, note }: { label: string; value: string; unit?: string; note: ReactNode }) {
  return (
    <div className="figure">
      <div className="figure__label">{label}</div>
      <div className="figure__value">
        {value} {unit && <small>{unit}</small>}
      </div>
      <div className="figure__note">{note}</div>
    </div>
  );
}
