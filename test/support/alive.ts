import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** Whether a process runs; one that has ended and was not yet taken note of does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const state = stateOf(pid);
  return state !== '' && !state.startsWith('Z');
}

/** Never 0, which is the group of the tests themselves. */
export function killIfAlive(pid: number): void {
  if (pid === 0) throw new Error('no process');
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has ended, as it should
  }
}

/** Stops a process, and waits until it has: on Linux all of its threads, by when what was under way is done. */
export async function stopWhole(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  const states = process.platform === 'linux' ? statesOfThreads : async () => [stateOf(pid)];
  while (!(await states(pid)).every((state) => state.startsWith('T'))) await delay(5);
}

async function statesOfThreads(pid: number): Promise<string[]> {
  const folder = `/proc/${pid}/task`;
  const stats = (await readdir(folder)).map((thread) => readFile(`${folder}/${thread}/stat`, 'utf8'));
  // The state comes after the name, which is in parentheses.
  return (await Promise.all(stats)).map((stat) => stat.slice(stat.lastIndexOf(')') + 2));
}

/** As ps tells it; empty where there is no such process. */
const stateOf = (pid: number): string =>
  spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
