import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { GRACE } from './runner.ts';

/**
 * Ends a process and all its children: the whole group is asked to end, and what is left of it a moment later is made to.
 * Resolves when none of it runs any more. On Windows the children of a process are its group.
 */
export async function endGroup(leader: number, { force = false } = {}): Promise<void> {
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(leader), '/t', '/f'], { windowsHide: true });
    return;
  }
  const patience = performance.now() + (force ? 0 : GRACE);
  if (!force) signalGroup(leader, 'SIGTERM');
  while (performance.now() < patience && signalGroup(leader, 0)) await pause(20);
  signalGroup(leader, 'SIGKILL');
}

/** Sends a signal to a group; 0 only asks. Returns whether there is anybody in it. */
export function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-leader, signal);
    return true;
  } catch {
    return false;
  }
}
