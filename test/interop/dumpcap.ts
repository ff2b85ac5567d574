import { spawnSync } from 'node:child_process';
import { mustBe } from '../support/peers.ts';

export const LOOPBACK = process.platform === 'darwin' ? 'lo0' : 'lo';

/** Whether this user may listen on the loopback interface; on most machines only the administrator may. */
export const mayCapture = (): boolean =>
  mustBe(
    spawnSync('dumpcap', ['-i', LOOPBACK, '-L'], { stdio: 'ignore' }).status === 0,
    `dumpcap must be allowed to listen on ${LOOPBACK} here`,
  );
