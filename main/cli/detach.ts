import { spawn } from 'node:child_process';

/** Set in the process that was detached. */
const DETACHED = 'GEARBENCH_DETACHED';

/** Whether this process is the detached one; asked once. */
export function isDetached(): boolean {
  const detached = process.env[DETACHED] !== undefined;
  delete process.env[DETACHED];
  return detached;
}

/**
 * Runs the command again in a session of its own, for Node cannot fork. Resolves with 0 when that process says `detached`,
 * and with its exit code where it ends before; what it has to say until then is said here.
 */
export function detach(command: string, args: readonly string[]): Promise<number> {
  const [node, program = ''] = process.argv;
  const child = spawn(node ?? process.execPath, [...process.execArgv, program, command, ...args], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, [DETACHED]: '1' },
  });
  child.stderr?.pipe(process.stderr);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
    child.once('message', () => {
      child.stderr?.destroy();
      child.unref();
      resolve(0);
    });
  });
}

/** Lets the process that started this one go. */
export function detached(): void {
  process.stderr.on('error', () => {}); // nobody reads it any more
  process.send?.('detached');
  process.disconnect?.();
}
