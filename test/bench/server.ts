import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { engineBasics } from '../../main/cli/basics.ts';
import { createEngine } from '../../main/engine.ts';
import { silent } from '../../main/util/log.ts';
import { watchLoopDelay } from '../../main/util/loop-delay.ts';

/*
 * The server that is measured: the engine as the window and the command line have it, with or without capture and history (or the part of it that is kept on disk, in the profile `--data`),
 * and with the workers of a workspace where one is named. On SIGTERM it prints the 99th percentile of the event loop's delay,
 * and of the time since the last SIGUSR2 how long its thread was busy and how much of a processor it had, all in ms, and ends.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    silent: { type: 'boolean' },
    queue: { type: 'string' },
    workspace: { type: 'string' },
    data: { type: 'string' },
    journal: { type: 'string' },
  },
});
const engine = await createEngine({
  ...engineBasics(silent),
  port: Number(values.port),
  hosts: ['127.0.0.1'],
  record: values.silent !== true,
  ...(values.data !== undefined && { dataFolder: values.data }),
  journal: values.journal !== 'off',
  ...(values.queue !== undefined && { queue: { path: values.queue } }),
  ...(values.workspace !== undefined && { workspace: values.workspace }),
});
const { failure } = await engine.handlers['server.start']({});
if (failure !== null) throw new Error(failure.message);
if (values.workspace !== undefined) {
  engine.trustOnce();
  for (const { definition } of await engine.handlers['functions.list']())
    if (definition !== null) await engine.handlers['workers.start']({ name: definition.name });
}
const delay = watchLoopDelay();
let before = performance.eventLoopUtilization();
let usedBefore = process.threadCpuUsage();
process.on('SIGUSR2', () => {
  before = performance.eventLoopUtilization();
  usedBefore = process.threadCpuUsage();
});
process.on('SIGTERM', async () => {
  const { user, system } = process.threadCpuUsage(usedBefore);
  const busy = performance.eventLoopUtilization(before).active;
  process.stdout.write(`${JSON.stringify({ delay: delay.p99, busy, used: (user + system) / 1000 })}\n`);
  await engine.close();
  process.exit(0);
});
process.stdout.write('listening\n');
