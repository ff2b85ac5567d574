import { Table2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { PacketFamily, PacketRates } from '../../../main/contract/packets.ts';
import { useText } from '../../i18n/text.tsx';
import { colourOf, useColours } from '../../lib/chart-looks.ts';
import { useSize } from '../../lib/size.ts';
import { useStore } from '../../store/index.ts';
import { IconButton } from '../../ui/Button.tsx';
import { PacketType } from '../../ui/glyphs.tsx';
import { Brush } from './Brush.tsx';
import styles from './Picture.module.css';

const HEIGHT = 110;
/** Room for the figures at the left, px. */
const AXIS = 52;
/** Lines of one family differ by their dashes, and none by colour alone. */
const DASHES = [[], [6, 3], [2, 3], [8, 3, 2, 3], [1, 2], [10, 4], [4, 2]];

/** Packets per second by type. */
export default function Rates() {
  const { t, duration } = useText();
  const rates = useStore((store) => store.picture.rates);
  const [table, setTable] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box, '.uplot-box');
  const seconds = rates?.others.length ?? 0;
  const lines = linesOf(rates, t('rates.others'));
  const total = lines.reduce((sum, { counts }) => sum + counts.reduce((all, each) => all + each, 0), 0);
  return (
    <section className={styles.picture} aria-label={t('rates.title')} data-pane ref={box}>
      <div className={styles.pictureHead}>
        <span className="grow truncate faint">
          {t('rates.summary', { count: total, time: duration(seconds * 1000) })}
        </span>
        <IconButton
          icon={Table2}
          label={t('picture.table')}
          aria-pressed={table}
          onClick={() => setTable((shown) => !shown)}
        />
      </div>
      {table ? (
        <RatesTable lines={lines} />
      ) : (
        <>
          <div className={`uplot-box ${styles.chart}`}>
            {rates !== null && width > 0 && <Chart rates={rates} lines={lines} width={width - 24} />}
            {rates !== null && (
              <div className={styles.chartBrush} style={{ left: AXIS + 12, right: 12 }}>
                <Brush from={rates.from * 1000} to={(rates.from + seconds) * 1000} />
              </div>
            )}
          </div>
          <div className={styles.legend}>
            {lines.map(({ type, family }, index) => (
              <span key={type}>
                <svg
                  width={22}
                  height={8}
                  aria-hidden="true"
                  className={family === null ? 'faint' : `family-${family}`}
                >
                  <path d="M0 4h22" strokeDasharray={DASHES[index % DASHES.length]?.join(' ')} />
                </svg>
                {family === null ? type : <PacketType type={type} family={family} />}
              </span>
            ))}
          </div>
        </>
      )}
    </section>
  );
}

interface Line {
  type: string;
  family: PacketFamily | null;
  counts: Uint32Array;
}

const linesOf = (rates: PacketRates | null, others: string): Line[] => {
  if (rates === null) return [];
  const rest = rates.others.some((each) => each > 0) ? [{ type: others, family: null, counts: rates.others }] : [];
  return [...rates.types, ...rest];
};

function RatesTable({ lines }: { lines: readonly Line[] }) {
  const { t, count } = useText();
  return (
    <table className={styles.storyTable}>
      <thead>
        <tr>
          <th scope="col">{t('column.type')}</th>
          <th scope="col" className="number">
            {t('rates.now')}
          </th>
          <th scope="col" className="number">
            {t('rates.most')}
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ type, counts }) => (
          <tr key={type}>
            <th scope="row" className="code">
              {type}
            </th>
            <td className="number">{count(counts.at(-2) ?? 0)}</td>
            <td className="number">{count(Math.max(0, ...counts))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Chart({ rates, lines, width }: { rates: PacketRates; lines: readonly Line[]; width: number }) {
  const { count, clock, language } = useText();
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | null>(null);
  const names = lines.map(({ type }) => type).join();
  const colours = useColours();
  // biome-ignore lint/correctness/useExhaustiveDependencies: made anew where lines, size or looks are others; the data follow
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const token = (name: string) => colourOf(element, name);
    plot.current = new UPlot(
      {
        width,
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        scales: { x: { time: false } },
        axes: [
          {
            size: 20,
            stroke: token('--text-tertiary'),
            grid: { show: false },
            ticks: { show: false },
            values: (_plot, values) => values.map((second) => clock(second * 1000)),
          },
          {
            size: AXIS,
            stroke: token('--text-tertiary'),
            grid: { stroke: token('--border-faint') },
            ticks: { show: false },
            values: (_plot, values) => values.map((value) => count(value)),
          },
        ],
        series: [
          {},
          ...lines.map(({ family }, index) => ({
            stroke: token(family === null ? '--text-tertiary' : `--packet-${family}`),
            width: 1.5,
            dash: DASHES[index % DASHES.length] ?? [],
            points: { show: false },
          })),
        ],
      },
      dataOf(rates, lines),
      element,
    );
    return () => plot.current?.destroy();
  }, [names, width, colours, language]);
  useEffect(() => plot.current?.setData(dataOf(rates, lines)));
  return <div ref={place} aria-hidden="true" />;
}

const dataOf = (rates: PacketRates, lines: readonly Line[]): UPlot.AlignedData => [
  Array.from(rates.others, (_, at) => rates.from + at),
  ...lines.map(({ counts }) => Array.from(counts)),
];
