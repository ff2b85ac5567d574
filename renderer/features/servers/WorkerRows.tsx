import { useCallback } from 'react';
import type { ServerInfo, ServerWorkerRow } from '../../../main/contract/servers.ts';
import { type Text, useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useStore } from '../../store/index.ts';
import { Heads } from '../../ui/columns/Heads.tsx';
import { FixedRows } from '../../ui/FixedRows.tsx';
import { keyOfWorker, wordFor, workerNameCell } from '../workers/worker-name.tsx';
import { RowsEmpty } from './RowsEmpty.tsx';
import { ServerBar } from './ServerBar.tsx';
import styles from './Servers.module.css';

/** The workers of a server: their names, addresses and functions, as it tells them. */
export function WorkerRows({ info }: { info: ServerInfo }) {
  const text = useText();
  const { t, list } = text;
  const { workers, chosen, search } = useStore((store) => store.serverRows);
  const { chooseServerRow, viewServerRows } = useStore.getState();
  const found = workers?.of === info.id ? workers : null;
  const cells = useCallback((row: ServerWorkerRow) => cellsOf(row, text), [text]);
  return (
    <>
      <ServerBar info={info} what={t('column.workers')} />
      <div className={`${styles.rows} ${styles.workers}`}>
        <FixedRows
          label={t('column.workers')}
          head={<Heads texts={['column.worker', 'column.address', 'column.functions']} />}
          first={0}
          end={found?.window.total ?? 0}
          list={`${info.id} ${search}`}
          from={found?.from ?? 0}
          rows={found?.window.rows ?? []}
          keyOf={keyOfWorker}
          selected={chosen}
          onSelect={(row) => chooseServerRow(keyOfWorker(row))}
          onView={viewServerRows}
          cells={cells}
          rowLabel={(row) =>
            t('servers.workerLabel', {
              name: wordFor(row),
              address: row.address,
              functions: list(row.functions.map(shown)),
            })
          }
          empty={found !== null && <RowsEmpty search={search} text={t('servers.workers.none')} />}
        />
      </div>
    </>
  );
}

function cellsOf(row: ServerWorkerRow, { t, list }: Text) {
  const { address, functions } = row;
  const does = list(functions.map(shown));
  return [
    workerNameCell(row, t),
    <span key="address" role="gridcell" className="muted">
      {address}
    </span>,
    <span key="functions" role="gridcell" title={does}>
      {does}
    </span>,
  ];
}
