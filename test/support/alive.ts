import { spawnSync } from 'node:child_process';

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
