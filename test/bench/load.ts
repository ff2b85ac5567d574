import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run, until } from '../support/processes.ts';

const LOAD = join(import.meta.dirname, '..', '..', 'out', 'bench', 'load');

/** What the generator in load.c tells: operations a second, and times in ms. */
export interface LoadResult {
  rate: number;
  p50?: number;
  p99?: number;
}

/** Compiles the generator. */
export function buildLoad(): void {
  mkdirSync(join(LOAD, '..'), { recursive: true });
  execFileSync('cc', ['-O2', '-o', LOAD, join(import.meta.dirname, 'load.c')], { stdio: 'inherit' });
}

/** Runs it on the server at that port. */
export async function load(port: number, [mode = '', ...numbers]: readonly string[]): Promise<LoadResult> {
  const { code, stdout, stderr } = await run(LOAD, [mode, String(port), ...numbers], { timeout: 600_000 });
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as LoadResult;
}

/** Waits until a server answers on that port. */
export const answers = (what: string, port: number): Promise<LoadResult> =>
  until(what, () => load(port, ['ping', '1', '1', '1', '1']).catch(() => undefined), 20_000);

/** Lets our capture take its memory, which it does when many packets come (main/capture/touch.ts). Takes six seconds. */
export async function fillCapture(port: number): Promise<void> {
  await load(port, ['ping', '8', '40000', '100', '100']);
  await sleep(6000);
}

export const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
