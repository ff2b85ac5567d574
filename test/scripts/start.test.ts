import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { isAlive } from '../support/alive.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { freePort } from '../support/free-port.ts';
import { run, until } from '../support/processes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const START = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url));

test.skipIf(process.platform !== 'linux')(
  'npm start without a display serves the sample, says how to use it on its port, and ends with Ctrl-C',
  async () => {
    const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, ...environment } = process.env;
    const port = String(await freePort());
    const child = spawn(process.execPath, [START, '--port', port], {
      env: { ...environment, GEARBENCH_DATA: await temporaryFolder() },
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    const ended = once(child, 'exit');
    afterThisTest(() => void (child.exitCode === null && process.kill(-(child.pid as number), 'SIGKILL')));
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    await until('the worker', () => output.includes('Worker for wc: wc -l'), 30_000);
    expect(output).toContain(`gearman -p ${port} -f wc < /etc/passwd`);
    expect(output).toContain(`gearadmin -p ${port} --status`);
    const family = (await run('pgrep', ['-g', String(child.pid)])).stdout.trim().split('\n').map(Number);
    process.kill(-(child.pid as number), 'SIGINT'); // as a terminal does it: to all of its foreground
    expect(await ended).toEqual([0, null]);
    expect(family.filter(isAlive)).toEqual([]);
  },
);
