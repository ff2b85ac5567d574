import { engineBasics } from '../../main/cli/basics.ts';
import { createEngine } from '../../main/engine.ts';
import { silent } from '../../main/util/log.ts';
import { PREFIX } from './corpus.ts';

/*
 * server.ts PORT [FILE]: the server that is fuzzed, the whole engine with capture and history; background jobs are kept in
 * the file where one is named. Its limits are low, so that they are met.
 */
const [port, queue] = process.argv.slice(2);
const engine = await createEngine({
  ...engineBasics(silent),
  port: Number(port),
  hosts: ['127.0.0.1'],
  rules: { handlePrefix: PREFIX },
  limits: { packet: 2 ** 24, jobs: 20_000, functionJobs: 5000, jobBytes: 2 ** 26, connections: 100 },
  ...(queue !== undefined && { queue: { path: queue } }),
});
const { failure } = await engine.handlers['server.start']({});
if (failure !== null) throw new Error(failure.message);
process.stdout.write('listening\n');
