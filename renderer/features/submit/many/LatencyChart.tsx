import type { StageSummary } from '../../../../main/contract/runs.ts';
import { useText } from '../../../i18n/text.tsx';
import { highestOf, lineOf, namedTicks, reachOf, ticksOf } from './latency-lines.ts';
import styles from './Many.module.css';

const SIZE = { width: 280, height: 96 };
/** Lines differ by their dashes, and none by colour alone. */
const DASHES = ['', '5 2', '2 2', '8 2 2 2'];

export interface Line {
  name: string;
  summary: StageSummary;
}

/** How many of the jobs took how long; the table beside it says the same in numbers. */
export function LatencyChart({ lines, label }: { lines: readonly Line[]; label: string }) {
  const { duration } = useText();
  const summaries = lines.map(({ summary }) => summary);
  if (summaries.length === 0) return null;
  const reach = reachOf(summaries);
  const highest = highestOf(summaries);
  const ticks = ticksOf(reach).map(({ time, at }) => ({ at, name: duration(time).replace(/[.,]0(?=\D)/, '') }));
  const named = namedTicks(
    ticks.map(({ name }) => name),
    SIZE.width,
  );
  return (
    <figure className={styles.chart}>
      <svg viewBox={`0 -2 ${SIZE.width} ${SIZE.height + 18}`} role="img" aria-label={label}>
        {ticks.map(({ at, name }, index) => (
          <g key={at}>
            <path className={styles.tick} d={`M${at * SIZE.width} 0V${SIZE.height}`} />
            {named.has(index) && (
              <text
                x={at * SIZE.width}
                y={SIZE.height + 12}
                textAnchor={at === 0 ? 'start' : at === 1 ? 'end' : 'middle'}
              >
                {name}
              </text>
            )}
          </g>
        ))}
        {lines.map(({ name, summary }, index) => (
          <path
            key={name}
            className={styles[`line${index}`]}
            strokeDasharray={DASHES[index % DASHES.length]}
            d={lineOf(summary, reach, highest, SIZE)}
          />
        ))}
      </svg>
      <figcaption>
        {lines.map(({ name }, index) => (
          <span key={name}>
            <svg width={20} height={6} aria-hidden="true">
              <path className={styles[`line${index}`]} strokeDasharray={DASHES[index % DASHES.length]} d="M0 3h20" />
            </svg>
            {name}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
