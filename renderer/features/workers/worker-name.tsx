import type { ReactElement } from 'react';
import type { ServerWorkerRow } from '../../../main/contract/servers.ts';
import type { Text } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';

/** What a connection is known by; its number is 0 where its server says none. */
type Named = Pick<ServerWorkerRow, 'connection' | 'clientId' | 'address'>;

/** A connection in a word, for who cannot see its row: its name, else its number, else its address. */
export const wordFor = ({ connection, clientId, address }: Named): string =>
  shown(clientId) || (connection === 0 ? address : `#${connection}`);

/** Its number and its name, as a cell. No component of its own: it stands in rows that change in each frame. */
export const workerNameCell = ({ connection, clientId }: Named, t: Text['t']): ReactElement => (
  <span key="name" role="gridcell" title={clientId === '' ? t('workers.unnamed.help') : shown(clientId)}>
    {connection !== 0 && <span className="muted">{`#${connection} `}</span>}
    {clientId === '' ? <span className="faint">{t('workers.unnamed')}</span> : shown(clientId)}
  </span>
);

/** What tells connections of a server apart. */
export const keyOfWorker = ({ connection, address, clientId }: Named): string => `${connection} ${address} ${clientId}`;
