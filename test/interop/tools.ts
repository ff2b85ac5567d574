import { expect } from 'vitest';
import { killIfAlive } from '../support/alive.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { GEARBENCH } from '../support/command-line.ts';
import { background, type Finished, run } from '../support/processes.ts';
import { registered } from './servers.ts';

/** The one of gearmand, or ours. */
export type Tool = 'stock' | 'ours';

export const TOOLS: Record<Tool, readonly [program: string, ...args: string[]]> = {
  stock: ['gearman'],
  ours: [GEARBENCH, 'gearman'],
};

/** A client, run to its end. */
export function client(
  tool: Tool,
  port: number,
  args: readonly string[],
  input: string | Buffer = '',
): Promise<Finished> {
  const [program, ...first] = TOOLS[tool];
  return run(program, [...first, '-p', String(port), ...args], { input });
}

/** These tests run on Electron's Node, and tell its children so. */
const { ELECTRON_RUN_AS_NODE: _, ...withoutElectron } = process.env;

/** A worker that need not get ready. What it started ends with it, the stock tool's child that spins too. */
export function start(tool: Tool, port: number, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const [program, ...first] = TOOLS[tool];
  const worker = background(program, [...first, '-p', String(port), '-w', ...args], {
    detached: true,
    env: { ...withoutElectron, ...env },
  });
  const ended = new Promise<number | null>((resolve) => worker.child.once('exit', resolve));
  const group = -(worker.child.pid as number);
  afterThisTest(async () => {
    worker.child.kill('SIGINT');
    if (tool === 'ours') await ended;
    killIfAlive(group);
  });
  return { ...worker, ended };
}

/** One that is ready for jobs. */
export async function worker(tool: Tool, port: number, name: string, args: readonly string[], env?: NodeJS.ProcessEnv) {
  const started = start(tool, port, ['-f', name, ...args], env);
  await registered(port, name);
  return started;
}

export const done = (stdout: string): Finished => ({ code: 0, stdout, stderr: '' });
export const failed = (stdout: string, stderr = ''): Finished => ({ code: 1, stdout, stderr: `${stderr}Job failed\n` });
/** What the stock client says when nothing comes; it calls that a success. */
export const nothing: Finished = { code: 0, stdout: '', stderr: expect.stringContaining('GEARMAN_TIMEOUT') };
