import { createHash, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { describe, expect, test, vi } from 'vitest';
import { dial } from '../../main/net/dial.ts';
import { encode } from '../../main/protocol/codec.ts';
import { authority } from '../support/certificates.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { runningServer } from '../support/embedded.ts';
import { bytes } from '../support/packets.ts';
import { PATIENT } from '../support/patient.ts';
import { peerOf } from '../support/peer.ts';
import { needs } from '../support/peers.ts';
import { run } from '../support/processes.ts';
import { runningProxy } from '../support/proxied.ts';
import { gearmand, realServer } from './servers.ts';
import { gearman, gearmanWorker } from './stock.ts';

describe.skipIf(!needs('gearmand') || !needs('gearman'))('a gearmand behind the proxy that has trouble', () => {
  test('it is killed: connections end, who comes is refused, and when it is there again that is another run', async () => {
    const server = await gearmand();
    const { host, port, events, stopped, recorders } = await runningProxy({
      to: { host: '127.0.0.1', port: server.port },
    });
    await vi.waitUntil(() => host.status.state === 'running', PATIENT);
    const peer = await peerOf({ port });
    peer.send({ name: 'SUBMIT_JOB_BG', function: 'f', unique: '', workload: bytes('x') });
    const [created] = await peer.hears();
    const { run: first } = host.status;
    await server.kill();
    expect(await peer.hearsTheEnd()).toEqual([]);
    peer.leave();
    await vi.waitUntil(() => host.status.failure?.code === 'connection-refused', PATIENT);
    expect(host.status).toMatchObject({ state: 'failed', echo: null, retryAt: expect.any(Number) });
    await vi.waitUntil(() => stopped.includes(first), PATIENT);
    const refused = await run('gearman', ['-p', String(port), '-b', '-f', 'f', 'x']);
    expect(refused.stderr).toContain('GEARMAN_'); // it ends with 0 all the same

    await gearmand({ port: server.port });
    await vi.waitUntil(() => host.status.state === 'running', PATIENT);
    expect(host.status).toMatchObject({ failure: null, retryAt: null });
    expect(host.status.run).toBeGreaterThan(first);
    const another = await peerOf({ port });
    another.send({ name: 'SUBMIT_JOB_BG', function: 'f', unique: '', workload: bytes('y') });
    expect(await another.hears()).toEqual([created]); // handles begin anew
    await vi.waitUntil(() => events.length === 2, PATIENT);
    expect(events.map(({ kind, run: of }) => [kind, of])).toEqual([
      ['submitted', first],
      ['submitted', host.status.run],
    ]);
    expect(recorders).toHaveLength(2);
  });

  test('it is stopped: echoes are missed, connections stay, and all goes on when it does', async () => {
    const server = await gearmand();
    const { host, port } = await runningProxy({ to: { host: '127.0.0.1', port: server.port } });
    await vi.waitUntil(() => host.status.state === 'running', PATIENT);
    const peer = await peerOf({ port });
    peer.send({ name: 'ECHO_REQ', data: bytes('before') });
    await peer.hears();
    const { run: first } = host.status;
    await server.stop();
    peer.send({ name: 'ECHO_REQ', data: bytes('meanwhile') });
    await vi.waitUntil(() => host.status.failure !== null, PATIENT);
    expect(host.status).toMatchObject({ state: 'failed', echo: null, failure: { code: 'connection-timeout' } });
    server.goOn();
    expect(await peer.hears()).toEqual(['ECHO_RES meanwhile']);
    await vi.waitUntil(() => host.status.state === 'running', PATIENT);
    expect(host.status).toMatchObject({ run: first, failure: null });
  });

  test('a worker and a client go on when it is there again', async () => {
    const server = await gearmand();
    const { host, port } = await runningProxy({ to: { host: '127.0.0.1', port: server.port } });
    await gearmanWorker(port, ['up'], ['tr', 'a-z', 'A-Z']);
    expect(await gearman(port, ['-f', 'up', 'one'])).toMatchObject({ stdout: 'ONE' });
    await server.kill();
    await vi.waitUntil(() => host.status.failure?.code === 'connection-refused', PATIENT);
    await gearmand({ port: server.port });
    await vi.waitUntil(() => host.status.state === 'running', PATIENT);
    await gearmanWorker(port, ['up'], ['tr', 'a-z', 'A-Z']);
    expect(await gearman(port, ['-f', 'up', 'two'])).toMatchObject({ stdout: 'TWO' });
  });
});

describe.skipIf(!needs('gearmand') || !needs('gearman') || !needs('gearadmin'))(
  'a read-only proxy before gearmand',
  () => {
    const server = realServer();

    test('the stock tools are refused what changes something, and told the rest', async () => {
      const { port, events } = await runningProxy({ to: { host: '127.0.0.1', port: server.port }, readOnly: true });
      const submitted = await gearman(port, ['-b', '-f', 'f', 'x']);
      expect(submitted.stderr).toContain('This proxy is read-only');
      const admin = (...options: string[]) => run('gearadmin', ['-p', String(port), ...options]);
      const created = await admin('--create-function=made');
      expect(created.stdout + created.stderr).toContain('READ_ONLY');
      await admin('--shutdown');
      expect((await admin('--server-version')).stdout).toMatch(/^1\./);
      expect((await admin('--status')).stdout).toBe('.\n');
      expect(events).toEqual([]);
      await gearmanWorker(port, ['f'], ['rev']); // a worker may work
      expect(await gearman(server.port, ['-f', 'f', 'abc'])).toMatchObject({ stdout: 'cba' });
    });
  },
);

describe.skipIf(!needs('openssl'))('TLS on both sides of the proxy', () => {
  test('a client through it, and bytes as they were', async () => {
    const trusted = await authority();
    const [behind, before] = [await trusted.credentials('behind'), await trusted.credentials('before')];
    const server = await runningServer({ tls: behind });
    const { host, port, target, seen } = await runningProxy({ to: server.target, tls: before });
    await vi.waitUntil(() => host.status.state === 'running', PATIENT);
    const client = await dial(target, { allowHalfOpen: true });
    afterThisTest(() => void client.destroy());
    const data = randomBytes(3_000_000);
    const hash = createHash('sha256');
    let length = 0;
    const answered = new Promise<void>((resolve) =>
      client.on('data', (chunk: Buffer) => {
        hash.update(chunk);
        length += chunk.length;
        if (length === data.length + 12) resolve();
      }),
    );
    client.write(encode({ name: 'ECHO_REQ', data }, 'REQ'));
    await answered;
    const answer = encode({ name: 'ECHO_RES', data }, 'RES');
    expect(hash.digest('hex')).toBe(createHash('sha256').update(answer).digest('hex'));
    await vi.waitUntil(() => seen().length === 2, PATIENT);
    expect(seen().map((line) => line.split(' ').slice(1).join(' '))).toEqual([
      `in ECHO_REQ ${data.length + 12}`,
      `out ECHO_RES ${data.length + 12}`,
    ]);
    // Who speaks plainly is not heard.
    const plain = connect(port, '127.0.0.1', () => plain.write('version\n'));
    afterThisTest(() => void plain.destroy());
    plain.on('error', () => {});
    await new Promise((resolve) => plain.on('close', resolve).resume());
  });

  test('a server behind it that does not speak TLS is told as what it is', async () => {
    const trusted = await authority();
    const server = await runningServer();
    const { host } = await runningProxy({ to: { ...server.target, tls: await trusted.credentials('client') } });
    await vi.waitUntil(() => host.status.state === 'failed', PATIENT);
    expect(host.status.failure).toMatchObject({ code: 'connection-lost' });
  });
});
