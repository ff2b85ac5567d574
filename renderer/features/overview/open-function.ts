import { LOCAL, type ServerFunctionRow } from '../../../main/contract/servers.ts';
import { shown } from '../../lib/bytes.ts';
import type { Store } from '../../store/index.ts';
import { serverOf } from '../../store/servers.ts';

/** Goes to where more is told of a row: the servers of a function, the function, its jobs, or the server that tells counts alone. */
export function openFunctionOf({ is, name, servers }: ServerFunctionRow, store: Store): void {
  const [server = LOCAL] = servers;
  if (is === 'server') store.openServer(server);
  else if (is === 'function' && servers.length > 1) store.openOnBoard(name);
  else if (server === LOCAL) void store.openFunction(name);
  else if (serverOf(store, server)?.server.kind === 'attached') store.openServer(server);
  else store.showJobs({ states: [], search: shown(name) });
}
