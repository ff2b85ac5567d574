import type { CSSProperties, KeyboardEvent } from 'react';
import type { OutsideWorkerRow } from '../../../main/contract/workers.ts';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useNow } from '../../lib/live.ts';
import { useStore } from '../../store/index.ts';
import { Heads } from '../../ui/columns/Heads.tsx';
import { FixedRows } from '../../ui/FixedRows.tsx';
import { State } from '../../ui/glyphs.tsx';
import { intoInspector } from '../../ui/list-keys.ts';
import { FunctionName } from '../functions/FunctionName.tsx';
import { JobLinks } from './JobLinks.tsx';
import { useRowsInSight } from './rows-in-sight.ts';
import styles from './Workers.module.css';
import { wordFor, workerNameCell } from './worker-name.tsx';

/** Connections of others that are registered for something, as the server sees them. */
export function OutsideTable({ workers }: { workers: readonly OutsideWorkerRow[] }) {
  const { t, list: inWords } = useText();
  const selected = useStore((store) => store.workers.selected);
  const selectWorker = useStore((store) => store.selectWorker);
  const key = selected?.kind === 'outside' ? String(selected.connection) : null;
  const list = useRowsInSight(workers, keyOf, key);
  const choose = (worker: OutsideWorkerRow) => {
    list.chosen(keyOf(worker));
    selectWorker({ kind: 'outside', connection: worker.connection });
  };
  const onEnter = ({ key: pressed }: KeyboardEvent) => pressed === 'Enter' && key !== null && intoInspector();
  return (
    <div className={styles.outside} style={{ '--rows': workers.length } as CSSProperties}>
      <div className={styles.around}>
        <FixedRows
          label={t('workers.outside')}
          head={
            <Heads
              texts={['workers.outside', 'column.state', 'column.job', 'column.functions', 'column.address']}
              numbers={['column.done', 'column.failed', 'column.lastPacket']}
            />
          }
          {...list.rows}
          keyOf={keyOf}
          selected={key}
          onSelect={choose}
          onKey={onEnter}
          rowLabel={(worker) =>
            t('workers.rowLabel.outside', {
              name: wordFor(worker),
              state: t(OUTSIDE_WORDS[outsideState(worker)]),
              functions: inWords(worker.functions.map(shown)),
              done: worker.done,
              failed: worker.failed,
            })
          }
          cells={cells}
        />
      </div>
    </div>
  );
}

const keyOf = ({ connection }: OutsideWorkerRow): string => String(connection);

const cells = (worker: OutsideWorkerRow) => <Cells key={worker.connection} worker={worker} />;

function Cells({ worker }: { worker: OutsideWorkerRow }) {
  const { t, count, comma } = useText();
  const { functions, handles, address, done, failed } = worker;
  return (
    <>
      {workerNameCell(worker, t)}
      <span role="gridcell">
        <OutsideStateText worker={worker} />
      </span>
      <span role="gridcell">
        <JobLinks handles={handles} />
      </span>
      <span role="gridcell" title={functions.map(shown).join('\n')}>
        {functions.map((name, index) => (
          <span key={name}>
            {index > 0 && comma}
            <FunctionName name={name} />
          </span>
        ))}
      </span>
      <span role="gridcell" className="muted">
        {address}
      </span>
      <span role="gridcell" className={done === 0 ? 'number faint' : 'number'}>
        {count(done)}
      </span>
      <span role="gridcell" className={failed === 0 ? 'number faint' : 'number'}>
        {count(failed)}
      </span>
      <span role="gridcell" className="number muted">
        <LastPacket at={worker.lastPacketAt} />
      </span>
    </>
  );
}

const OUTSIDE_WORDS = { working: 'worker.working', sleeping: 'worker.sleeping', awake: 'workers.awake' } as const;
const outsideState = ({ handles, sleeping }: OutsideWorkerRow) =>
  handles.length > 0 ? 'working' : sleeping ? 'sleeping' : 'awake';

/** What the server knows of somebody else's worker: it has jobs, it sleeps, or it is awake. */
export function OutsideStateText({ worker }: { worker: OutsideWorkerRow }) {
  const { t } = useText();
  const state = outsideState(worker);
  return (
    <State mark={state === 'working' ? 'running' : 'queued'} tone={state === 'sleeping' ? 'idle' : 'active'}>
      {t(OUTSIDE_WORDS[state])}
    </State>
  );
}

/** How long ago a connection last spoke. */
export function LastPacket({ at }: { at: number | null }) {
  const { t, span } = useText();
  const now = useNow(1000);
  return at === null ? t('workers.unknown') : t('workers.ago', { time: span(now - at) });
}
