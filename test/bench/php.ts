import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { withoutGearman } from '../interop/php-without.ts';
import { run } from '../support/processes.ts';
import { median } from './load.ts';

const root = join(import.meta.dirname, '..', '..');
const SCRIPT = join(import.meta.dirname, 'php.php');

/** What is measured, by the names that php.php gives it. */
export const PHP_ROWS = { single: 'PHP round trips, one by one', together: 'PHP round trips, 100 tasks' } as const;

type Rates = Record<keyof typeof PHP_ROWS, number>;

/** Whether this PHP has both ways: the extension, and the processes that the measure needs. */
export function canMeasurePhp(): boolean {
  try {
    const code = 'exit(extension_loaded("gearman") && function_exists("pcntl_fork") ? 0 : 1);';
    execFileSync('php', ['-r', code], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Round trips a second of PHP's extension and of the drop-in, by turns, at the server on that port: medians. */
export async function measurePhp(
  port: number,
  runs: number,
  jobs: string,
): Promise<{ extension: Rates; dropIn: Rates }> {
  const [extension, dropIn]: [Rates[], Rates[]] = [[], []];
  for (let round = 0; round < runs; round += 1) {
    extension.push(await once([], port, jobs));
    dropIn.push(await once(withoutGearman(), port, jobs, join(root, 'resources', 'php', 'gearman.php')));
  }
  return { extension: middle(extension), dropIn: middle(dropIn) };
}

async function once(args: string[], port: number, jobs: string, dropIn?: string): Promise<Rates> {
  const env = { ...process.env, ...(dropIn !== undefined && { DROP_IN: dropIn }) };
  const { code, stdout, stderr } = await run('php', [...args, SCRIPT, String(port), jobs, '100'], {
    env,
    timeout: 120_000,
  });
  if (code !== 0 || !stdout.startsWith('{')) throw new Error(stdout + stderr);
  return JSON.parse(stdout) as Rates;
}

const middle = (rates: readonly Rates[]): Rates => ({
  single: median(rates.map(({ single }) => single)),
  together: median(rates.map(({ together }) => together)),
});
