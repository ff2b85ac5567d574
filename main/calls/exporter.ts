import type { Handlers } from '../contract/api.ts';
import { failureOf } from '../contract/errors.ts';
import type { ExporterState } from '../contract/exporter.ts';
import type { JobEvent } from '../contract/job-event.ts';
import { repeatedAmong, toldTwice } from '../contract/same-server.ts';
import type { Settings } from '../contract/settings.ts';
import { JobTotals } from '../exporter/job-totals.ts';
import type { Exporter } from '../exporter/serve.ts';
import type { WatchedServer } from '../exporter/watched.ts';
import { inTurn } from '../util/in-turn.ts';
import { type Log, told } from '../util/log.ts';
import { asRows } from './same-server.ts';
import type { ServerCalls } from './servers.ts';
import { watchedServer } from './watched-servers.ts';

/** Functions that have series of their own, over all servers: their text is made by the thread that has the sockets. */
const FUNCTIONS_MOST = 2000;

export interface ExporterCallsParts {
  /** Every server of the list. */
  servers: () => ServerCalls['all'];
  log: Log;
  onChange: () => void;
}

export interface ExporterCalls {
  handlers: Pick<Handlers, 'exporter.state'>;
  /** Serves, or not any more, as the settings say. Why it cannot is in the state. */
  follow(settings: Pick<Settings, 'exporter' | 'exporterPort'>): Promise<void>;
  /** Hears of each change of state of each job of our own servers; counts them while it serves. */
  hear(server: string, event: JobEvent, at: number): void;
  /** A server is not in the list any more. */
  forget(server: string): void;
  close(): Promise<void>;
}

/** Figures of all servers of the list, for Prometheus, on loopback while that is switched on. */
export function exporterCalls({ servers, log, onChange }: ExporterCallsParts): ExporterCalls {
  const oneByOne = inTurn();
  let serving: { exporter: Exporter; port: number } | undefined;
  /** Since it was switched on; null while it is off. */
  let totals: Map<string, JobTotals> | null = null;
  let state: ExporterState = { state: 'off' };

  const become = (next: ExporterState) => {
    state = next;
    onChange();
  };

  async function end(): Promise<void> {
    totals = null;
    await serving?.exporter.close();
    serving = undefined;
  }

  /** Those that are on, each with its counts once: what repeats another row comes last, without them. */
  function watched(): WatchedServer[] {
    const all = servers();
    const rows = asRows(all, all.keys());
    const [repeated, twice] = [repeatedAmong(rows), toldTwice(rows)];
    const on = [...all].sort(([a], [b]) => Number(repeated.has(a)) - Number(repeated.has(b)));
    return on.flatMap(([id, { served }]) => {
      if (served === undefined) return [];
      const told = watchedServer(served, twice.includes(id) ? undefined : totals?.get(id));
      return [repeated.has(id) ? { ...told, counts: null } : told];
    });
  }

  async function start(port: number): Promise<void> {
    const [{ metricsOf }, { startExporter }] = await Promise.all([
      import('../exporter/metrics.ts'),
      import('../exporter/serve.ts'),
    ]);
    const metrics = metricsOf({
      servers: watched,
      functionsMost: () => Math.max(1, Math.floor(FUNCTIONS_MOST / Math.max(1, servers().size))),
    });
    const onFault = (error: unknown) => log.error(told`The metrics could not be told.`, error);
    const exporter = await startExporter({ host: '127.0.0.1', port, metrics, onFault });
    serving = { exporter, port };
    totals = new Map();
    become({ state: 'serving', url: `http://${exporter.address}/metrics` });
  }

  async function follow({ exporter: isOn, exporterPort: port }: Parameters<ExporterCalls['follow']>[0]): Promise<void> {
    if (isOn && serving?.port === port) return;
    await end();
    if (!isOn) {
      if (state.state !== 'off') become({ state: 'off' });
      return;
    }
    try {
      await start(port);
    } catch (error) {
      const failure = failureOf(error);
      log.warn(told`Metrics are not served: ${failure}`);
      become({ state: 'failed', failure });
    }
  }

  return {
    handlers: { 'exporter.state': () => state },
    follow: (settings) => oneByOne(() => follow(settings)),
    hear(server, event, at) {
      if (totals === null) return;
      let heard = totals.get(server);
      if (heard === undefined) {
        heard = new JobTotals();
        totals.set(server, heard);
      }
      heard.hear(event, at);
    },
    forget: (server) => void totals?.delete(server),
    close: () => oneByOne(end),
  };
}
