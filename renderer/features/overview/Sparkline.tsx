import { LINE_SPAN_SECONDS } from '../../../main/contract/history.ts';
import { useText } from '../../i18n/text.tsx';

const WIDTH = 96;
/** Room above and below, so that a line at an edge is whole. */
const TOP = 2;
const BOTTOM = 14;

/** How many jobs of a function ended over the last minutes. The highest it was is the height of the line. */
export function Sparkline({ counts }: { counts: Uint32Array }) {
  const { t, count } = useText();
  const total = counts.reduce((sum, each) => sum + each, 0);
  if (total === 0) return <span className="faint">{t('overview.noJobs')}</span>;
  const label = t('overview.line', { count: total, most: count(Math.max(...counts)), span: count(LINE_SPAN_SECONDS) });
  return (
    <svg className="sparkline" viewBox={`0 0 ${WIDTH} 16`} preserveAspectRatio="none" role="img" aria-label={label}>
      <title>{label}</title>
      <path d={pathOf(counts)} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}

/** The line of some counts, one of which is not 0. */
export function pathOf(counts: Uint32Array): string {
  const most = Math.max(...counts);
  const points = Array.from(counts, (each, index) => {
    const x = (index / (counts.length - 1)) * WIDTH;
    const y = BOTTOM - (each / most) * (BOTTOM - TOP);
    return `${Number(x.toFixed(1))} ${Number(y.toFixed(1))}`;
  });
  return `M${points.join('L')}`;
}
