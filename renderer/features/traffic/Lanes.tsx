import { Table2 } from 'lucide-react';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ConnectionKey } from '../../../main/contract/keys.ts';
import { PACKET_FAMILIES, type PacketFamily, type PacketLane } from '../../../main/contract/packets.ts';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useStore } from '../../store/index.ts';
import { sameConnection } from '../../store/traffic.ts';
import { IconButton } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';
import { Brush } from './Brush.tsx';
import styles from './Picture.module.css';

/** Width of a column, px: a mark and a little air. */
const COLUMN = 8;

const SPANS = [1, 10, 60, 600] as const;

/** A line for each connection, with a mark for what was said on it and when. */
export function Lanes() {
  const { t, count, span: spanOf } = useText();
  const { lanes, span } = useStore((store) => store.picture);
  const scope = useStore((store) => store.traffic.scope);
  const { drawLanes, spanLanes, narrowTraffic } = useStore.getState();
  const [table, setTable] = useState(false);
  const track = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = track.current;
    if (element === null) return;
    const resized = () => drawLanes(Math.min(400, Math.max(1, Math.floor(element.clientWidth / COLUMN))));
    const observer = new ResizeObserver(resized);
    observer.observe(element);
    resized();
    return () => observer.disconnect();
  }, [drawLanes]);
  const chosen = scope.connections ?? [];
  const toggle = (connection: ConnectionKey) => {
    const rest = chosen.filter((each) => !sameConnection(each, connection));
    const next = rest.length < chosen.length ? rest : [...chosen, connection];
    narrowTraffic({ ...scope, connections: next.length === 0 ? null : next });
  };
  const all = lanes?.lanes ?? [];
  const length = (lanes?.to ?? 0) - (lanes?.from ?? 0);
  return (
    <section className={styles.picture} aria-label={t('lanes.title')} data-pane>
      <div className={styles.pictureHead}>
        <span className="grow truncate faint">
          {t('lanes.summary', { count: all.length, number: count(all.length), time: spanOf(length) })}
          {lanes !== null && lanes.others > 0 && ` · ${t('lanes.others', { count: lanes.others })}`}
        </span>
        <Select
          label={t('lanes.span')}
          value={String(span)}
          options={SPANS.map((seconds) => ({ value: String(seconds * 1000), label: spanOf(seconds * 1000) }))}
          onChange={(value) => spanLanes(Number(value))}
        />
        <IconButton
          icon={Table2}
          label={t('picture.table')}
          aria-pressed={table}
          onClick={() => setTable((shownNow) => !shownNow)}
        />
      </div>
      <div className="lanes">
        {all.map((lane) => (
          <LaneName
            key={`${lane.connection.run}-${lane.connection.number}`}
            lane={lane}
            pressed={chosen.some((each) => sameConnection(each, lane.connection))}
            onToggle={() => toggle(lane.connection)}
          />
        ))}
        <div ref={track} className={styles.tracks}>
          {!table && lanes !== null && (
            <>
              {all.map((lane) => (
                <Track key={`${lane.connection.run}-${lane.connection.number}`} lane={lane} />
              ))}
              <Brush from={lanes.from} to={lanes.to} />
            </>
          )}
        </div>
      </div>
      {!table && lanes !== null && all.length > 0 && <Axis from={lanes.from} to={lanes.to} />}
      {table && (
        <table className={styles.storyTable}>
          <thead>
            <tr>
              <th scope="col">{t('column.connection')}</th>
              <th scope="col" className="number">
                {t('traffic.packets')}
              </th>
              <th scope="col">{t('lanes.families')}</th>
            </tr>
          </thead>
          <tbody>
            {all.map(({ connection, who, packets, cells }) => (
              <tr key={`${connection.run}-${connection.number}`}>
                <th scope="row">{`#${connection.number} ${shown(who)}`}</th>
                <td className="number">{count(packets)}</td>
                <td>
                  {PACKET_FAMILIES.filter((_, bit) => cells.some((cell) => (cell & (1 << bit)) !== 0))
                    .map((family) => t(`family.${family}`))
                    .join(' · ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** The time at the beginning, the middle and the end. */
function Axis({ from, to }: { from: number; to: number }) {
  const { exact } = useText();
  return (
    <div className={styles.axis}>
      {[from, (from + to) / 2, to].map((at) => (
        <span key={at}>{exact(at).slice(0, -3)}</span>
      ))}
    </div>
  );
}

function LaneName({ lane, pressed, onToggle }: { lane: PacketLane; pressed: boolean; onToggle: () => void }) {
  const { t } = useText();
  const { connection, who, role } = lane;
  return (
    <button type="button" className={`lanes__name ${styles.laneName}`} aria-pressed={pressed} onClick={onToggle}>
      <b>{`#${connection.number}`}</b>
      <span className="truncate">{shown(who)}</span>
      {role !== null && <span className="faint">{t(`party.${role}`)}</span>}
    </button>
  );
}

/** What shows where several families lie in one column: the most telling first. */
const TELLING: readonly PacketFamily[] = [
  'error',
  'terminal',
  'submission',
  'assignment',
  'progress',
  'registration',
  'admin',
];
const BITS = TELLING.map((family) => [family, 1 << PACKET_FAMILIES.indexOf(family)] as const);

/** A sign for each family around (x, 10), of 6 px. */
const SIGNS: Record<PacketFamily, (x: number) => string> = {
  registration: (x) => `M${x - 2.5} 7.5h5v5h-5z`,
  submission: (x) => `M${x - 2.5} 6.8 ${x + 3} 10l-5.5 3.2z`,
  assignment: (x) => `M${x} 6.6l3.4 3.4-3.4 3.4-3.4-3.4z`,
  progress: (x) => `M${x} 7a3 3 0 0 1 0 6z`,
  terminal: (x) => `M${x - 3} 10a3 3 0 1 0 6 0a3 3 0 1 0-6 0z`,
  admin: (x) => `M${x - 2.5} 8.6h5M${x - 2.5} 11.4h5`,
  error: (x) => `M${x - 2.5} 7.5l5 5M${x + 2.5} 7.5l-5 5`,
};
const FILLED: readonly PacketFamily[] = ['submission', 'assignment', 'progress', 'terminal'];

function Track({ lane: { cells } }: { lane: PacketLane }) {
  const paths = useMemo(() => pathsOf(cells), [cells]);
  return (
    <div className="lanes__track">
      <svg className={styles.track} aria-hidden="true">
        {paths.map(([family, path]) => (
          <path
            key={family}
            className={`family-${family}`}
            d={path}
            fill={FILLED.includes(family) ? 'currentColor' : 'none'}
            stroke={FILLED.includes(family) ? 'none' : 'currentColor'}
          />
        ))}
      </svg>
    </div>
  );
}

/** One path for each family, however many marks it has. */
export function pathsOf(cells: Uint8Array): [PacketFamily, string][] {
  const parts = new Map<PacketFamily, string>();
  for (const [column, cell] of cells.entries()) {
    const family = BITS.find(([, bit]) => (cell & bit) !== 0)?.[0];
    if (family !== undefined) parts.set(family, (parts.get(family) ?? '') + SIGNS[family]((column + 0.5) * COLUMN));
  }
  return [...parts];
}
