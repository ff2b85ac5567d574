import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { ServerHistory } from '../../../main/contract/servers.ts';
import { useText } from '../../i18n/text.tsx';
import { useColours } from '../../lib/chart-looks.ts';
import { countsOverTime, pointBy, TIME_BEHIND, upwards } from '../../lib/counts-over-time.ts';
import { useSize } from '../../lib/size.ts';
import { useStore } from '../../store/index.ts';
import { LineSample } from '../../ui/LineSample.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import styles from './CountsChart.module.css';

/** Lines differ by their dashes too, and none by colour alone. */
const LINES = [
  { of: 'queued', label: 'column.queued', token: '--text-secondary', dash: [2, 3] },
  { of: 'running', label: 'servers.column.running', token: '--accent-text', dash: [] },
  { of: 'workers', label: 'column.workers', token: '--ok', dash: [6, 3] },
] as const;

const SPANS = { minutes: 10 * 60_000, day: 24 * 3_600_000 } as const;

/** What an attached server has counted since it is looked at; gaps are where it could not be asked. */
export default function CountsChart({ server }: { server: string }) {
  const { t, span: spanText, count } = useText();
  const { span, history } = useStore((store) => store.serverRows);
  const choose = useStore((store) => store.chooseServerSpan);
  const [chosen, setChosen] = useState<number | null>(null);
  const box = useRef<HTMLElement>(null);
  const { width, height } = useSize(box, '.uplot-box');
  const lines = history?.of === server ? history.lines : null;
  const last = (lines?.queued.length ?? 0) - 1;
  const point = chosen === null ? last : Math.min(chosen, last);
  const title = t('servers.history.title', { time: spanText(SPANS[span]) });
  return (
    <section className={`section ${styles.chart}`} aria-label={title} ref={box}>
      <header className={styles.head}>
        <h3 className="section-title grow">{title}</h3>
        <Segmented
          label={t('servers.history.span')}
          value={span}
          options={(['minutes', 'day'] as const).map((value) => ({ value, label: spanText(SPANS[value]) }))}
          onChange={choose}
        />
      </header>
      <ul className={styles.legend}>
        {LINES.map(({ of, label, token, dash }) => (
          <li key={of}>
            <LineSample token={token} dash={dash} />
            {t(label)}
            <b className="number">{figure(lines?.[of][point], count)}</b>
          </li>
        ))}
      </ul>
      <div className={`uplot-box ${styles.plot}`}>
        {lines !== null && last >= 0 && width > 0 ? (
          <Chart
            lines={lines}
            title={title}
            from={Date.now() - SPANS[span]}
            size={{ width, height }}
            point={point}
            onChoose={setChosen}
          />
        ) : (
          <p className="help">{t('servers.history.none')}</p>
        )}
      </div>
    </section>
  );
}

const figure = (value: number | null | undefined, count: (value: number) => string): string =>
  value == null ? '–' : count(value);

interface ChartProps {
  lines: ServerHistory;
  title: string;
  /** The left edge, ms since the epoch: before attaching there is nothing. */
  from: number;
  size: { width: number; height: number };
  point: number;
  onChoose: (point: number | null) => void;
}

function Chart({ lines, title, from, size: { width, height }, point, onChoose }: ChartProps) {
  const text = useText();
  const { t, count, clock, language } = text;
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | null>(null);
  const colours = useColours();
  const last = lines.queued.length - 1;
  const range = useRef<[number, number]>([0, 0]);
  const end = lines.from + last * lines.every;
  // What began a moment ago fills the picture: a minute of it, where it is that young.
  range.current = [Math.max(from, Math.min(lines.from, end - 60_000)) / 1000, end / 1000];
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
        padding: [6, TIME_BEHIND, 0, 0],
        scales: { x: { time: false, range: () => range.current }, y: { range: upwards } },
        axes: [
          { ...times, space: 64 },
          { ...figures, grid },
        ],
        hooks: { setCursor: [({ cursor }) => onChoose(cursor.idx ?? null)] },
      },
      dataOf(lines),
      element,
    );
    return () => plot.current?.destroy();
  }, [width, height, colours, language]);
  useEffect(() => plot.current?.setData(dataOf(lines)), [lines]);

  const onKeyDown = (event: KeyboardEvent) => {
    const next = pointBy(event.key, point, last);
    if (next === undefined) return;
    event.preventDefault();
    onChoose(next);
  };
  return (
    <div
      ref={place}
      className={styles.canvas}
      role="slider"
      tabIndex={0}
      aria-label={title}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={point}
      aria-valuetext={t('servers.history.value', {
        time: clock(lines.from + point * lines.every),
        queued: figure(lines.queued[point], count),
        running: figure(lines.running[point], count),
        workers: figure(lines.workers[point], count),
      })}
      onKeyDown={onKeyDown}
      onBlur={() => onChoose(null)}
    />
  );
}

const dataOf = ({ from, every, queued, running, workers }: ServerHistory): UPlot.AlignedData => [
  queued.map((_, at) => (from + at * every) / 1000),
  queued,
  running,
  workers,
];
