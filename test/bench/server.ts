import { parseArgs } from 'node:util';
import { engineBasics } from '../../main/cli/basics.ts';
import { createEngine } from '../../main/engine.ts';
import { silent } from '../../main/util/log.ts';
import { watchLoopDelay } from '../../main/util/loop-delay.ts';

/*
 * The server that is measured: the engine as the window and the command line have it, with or without capture and history.
 * On SIGTERM it prints the 99th percentile of the event loop's delay in ms, and ends.
 */
const { values } = parseArgs({
  options: { port: { type: 'string' }, silent: { type: 'boolean' }, queue: { type: 'string' } },
});
const engine = await createEngine({
  ...engineBasics(silent),
  port: Number(values.port),
  hosts: ['127.0.0.1'],
  record: values.silent !== true,
  ...(values.queue !== undefined && { queue: { path: values.queue } }),
});
const { failure } = await engine.handlers['server.start']({});
if (failure !== null) throw new Error(failure.message);
const delay = watchLoopDelay();
process.on('SIGTERM', () => {
  process.stdout.write(`${JSON.stringify({ delay: delay.p99 })}\n`);
  process.exit(0);
});
process.stdout.write('listening\n');
