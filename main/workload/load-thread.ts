import { parentPort, workerData } from 'node:worker_threads';
import { AppError, failureOf } from '../contract/errors.ts';
import type { RunState } from '../contract/runs.ts';
import { ownAddress, type Registry } from '../net/origins.ts';
import { markOf } from '../util/json-file.ts';
import { checkRows, workloadsOf } from './jobs-of.ts';
import { Load } from './load.ts';
import type { LoadNews, LoadOrder, LoadSays, LoadWish } from './load-messages.ts';

/** Between two looks at how far it has come, ms. */
const EVERY = 200;

/** How long the server's words about the last jobs may take to come, ms. */
const LAST_WORDS = 250;

const { plan, making, places, size } = workerData as LoadOrder;
const say = (said: LoadSays) => parentPort?.postMessage(said);

/** Connections that the server's thread does not know yet to be ours, by where they are. */
const claims = new Map<string, () => void>();
const origins: Registry = {
  claim: (socket) =>
    new Promise((resolve) => {
      const address = ownAddress(socket);
      claims.set(address, resolve);
      say({ claim: address });
    }),
};

const load = new Load(plan, origins);
let state: RunState = 'checking';
let checked: LoadNews['checked'] = null;
let total: number | null = null;
let cancelled = false;
let problem: LoadNews['problem'] = null;

const tell = () =>
  say({
    news: {
      ...{
        state,
        checked,
        total,
        counts: load.counts,
        servers: load.servers,
        duration: load.duration,
        stages: load.stages,
        late: load.late,
      },
      ...{ problem: problem ?? load.problem, firstFailure: load.firstFailure },
    },
  });

parentPort?.on('message', (wish: LoadWish) => {
  switch (wish.do) {
    case 'cancel':
      cancelled = true;
      load.close();
      return;
    case 'claimed':
      claims.get(wish.address)?.();
      claims.delete(wish.address);
      return;
    case 'tell':
      for (const [index, handle] of wish.handles.entries())
        load.tell(handle, {
          assignedAt: wish.times[index * 2] as number,
          endedAt: wish.times[index * 2 + 1] as number,
        });
  }
});

const timer = setInterval(tell, EVERY);
try {
  total = await checkRows(
    making,
    (rows, bytes) => {
      checked = { rows, bytes, size };
    },
    () => cancelled,
  );
  const { rows } = making;
  if (rows !== null && (await markOf(rows.path)) !== rows.mark)
    throw new AppError('rows-changed', `${rows.path} was changed while it was read.`, { path: rows.path });
  if (!cancelled) {
    state = 'running';
    await load.run(places, workloadsOf(making));
    await new Promise((resolve) => setTimeout(resolve, LAST_WORDS));
  }
  state = cancelled ? 'cancelled' : load.problem === null ? 'done' : 'failed';
} catch (error) {
  problem = failureOf(error);
  state = 'failed';
  load.close();
}
clearInterval(timer);
tell();
parentPort?.close();
