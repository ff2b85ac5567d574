import { Table2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { PacketFamily, PacketRates } from '../../../main/contract/packets.ts';
import { useText } from '../../i18n/text.tsx';
import { useColours } from '../../lib/chart-looks.ts';
import { countsOverTime, TIME_BEHIND } from '../../lib/counts-over-time.ts';
import { useSize } from '../../lib/size.ts';
import { useStore } from '../../store/index.ts';
import { IconButton } from '../../ui/Button.tsx';
import { PacketType } from '../../ui/glyphs.tsx';
import { Brush } from './Brush.tsx';
import styles from './Picture.module.css';

/** Height of the graph, px: a large screen has room for lines that are near each other. */
const heightOf = (): number => (innerHeight < 1000 ? 110 : 170);
/** Room for the figures at the left, px. */
const AXIS = 52;
/** Lines of one family differ by their dashes, and none by colour alone. */
const DASHES = [[], [6, 3], [2, 3], [8, 3, 2, 3], [1, 2], [10, 4], [4, 2]];

/** Packets per second by type. */
export default function Rates() {
  const { t, span } = useText();
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
        <span className="grow truncate faint">{t('rates.summary', { count: total, time: span(seconds * 1000) })}</span>
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
              <div className={styles.chartBrush} style={{ left: AXIS + 12, right: TIME_BEHIND + 12 }}>
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
  const text = useText();
  const { language } = text;
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | null>(null);
  const names = lines.map(({ type }) => type).join();
  const colours = useColours();
  // biome-ignore lint/correctness/useExhaustiveDependencies: made anew where lines, size or looks are others; the data follow
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const { looks, times, figures, grid } = countsOverTime(element, lines.map(lookOf), text);
    plot.current = new UPlot(
      {
        ...looks,
        width,
        height: heightOf(),
        padding: [6, TIME_BEHIND, 0, 0],
        cursor: { show: false },
        scales: { x: { time: false } },
        axes: [
          { ...times, size: 20 },
          { ...figures, size: AXIS, grid },
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

const lookOf = ({ family }: Line, index: number) => ({
  token: family === null ? '--text-tertiary' : `--packet-${family}`,
  dash: DASHES[index % DASHES.length] ?? [],
});

const dataOf = (rates: PacketRates, lines: readonly Line[]): UPlot.AlignedData => [
  Array.from(rates.others, (_, at) => rates.from + at),
  ...lines.map(({ counts }) => Array.from(counts)),
];
