import { type CSSProperties, useCallback, useState } from 'react';
import type { ServerWorkerRow } from '../../../main/contract/servers.ts';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useServerLabels } from '../../lib/server-label.ts';
import { useStore } from '../../store/index.ts';
import { Heads } from '../../ui/columns/Heads.tsx';
import { FixedRows } from '../../ui/FixedRows.tsx';
import { FunctionName } from '../functions/FunctionName.tsx';
import { serverName } from '../scope/server-name.tsx';
import styles from './Workers.module.css';
import { keyOfWorker, wordFor, workerNameCell } from './worker-name.tsx';

/** All workers that are registered with the servers in scope, ours too, as their servers tell of them. */
export function RegisteredTable() {
  const { t, list: inWords, comma } = useText();
  const labels = useServerLabels();
  const { window, from, list } = useStore((store) => store.registered);
  const view = useStore((store) => store.viewRegistered);
  const [selected, setSelected] = useState<string | null>(null);
  const cells = useCallback(
    (row: ServerWorkerRow) => [
      <span key="server" role="gridcell" title={labels.label(row.server)}>
        {serverName(row.server, labels)}
      </span>,
      workerNameCell(row, t),
      <span key="functions" role="gridcell" title={row.functions.map(shown).join('\n')}>
        {row.functions.map((name, index) => (
          <span key={name}>
            {index > 0 && comma}
            <FunctionName name={name} />
          </span>
        ))}
      </span>,
      <span key="address" role="gridcell" className="muted">
        {row.address}
      </span>,
    ],
    [labels, t, comma],
  );
  return (
    <div className={styles.registered} style={{ '--rows': window?.total ?? 0 } as CSSProperties}>
      <div className={styles.around}>
        <FixedRows
          label={t('workers.registered')}
          head={<Heads texts={['column.server', 'workers.registered', 'column.functions', 'column.address']} />}
          first={0}
          end={window?.total ?? 0}
          list={list}
          from={from}
          rows={window?.rows ?? []}
          keyOf={keyOf}
          selected={selected}
          onSelect={(row) => setSelected(keyOf(row))}
          onView={view}
          rowLabel={(row) =>
            t('workers.rowLabel.registered', {
              name: wordFor(row),
              server: labels.label(row.server),
              functions: inWords(row.functions.map(shown)),
            })
          }
          cells={cells}
        />
      </div>
    </div>
  );
}

const keyOf = (row: ServerWorkerRow): string => `${row.server} ${keyOfWorker(row)}`;
