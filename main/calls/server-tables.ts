import type { Handlers } from '../contract/api.ts';
import { repeatedAmong } from '../contract/same-server.ts';
import type { ServerScope } from '../contract/servers.ts';
import { ServerFunctions } from '../insight/server-functions.ts';
import { ServerWorkers } from '../insight/server-workers.ts';
import { asRows } from './same-server.ts';
import type { Served } from './served.ts';
import type { ServerCalls } from './servers.ts';

type Call = 'servers.functions' | 'servers.workers' | 'servers.jobs' | 'servers.history';

/** A server's jobs are asked for until nobody has looked at them for so long, ms. */
const WATCHED_FOR = 10_000;

export interface ServerTablesParts {
  /** Every server of the list in its order; undefined where it is off. */
  all: () => ServerCalls['all'];
}

/** What the servers of a scope have, in rows. */
export function serverTables({ all }: ServerTablesParts): { handlers: Pick<Handlers, Call>; close: () => void } {
  const functions = new ServerFunctions();
  const workers = new ServerWorkers();
  const watched = new Map<string, NodeJS.Timeout>();

  /** What one had that cannot be reached is shown of it alone: it is no part of what several have. */
  function within(scope: ServerScope): { server: string; served: Served; isRepeated: boolean }[] {
    const list = all();
    const ids = [...list].flatMap(([id, { server }]) =>
      (scope.kind === 'server' && scope.id !== id) || (scope.kind === 'group' && scope.group !== server.group)
        ? []
        : [id],
    );
    const repeated = scope.kind === 'server' ? new Map() : repeatedAmong(asRows(list, ids));
    return ids.flatMap((id) => {
      const served = list.get(id)?.served;
      if (served === undefined || (scope.kind !== 'server' && served.attached?.state.counts === null)) return [];
      return [{ server: id, served, isRepeated: repeated.has(id) }];
    });
  }

  function watch(id: string): void {
    const attached = all().get(id)?.served?.attached;
    clearTimeout(watched.get(id));
    if (attached === undefined) return;
    attached.watchJobs(true);
    const end = () => {
      watched.delete(id);
      attached.watchJobs(false);
    };
    watched.set(id, setTimeout(end, WATCHED_FOR).unref());
  }

  const handlers: Pick<Handlers, Call> = {
    'servers.functions': (query) => {
      const isOnce = query.by === 'function' || query.stuck;
      const tables = within(query.scope).flatMap(({ server, served, isRepeated }) =>
        served.functions === undefined || (isOnce && isRepeated)
          ? []
          : [{ server, functions: served.functions, workers: served.state.counts?.workers, isRepeated }],
      );
      return functions.answer(tables, query);
    },
    'servers.workers': (query) => {
      const tables = within(query.scope)
        .filter(({ isRepeated }) => !isRepeated)
        .map(({ server, served }) => ({ server, workers: served.workers }));
      return workers.answer(tables, query);
    },
    'servers.jobs': (query) => {
      watch(query.id);
      return all().get(query.id)?.served?.attached?.jobs?.window(query) ?? { total: null, rows: [] };
    },
    'servers.history': ({ id, function: name, span }) => all().get(id)?.served?.attached?.history(name, span) ?? null,
  };

  return {
    handlers,
    close() {
      for (const timer of watched.values()) clearTimeout(timer);
    },
  };
}
