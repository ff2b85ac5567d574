import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, test, vi } from 'vitest';
import type { ExporterState } from '../../../main/contract/exporter.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { argv, engineOf } from '../../support/engine.ts';
import { freePort } from '../../support/free-port.ts';
import { bytes } from '../../support/packets.ts';
import { PATIENT } from '../../support/patient.ts';
import { peerOf } from '../../support/peer.ts';
import { readPrometheus } from '../../support/prometheus.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const looks = { colour: 'none', group: '', on: true } as const;

async function scrape({ state, ...rest }: ExporterState) {
  expect(state).toBe('serving');
  const { url } = rest as { url: string };
  const families = readPrometheus(await (await fetch(url)).text());
  return (name: string, labels: string) => families.get(`gearman_${name}`)?.samples.get(labels);
}

test('it is off at first; switched on, the figures of all servers of the list are served until it is off', async () => {
  const { call, engine, define, submit, reaches } = await engineOf();
  await call('server.start', {});
  engine.startServers();
  expect(await call('exporter.state', undefined)).toEqual({ state: 'off' });

  const [exporterPort, second] = [await freePort(), await freePort()];
  await call('settings.change', { exporter: true, exporterPort });
  expect(await call('exporter.state', undefined)).toEqual({
    state: 'serving',
    url: `http://127.0.0.1:${exporterPort}/metrics`,
  });
  const { port } = await call('server.status', undefined);
  const { id } = await call('servers.add', { server: { kind: 'embedded', label: 'Second', port: second, ...looks } });
  await call('servers.add', {
    server: { kind: 'attached', label: 'Gone', address: '127.0.0.1:1', tls: null, every: 0.5, ...looks },
  });
  await vi.waitFor(async () => {
    const servers = await call('servers.list', undefined);
    expect(servers.map(({ state }) => state)).toEqual(['running', 'running', 'failed']);
  }, PATIENT);

  await define('wc', argv('wc', '-c'));
  await call('workers.start', { name: 'wc' });
  const { id: submission } = await submit('wc', 'x');
  await reaches(submission, 'done');
  const other = await peerOf({ port: second });
  other.send({ name: 'SUBMIT_JOB_HIGH_BG', function: 'rev', unique: '', workload: bytes('x') });
  await other.hears();

  const [here, there] = [`function="wc",server="127.0.0.1:${port}"`, `function="rev",server="127.0.0.1:${second}"`];
  await vi.waitFor(async () => {
    const value = await scrape(await call('exporter.state', undefined));
    expect([
      value('jobs_submitted_total', here),
      value('jobs_completed_total', here),
      value('job_wait_seconds', `_count${here}`),
      value('job_run_seconds', `_count${here}`),
      value('workers', here),
      value('jobs_submitted_total', there),
      value('queued_jobs', there),
      value('queued_priority_jobs', `function="rev",priority="high",server="127.0.0.1:${second}"`),
      value('up', 'server="127.0.0.1:1"'),
    ]).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 0]);
  }, PATIENT);

  await call('servers.switch', { id, on: false });
  const value = await scrape(await call('exporter.state', undefined));
  expect([value('up', `server="127.0.0.1:${second}"`), value('up', `server="127.0.0.1:${port}"`)]).toEqual([
    undefined,
    1,
  ]);
  await call('settings.change', { exporter: false });
  expect(await call('exporter.state', undefined)).toEqual({ state: 'off' });
  await expect(fetch(`http://127.0.0.1:${exporterPort}/metrics`)).rejects.toThrow();
});

test('a port that is taken is told, another one is served, and so it is at the next start', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  afterThisTest(() => void taken.close());
  const { port } = taken.address() as { port: number };
  const dataFolder = await temporaryFolder();
  const { call, engine } = await engineOf({ dataFolder });
  await call('settings.change', { exporter: true, exporterPort: port });
  expect(await call('exporter.state', undefined)).toMatchObject({
    state: 'failed',
    failure: { code: 'port-in-use', details: { port, freePort: expect.any(Number) } },
  });

  const exporterPort = await freePort();
  await call('settings.change', { exporterPort });
  expect(await call('exporter.state', undefined)).toMatchObject({ state: 'serving' });
  await engine.close();
  const next = await engineOf({ dataFolder });
  next.engine.startServers();
  await vi.waitFor(
    async () => expect(await next.call('exporter.state', undefined)).toMatchObject({ state: 'serving' }),
    PATIENT,
  );
});
