import { hostname } from 'node:os';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { bytes } from '../support/packets.ts';
import { PATIENT } from '../support/patient.ts';
import { peerOf } from '../support/peer.ts';
import { needs } from '../support/peers.ts';
import { run } from '../support/processes.ts';
import { runningProxy } from '../support/proxied.ts';
import { ask, realServer } from './servers.ts';
import { gearman, gearmanWorker } from './stock.ts';

describe.skipIf(!needs('gearmand') || !needs('gearman') || !needs('gearadmin'))(
  'a proxy before the real gearmand',
  () => {
    const server = realServer();
    let proxy: Awaited<ReturnType<typeof runningProxy>>;
    beforeEach(async () => {
      proxy = await runningProxy({ to: { host: '127.0.0.1', port: server.port } });
    });
    /** The events of one function, without those of others that the server still has. */
    const told = (name: string) =>
      proxy.events.filter(({ job }) => job.functionName === name).map((event) => event.kind);

    test('it runs when an echo came back through the server', async () => {
      await vi.waitUntil(() => proxy.host.status.state === 'running', PATIENT);
      expect(proxy.host.status).toMatchObject({
        address: `127.0.0.1:${proxy.port}`,
        upstream: `127.0.0.1:${server.port}`,
        echo: { milliseconds: expect.any(Number), at: expect.any(Number) },
        failure: null,
        retryAt: null,
        loopback: true,
      });
    });

    test('a client and a worker through it: packets and jobs are seen as at a server of ours', async () => {
      const worker = await gearmanWorker(proxy.port, ['rev'], ['rev']);
      expect(await gearman(proxy.port, ['-f', 'rev', 'hello'])).toMatchObject({ code: 0, stdout: 'olleh' });
      await worker.stop();
      await vi.waitUntil(() => proxy.host.connections === 1, PATIENT); // the probe's
      expect(told('rev')).toEqual(['submitted', 'assigned', 'complete']);
      const seen = proxy.seen();
      for (const name of ['SUBMIT_JOB', 'GRAB_JOB_ALL', 'WORK_COMPLETE'])
        expect(seen).toContainEqual(expect.stringMatching(new RegExp(`^\\d+ in ${name} \\d+$`)));
      for (const name of ['JOB_CREATED', 'JOB_ASSIGN_UNIQ', 'WORK_COMPLETE'])
        expect(seen).toContainEqual(expect.stringMatching(new RegExp(`^\\d+ out ${name} \\d+$`)));
      const [submitted] = proxy.events.filter(({ kind }) => kind === 'submitted');
      expect(submitted?.job.handle).toMatch(new RegExp(`^H:${hostname()}:\\d+$`));
    });

    test('who connects is known: address, functions, what was submitted last', async () => {
      const peer = await peerOf({ port: proxy.port });
      peer.send(
        { name: 'SET_CLIENT_ID', clientId: 'somebody' },
        { name: 'CAN_DO', function: 'known' },
        { name: 'CAN_DO', function: 'other' },
        { name: 'CANT_DO', function: 'other' },
        { name: 'SUBMIT_JOB_BG', function: 'known', unique: '', workload: bytes('x') },
        { name: 'GRAB_JOB_UNIQ' },
      );
      await peer.hears(2);
      await vi.waitUntil(() => told('known').includes('assigned'), PATIENT);
      const assigned = proxy.events.find(({ kind }) => kind === 'assigned') as { worker?: number };
      const facts = proxy.recorders[0]?.facts(assigned.worker as number);
      expect(facts).toMatchObject({ clientId: 'somebody', role: 'worker', origin: 'other' });
      expect(facts?.address).toMatch(/^127\.0\.0\.1:\d+$/);
      expect(facts?.did?.()).toMatchObject({ functions: ['known'], submitted: 'known' });
    });

    test('a worker that leaves in the middle loses its job, a job that is cancelled has ended', async () => {
      const name = 'left';
      const [client, worker] = [await peerOf({ port: proxy.port }), await peerOf({ port: proxy.port })];
      client.send({ name: 'SUBMIT_JOB', function: name, unique: '', workload: bytes('x') });
      await client.hears();
      worker.send({ name: 'CAN_DO', function: name }, { name: 'GRAB_JOB_UNIQ' });
      await worker.hears();
      worker.leave();
      await vi.waitUntil(() => told(name).includes('requeued'), PATIENT);
      client.leave();
      await vi.waitUntil(() => told(name).includes('abandoned'), PATIENT);
      expect(told(name)).toEqual(['submitted', 'assigned', 'requeued', 'abandoned']);

      await gearman(proxy.port, ['-b', '-f', 'waits', 'x']);
      await vi.waitUntil(() => told('waits').length === 1, PATIENT);
      const handle = proxy.events.find(({ job }) => job.functionName === 'waits')?.job.handle;
      const { stdout } = await run('gearadmin', ['-p', String(proxy.port), `--cancel-job=${handle}`]);
      expect(stdout).toBe('OK\n');
      expect(told('waits')).toEqual(['submitted', 'cancelled']);
      // The server keeps it until a worker asks, to leave it out then.
      expect(await ask(server.port, 'show jobs')).toContain(`${handle}\t0\t1\t0`);
    });

    test('jobs from before, and jobs of workers that are elsewhere', async () => {
      await gearman(server.port, ['-b', '-f', 'before', 'old']);
      await gearmanWorker(proxy.port, ['before'], ['cat']);
      await vi.waitUntil(() => told('before').includes('complete'), PATIENT);
      expect(told('before')).toEqual(['submitted', 'assigned', 'complete']);
      expect(proxy.events[0]).toMatchObject({ kind: 'submitted', client: null });

      await gearmanWorker(server.port, ['elsewhere'], ['rev']);
      expect(await gearman(proxy.port, ['-f', 'elsewhere', 'abc'])).toMatchObject({ stdout: 'cba' });
      await vi.waitUntil(() => told('elsewhere').includes('complete'), PATIENT);
      expect(told('elsewhere')).toEqual(['submitted', 'complete']);
    });
  },
);
