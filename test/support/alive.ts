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
  const state = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
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

/** Stops a process, and waits until all of its threads have: what was under way is done until then. Linux. */
export async function stopWhole(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  const folder = `/proc/${pid}/task`;
  for (;;) {
    const threads = await readdir(folder);
    const states = await Promise.all(threads.map((thread) => readFile(`${folder}/${thread}/stat`, 'utf8')));
    // The state comes after the name, which is in parentheses.
    if (states.every((stat) => stat.slice(stat.lastIndexOf(')') + 2).startsWith('T'))) return;
    await delay(5);
  }
}
