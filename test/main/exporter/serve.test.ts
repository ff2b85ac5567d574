import { once } from 'node:events';
import { request } from 'node:http';
import { connect, createServer } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import type { Metrics } from '../../../main/exporter/metrics.ts';
import { startExporter } from '../../../main/exporter/serve.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { freePort } from '../../support/free-port.ts';

const plain: Metrics = { contentType: 'text/plain; version=0.0.4; charset=utf-8', text: async () => 'gearman_up 1\n' };

async function serving(metrics = plain, host = '127.0.0.1') {
  const faults: unknown[] = [];
  const exporter = await startExporter({
    host,
    port: await freePort(),
    metrics,
    onFault: (error) => faults.push(error),
  });
  afterThisTest(() => exporter.close());
  const port = Number(exporter.address.split(':').at(-1));
  return { exporter, port, faults };
}

async function ask(port: number, path: string, { method = 'GET', host = `127.0.0.1:${port}` } = {}) {
  const sent = request({ host: '127.0.0.1', port, path, method, headers: { host }, agent: false }).end();
  const [response] = await once(sent, 'response');
  return { status: response.statusCode as number, headers: response.headers, body: await textOf(response) };
}

test('metrics are where Prometheus looks for them, and a page says so', async () => {
  const { port } = await serving();
  const [metrics, page, head, query] = await Promise.all([
    ask(port, '/metrics'),
    ask(port, '/'),
    ask(port, '/metrics', { method: 'HEAD' }),
    ask(port, '/metrics?a=b'),
  ]);
  expect([metrics.status, metrics.headers['content-type'], metrics.body]).toEqual([
    200,
    plain.contentType,
    'gearman_up 1\n',
  ]);
  expect([page.status, page.headers['content-type'], page.body.includes('/metrics')]).toEqual([
    200,
    'text/html; charset=utf-8',
    true,
  ]);
  expect([head.status, head.headers['content-length'], head.body]).toEqual([200, '13', '']);
  expect(query.body).toBe('gearman_up 1\n');
  expect([metrics, page].map(({ headers }) => headers['access-control-allow-origin'])).toEqual([undefined, undefined]);
});

test.each(['127.0.0.1', '127.0.0.1:9418', 'localhost:1', 'LOCALHOST', 'localhost.', '[::1]:9418', '10.0.0.1'])(
  'who asks %s is answered',
  async (host) => {
    const { port } = await serving();
    expect((await ask(port, '/metrics', { host })).status).toBe(200);
  },
);

test.each([
  'evil.example',
  'evil.example:9418',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  'a b',
  '[evil.example]',
  '127.0.0.1@evil.example',
])('a page whose name leads here, as %j, is refused', async (host) => {
  const { port } = await serving();
  const { status, body } = await ask(port, '/metrics', { host });
  expect([status, body.includes('gearman_up')]).toEqual([403, false]);
});

test('nothing else is answered', async () => {
  const { port } = await serving();
  const answers = await Promise.all([
    ask(port, '/metrics', { method: 'POST' }),
    ask(port, '/metrics', { method: 'OPTIONS' }),
    ask(port, '/metrics/'),
    ask(port, '//metrics'),
    ask(port, '/../metrics'),
  ]);
  expect(answers.map(({ status, headers }) => [status, headers.allow])).toEqual([
    [405, 'GET, HEAD'],
    [405, 'GET, HEAD'],
    [404, undefined],
    [404, undefined],
    [404, undefined],
  ]);
});

test('what is no HTTP is refused, and the next one is answered', async () => {
  const { port } = await serving();
  const socket = connect(port, '127.0.0.1');
  socket.write(`\0REQ\0\0\0\x10\0\0\0\0${'x'.repeat(20_000)}\r\n\r\n`);
  socket.on('error', () => {});
  socket.resume();
  await once(socket, 'close');
  expect((await ask(port, '/metrics')).status).toBe(200);
});

test('an answer that cannot be made ends the connection, and is told', async () => {
  const { port, faults } = await serving({ ...plain, text: () => Promise.reject(new Error('no')) });
  await expect(ask(port, '/metrics')).rejects.toThrow();
  expect(faults).toMatchObject([{ message: 'no' }]);
});

test('who holds the port is named', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  afterThisTest(() => void taken.close());
  const { port } = taken.address() as { port: number };
  await expect(startExporter({ host: '127.0.0.1', port, metrics: plain, onFault: () => {} })).rejects.toMatchObject({
    code: 'port-in-use',
    details: { port, ...(process.platform === 'linux' && { pid: process.pid }) },
  });
});

test('an address that is not here is told', async () => {
  const elsewhere = startExporter({ host: '192.0.2.1', port: await freePort(), metrics: plain, onFault: () => {} });
  await expect(elsewhere).rejects.toMatchObject({ code: 'address-missing' });
});

test('closing ends those who wait', async () => {
  let asked = () => {};
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const { port, exporter } = await serving({
    ...plain,
    text: () => {
      asked();
      return new Promise(() => {});
    },
  });
  const waiting = ask(port, '/metrics').catch((error: Error) => error);
  await isAsked;
  await exporter.close();
  expect(await waiting).toBeInstanceOf(Error);
});
