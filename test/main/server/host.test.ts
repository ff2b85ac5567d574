import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { expect, test, vi } from 'vitest';
import type { ServerStatus } from '../../../main/contract/server.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { embedded, runningServer } from '../../support/embedded.ts';
import { freePort } from '../../support/free-port.ts';
import { bytes } from '../../support/packets.ts';
import { PATIENT } from '../../support/patient.ts';
import { peerOf } from '../../support/peer.ts';

test('it runs when an echo came back, not before', async () => {
  const seen: ServerStatus[] = [];
  const { host, port } = await embedded({ onChange: (status) => seen.push(status) });
  const stopped: ServerStatus = {
    id: 'local',
    run: 0,
    mode: 'embedded',
    state: 'stopped',
    addresses: [],
    port,
    echo: null,
    failure: null,
    exposed: false,
    queue: null,
  };
  expect([host.status, host.target, host.broker, host.connections]).toEqual([stopped, undefined, undefined, 0]);
  const before = Date.now();
  const addresses = [`127.0.0.1:${port}`, `[::1]:${port}`];
  expect(await host.start()).toEqual({ ...stopped, state: 'starting', run: expect.any(Number), addresses });
  expect(host.status.run).toBeGreaterThanOrEqual(before);
  await vi.waitUntil(() => host.status.state === 'running', PATIENT);
  expect(seen.map(({ state, echo }) => [state, echo !== null])).toEqual([
    ['starting', false],
    ['starting', false],
    ['running', true],
  ]);
  expect(host.status.echo).toEqual({ milliseconds: expect.any(Number), at: expect.any(Number) });
  expect([host.target, host.connections]).toMatchObject([{ host: '127.0.0.1', port }, 1]);
});

test('the probe is not among the workers, everybody else is', async () => {
  const { host, port } = await runningServer();
  await vi.waitUntil(() => host.status.state === 'running', PATIENT);
  const peer = await peerOf({ port });
  peer.write('workers\n');
  expect(await peer.hears(2)).toEqual([expect.stringMatching(/^\d+ 127\.0\.0\.1 - :$/), '.']);
});

test('a second start changes nothing', async () => {
  const { host, port } = await runningServer();
  const { run } = host.status;
  expect(await host.start(port + 1)).toMatchObject({ run, port, failure: null });
});

test('a stop ends connections and what was unfinished; the next start is a new run', async () => {
  const { host, port, events, stopped } = await runningServer();
  const first = host.status.run;
  const peer = await peerOf({ port });
  peer.send({ name: 'SUBMIT_JOB_BG', function: 'f', unique: '', workload: bytes('') });
  const [created] = await peer.hears();
  expect(await host.stop()).toMatchObject({ state: 'stopped', run: first, addresses: [], echo: null, port });
  expect([await peer.hearsTheEnd(), stopped, host.target, host.broker]).toEqual([[], [first], undefined, undefined]);

  expect((await host.start()).run).toBeGreaterThan(first);
  const again = await peerOf({ port });
  again.write('show jobs\n');
  again.send({ name: 'SUBMIT_JOB_BG', function: 'f', unique: '', workload: bytes('') });
  expect(await again.hears(2)).toEqual(['.', created]); // handles begin anew
  expect(events.map(({ kind }) => kind)).toEqual(['submitted', 'submitted']);
});

test('a start and a stop that cross happen one after the other', async () => {
  const { host, port, stopped } = await embedded();
  const [started, ended, again] = await Promise.all([host.start(), host.stop(), host.start()]);
  expect([started.state, ended.state, again.state]).toEqual(['starting', 'stopped', 'starting']);
  expect(stopped).toEqual([started.run]);
  const peer = await peerOf({ port });
  peer.write('version\n');
  expect(await peer.hears()).toEqual([expect.stringMatching(/^OK /)]);
});

test('a port that this process holds is said, with a free one', async () => {
  const { port } = await runningServer({ hosts: ['::1'] });
  const { host, stopped } = await embedded({ port });
  const { failure, ...status } = await host.start();
  expect([status.state, status.addresses, host.target]).toEqual(['failed', [], undefined]);
  expect(failure).toEqual({
    code: 'port-in-use',
    message: expect.stringMatching(new RegExp(`^Port ${port} is used by .+ \\(pid ${process.pid}\\)\\.$`)),
    port,
    owner: { pid: process.pid, name: expect.any(String) },
    freePort: expect.any(Number),
  });
  expect(failure?.freePort).toBeGreaterThan(port);
  expect(await host.start(failure?.freePort as number)).toMatchObject({ state: 'starting', failure: null });
  await host.stop();
  expect(stopped.length).toBe(1);
});

test.skipIf(process.platform === 'win32')('a port that another process holds is said with its id', async () => {
  const port = await freePort();
  const script = `require('net').createServer().listen(${port}, '127.0.0.1', () => console.log('listening'))`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  afterThisTest(() => void child.kill());
  await new Promise((resolve) => createInterface(child.stdout).once('line', resolve));
  const { host } = await embedded({ port });
  expect((await host.start()).failure).toMatchObject({ code: 'port-in-use', owner: { pid: child.pid } });
});

test('a port that somebody holds for all addresses is in use at each of them', async () => {
  const port = await freePort();
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(port, '0.0.0.0', resolve));
  afterThisTest(() => void holder.close());
  const { host } = await embedded({ port, hosts: ['127.0.0.1'] });
  expect((await host.start()).failure).toMatchObject({ code: 'port-in-use', port });
});

test('an address that this machine lacks is said', async () => {
  const { host, port } = await embedded({ hosts: ['192.0.2.1'] });
  expect(await host.start()).toMatchObject({
    state: 'failed',
    exposed: true,
    failure: {
      code: 'address-missing',
      message: 'This machine does not have the address 192.0.2.1.',
      port,
      owner: null,
      freePort: null,
    },
  });
  expect(await host.stop()).toMatchObject({ state: 'stopped', failure: null });
});
