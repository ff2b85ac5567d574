import { Table2 } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { HISTORY_MINUTES, type History, type HistoryMinutes } from '../../../main/contract/history.ts';
import { useText } from '../../i18n/text.tsx';
import { useColours } from '../../lib/chart-looks.ts';
import { countsOverTime, pointBy, upwards } from '../../lib/counts-over-time.ts';
import { useSize } from '../../lib/size.ts';
import { useStore } from '../../store/index.ts';
import { IconButton } from '../../ui/Button.tsx';
import { LineSample } from '../../ui/LineSample.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import styles from './JobsChart.module.css';

/** Lines differ by their dashes too, and none by colour alone. */
const LINES = [
  { of: 'done', label: 'history.done', token: '--accent-text', dash: [], scale: 'jobs' },
  { of: 'failed', label: 'history.failed', token: '--error', dash: [6, 3], scale: 'jobs' },
  { of: 'queued', label: 'history.queued', token: '--text-secondary', dash: [2, 3], scale: 'queued' },
] as const;

/** Jobs that ended per minute, and those that waited, over the last minutes. */
export default function JobsChart() {
  const { t, count, span } = useText();
  const { chart, minutes } = useStore((store) => store.history);
  const choose = useStore((store) => store.chooseMinutes);
  const [table, setTable] = useState(false);
  /** The point under the pointer, or where the keys are; null for now. */
  const [chosen, setChosen] = useState<number | null>(null);
  const box = useRef<HTMLElement>(null);
  const { width, height } = useSize(box, '.uplot-box');
  const last = (chart?.at.length ?? 0) - 1;
  const point = chosen === null ? last : Math.min(chosen, last);
  return (
    <section className={styles.chart} aria-label={t('history.chart')} ref={box}>
      <header className={styles.head}>
        <h2 className={styles.title}>{t('history.title', { time: span(minutes * 60_000) })}</h2>
        <ul className={styles.legend}>
          {LINES.map(({ of, label, token, dash }) => (
            <li key={of}>
              <LineSample token={token} dash={dash} />
              {t(label)}
              <b className="number">{chart === null ? '–' : count(chart[of][point] ?? 0)}</b>
            </li>
          ))}
        </ul>
        <Segmented
          label={t('history.minutes')}
          value={String(minutes)}
          options={HISTORY_MINUTES.map((each) => ({ value: String(each), label: span(each * 60_000) }))}
          onChange={(value) => choose(Number(value) as HistoryMinutes)}
        />
        <IconButton
          icon={Table2}
          label={t('picture.table')}
          aria-pressed={table}
          onClick={() => setTable((shown) => !shown)}
        />
      </header>
      <div className={`uplot-box ${styles.plot}`}>
        {chart !== null && table && (
          <HistoryTable chart={chart} label={t('history.title', { time: span(minutes * 60_000) })} />
        )}
        {chart !== null && !table && width > 0 && (
          <Chart chart={chart} width={width} height={height} chosen={chosen} onChoose={setChosen} />
        )}
      </div>
    </section>
  );
}

/** The same in numbers, a row a minute, the newest first. */
function HistoryTable({ chart, label }: { chart: History; label: string }) {
  const { t, count, clock } = useText();
  const rows = [...chart.at.entries()].filter(([index, at]) => at % 60 === 0 || index === chart.at.length - 1);
  return (
    <div className={styles.table} tabIndex={0} role="region" aria-label={label}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('history.time')}</th>
            <th scope="col">{t('history.done')}</th>
            <th scope="col">{t('history.failed')}</th>
            <th scope="col">{t('column.queued')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.toReversed().map(([index, at]) => (
            <tr key={at}>
              <th scope="row">{clock(at * 1000)}</th>
              <td>{count(chart.done[index] ?? 0)}</td>
              <td>{count(chart.failed[index] ?? 0)}</td>
              <td>{count(chart.queued[index] ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface ChartProps {
  chart: History;
  width: number;
  height: number;
  chosen: number | null;
  onChoose: (point: number | null) => void;
}

function Chart({ chart, width, height, chosen, onChoose }: ChartProps) {
  const text = useText();
  const { t, count, clock, language } = text;
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | null>(null);
  const range = useRef(chart);
  const colours = useColours();
  range.current = chart;
  const last = chart.at.length - 1;
  const point = chosen === null ? last : Math.min(chosen, last);
  // biome-ignore lint/correctness/useExhaustiveDependencies: made anew where size or looks are others; the data follow
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const { looks, times, figures, grid } = countsOverTime(element, LINES, text);
    plot.current = new UPlot(
      {
        ...looks,
        width,
        height,
        padding: [6, 0, 0, 0],
        scales: {
          x: { time: false, range: () => [range.current.from, range.current.until] },
          jobs: { range: upwards },
          queued: { range: upwards },
        },
        axes: [
          times,
          { ...figures, scale: 'jobs', grid },
          { ...figures, scale: 'queued', side: 1, grid: { show: false } },
        ],
        hooks: { setCursor: [({ cursor }) => onChoose(cursor.idx ?? null)] },
      },
      dataOf(chart),
      element,
    );
    return () => plot.current?.destroy();
  }, [width, height, colours, language]);
  useEffect(() => plot.current?.setData(dataOf(chart)), [chart]);

  const pointTo = (index: number | null) => {
    const at = index === null ? undefined : chart.at[index];
    plot.current?.setCursor({
      left: at === undefined ? -1 : plot.current.valToPos(at, 'x'),
      top: at === undefined ? -1 : 1,
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = pointBy(event.key, point, last);
    if (next === undefined) return;
    event.preventDefault();
    pointTo(next);
  };
  return (
    <div
      ref={place}
      className={styles.canvas}
      role="slider"
      tabIndex={0}
      aria-label={t('history.chart')}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={point}
      aria-valuetext={t('history.value', {
        time: clock((chart.at[point] ?? 0) * 1000),
        done: count(chart.done[point] ?? 0),
        failed: count(chart.failed[point] ?? 0),
        queued: count(chart.queued[point] ?? 0),
      })}
      onKeyDown={onKeyDown}
      onBlur={() => pointTo(null)}
    />
  );
}

const dataOf = ({ at, done, failed, queued }: History): UPlot.AlignedData => [at, done, failed, queued];
