import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { POLL_EVERY, ServerFunctionQuery } from '../../main/contract/servers.ts';
import { ServerFunctions } from '../../main/insight/server-functions.ts';
import { Attached } from '../../main/upstream/attach.ts';
import { until } from '../support/processes.ts';
import { withManyServers } from './started-servers.ts';
import { percentile, targetLine } from './target-line.ts';

/*
 * The first part of npm run bench -- --servers: 50 servers with 2,000 functions each are attached and looked at as often as
 * usual. Each line says what share of a processor that takes, with what the kernel does for it, and what a question of the
 * window over all of them takes that comes four times a second. `--seconds` takes 5 servers for a moment, to see that it works.
 */

const { values } = parseArgs({ options: { servers: { type: 'boolean' }, seconds: { type: 'boolean' } } });
const SERVERS = values.seconds ? 5 : 50;
const FUNCTIONS = values.seconds ? 200 : 2000;
/** How long each is measured, ms. */
const TIME = values.seconds ? 2500 : 20_000;
const LOOKS_EVERY = 250;

const query = (some: Partial<ServerFunctionQuery>): ServerFunctionQuery =>
  ServerFunctionQuery.parse({ scope: { kind: 'all' }, by: 'server', from: 0, count: 60, ...some });

for (const [changes, name] of [
  ['nothing', 'nothing changes'],
  ['some', 'a tenth of all functions changes'],
  ['all', 'all functions change'],
] as const)
  await withManyServers({ servers: SERVERS, functions: FUNCTIONS, changes }, async (ports) => {
    const attached = ports.map((port) => {
      const target = { host: '127.0.0.1', port };
      return new Attached({ target, every: POLL_EVERY.default, onChange: () => {} });
    });
    await until('all servers', () => attached.every(({ state }) => state.counts?.functions === FUNCTIONS), 120_000);
    await pause(values.seconds ? 0 : 2 * 1000 * POLL_EVERY.default);
    targetLine(`polling, ${name}`, await shareOf(TIME), 'under 10 % of a core');
    const took = await looks(attached);
    targetLine(`a question over all, ${name}`, took, changes === 'all' ? 'within a frame' : 'a few ms');
    for (const each of attached) each.close();
  });

/** What this thread had of a processor in that time. */
async function shareOf(time: number): Promise<string> {
  const [before, since] = [process.threadCpuUsage(), performance.now()];
  await pause(time);
  const { user, system } = process.threadCpuUsage(before);
  const share = (user + system) / 10 / (performance.now() - since);
  return `${share.toFixed(1)} % of a core`;
}

/** What questions took of a processor, while the tables change: sorted by name, by what waits, and summed. */
async function looks(attached: readonly Attached[]): Promise<string> {
  const functions = new ServerFunctions();
  const tables = attached.map((each, index) => ({ server: `s${index}`, functions: each.functions }));
  const queries = [
    query({}),
    query({ order: 'queued', descending: true }),
    query({ by: 'function', order: 'queued', descending: true }),
  ];
  const took: number[] = [];
  for (let round = 0; round < (values.seconds ? 2 : 20); round += 1) {
    for (const each of queries) {
      const before = process.threadCpuUsage();
      functions.answer(tables, each);
      const { user, system } = process.threadCpuUsage(before);
      took.push((user + system) / 1000);
    }
    await pause(LOOKS_EVERY);
  }
  return `${percentile(took, 50).toFixed(1)} ms, 9 of 10 within ${percentile(took, 90).toFixed(1)} ms`;
}
