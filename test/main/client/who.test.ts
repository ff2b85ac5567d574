import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { processOf } from '../../../main/client/who.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { embedded } from '../../support/embedded.ts';
import { freePort } from '../../support/free-port.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const root = resolve(import.meta.dirname, '..', '..', '..');
const onLinuxAsRoot = process.platform === 'linux' && process.getuid?.() === 0;
const NOBODY = 65_534;

test('a job server says its process; nobody, and who is no job server, says none', async () => {
  const { host, port } = await embedded();
  await host.start();
  expect(await processOf({ host: '127.0.0.1', port })).toBe(process.pid);
  await host.stop();
  expect(await processOf({ host: '127.0.0.1', port })).toBe(null);
  const silent = createServer((socket) => void socket.on('error', () => {})).listen(port, '127.0.0.1');
  afterThisTest(() => void silent.close());
  expect(await processOf({ host: '127.0.0.1', port })).toBe(null);
});

test.skipIf(!onLinuxAsRoot)(
  'another person’s Gearbench on the port is told by its name, though the system does not tell',
  async () => {
    const port = await freePort();
    const server = spawn(resolve(root, 'bin', 'gearbench'), ['serve', '--port', String(port)], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, GEARBENCH_DATA: await temporaryFolder() },
    });
    afterThisTest(() => void server.kill());
    await new Promise((done) => createInterface(server.stdout).once('line', done));
    const net = resolve(root, 'main', 'net', 'port-owner.ts');
    const script = `
    const { ownerOf, jobServerOf } = await import(${JSON.stringify(net)});
    process.setgroups([]);
    process.setgid(${NOBODY});
    process.setuid(${NOBODY});
    console.log(JSON.stringify([await ownerOf(${port}), await jobServerOf(${server.pid}), await jobServerOf(1)]));`;
    const asked = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd: '/',
    });
    const [line] = (await new Promise((done) =>
      createInterface(asked.stdout).once('line', (text) => done([text])),
    )) as [string];
    expect(JSON.parse(line)).toEqual([null, { pid: server.pid, name: 'gearbench' }, null]);
  },
);
