import { afterThisTest } from '../support/cleanup.ts';
import { background, run } from '../support/processes.ts';
import { registered } from './servers.ts';

/** The stock client, run to its end. */
export const gearman = (port: number, args: readonly string[], input: string | Buffer = '') =>
  run('gearman', ['-p', String(port), ...args], { input });

/** The stock worker of some functions, ready for jobs. Killed after the test. */
export async function gearmanWorker(
  port: number,
  names: readonly string[],
  command: readonly string[],
  more: readonly string[] = [],
) {
  const functions = names.flatMap((name) => ['-f', name]);
  const worker = background('gearman', ['-p', String(port), '-w', ...more, ...functions, '--', ...command]);
  afterThisTest(worker.stop);
  for (const name of names) await registered(port, name);
  return worker;
}

/** A command for the shell. */
export const sh = (line: string): string[] => ['sh', '-c', line];
