import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { exporter as exporterCommand } from '../../../main/cli/exporter.ts';
import { gearmand } from '../../interop/servers.ts';
import { gearman, gearmanWorker } from '../../interop/stock.ts';
import { authority } from '../../support/certificates.ts';
import type { Cleanup } from '../../support/cleanup.ts';
import { gearbench } from '../../support/command-line.ts';
import { freePort } from '../../support/free-port.ts';
import { overhear } from '../../support/overhear.ts';
import { needs } from '../../support/peers.ts';
import { until } from '../../support/processes.ts';
import { readPrometheus } from '../../support/prometheus.ts';

/** The exporter as a process of its own, on a free port. */
async function exporter(args: string[], cleanup: Cleanup, environment: NodeJS.ProcessEnv = {}) {
  const port = await freePort();
  const command = await gearbench(
    ['exporter', ...args, '--port', String(port), '--every', '0.5'],
    cleanup,
    environment,
  );
  await command.says('/metrics');
  const scrape = async () => {
    const response = await fetch(`http://127.0.0.1:${port}/metrics`);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ]);
    return readPrometheus(await response.text());
  };
  const value = async (name: string, labels: string) => (await scrape()).get(`gearman_${name}`)?.samples.get(labels);
  return { ...command, port, scrape, value };
}

/** A real gearmand, with the label of what is told of it. */
async function labelled(cleanup: Cleanup) {
  const server = await gearmand({}, cleanup);
  return { ...server, server: `server="127.0.0.1:${server.port}"` };
}

describe.skipIf(!needs('gearmand') || !needs('gearman'))('gearbench exporter', () => {
  test('serves what gearmands have, says which is gone, and that it is back', async ({ onTestFinished }) => {
    const [one, two] = [await labelled(onTestFinished), await labelled(onTestFinished)];
    await gearman(one.port, ['-b', '-I', '-f', 'wc "a\\b', 'x']);
    await gearman(one.port, ['-b', '-f', 'stuck', 'x']);
    await gearmanWorker(two.port, ['resize', 'crop'], ['cat']);
    const { scrape, value, says, end } = await exporter(
      ['--servers', `127.0.0.1:${one.port},gearman://127.0.0.1:${two.port}`],
      onTestFinished,
    );
    await until(
      'both',
      async () =>
        (await value('workers', `function="crop",${two.server}`)) === 1 && (await value('up', one.server)) === 1,
    );

    const found = await scrape();
    const sample = (name: string, labels: string) => found.get(`gearman_${name}`)?.samples.get(labels);
    expect([
      sample('queued_jobs', `function="wc \\"a\\\\b",${one.server}`),
      sample('queued_priority_jobs', `function="wc \\"a\\\\b",priority="high",${one.server}`),
      sample('functions_without_worker', one.server),
      sample('workers', `function="resize",${two.server}`),
      sample('functions_without_worker', two.server),
      sample('poll_errors_total', one.server),
    ]).toEqual([1, 1, 2, 1, 0, 0]);
    expect([...found.get('gearman_server_info')!.samples.keys()]).toEqual([
      expect.stringMatching(/^server="127.0.0.1:\d+",version="\d+\.\d+\.\d+/),
      expect.anything(),
    ]);
    expect(sample('echo_seconds', two.server)).toBeGreaterThan(0);

    await one.kill();
    await until('it is gone', async () => (await value('up', one.server)) === 0);
    expect([await value('queued_jobs', `function="stuck",${one.server}`), await value('up', two.server)]).toEqual([
      undefined,
      1,
    ]);
    await until('an error', async () => ((await value('poll_errors_total', one.server)) ?? 0) > 0);
    await gearmand({ port: one.port }, onTestFinished);
    await says(`127.0.0.1:${one.port} answers again.`);
    expect(await value('up', one.server)).toBe(1);
    const { code, err } = await end();
    expect([code, err.includes(`127.0.0.1:${one.port}`)]).toEqual([0, true]);
  });

  test('more functions than have series of their own are one', async ({ onTestFinished }) => {
    const one = await labelled(onTestFinished);
    for (const name of ['a', 'b', 'c']) await gearman(one.port, ['-b', '-f', name, 'x']);
    const { value } = await exporter(['--servers', `127.0.0.1:${one.port}`, '--functions-most', '1'], onTestFinished);
    await until('it is summed up', async () => (await value('functions_summed', one.server)) === 2);
    expect(await value('queued_jobs', `function="other",${one.server}`)).toBe(2);
  });
});

test('a server that is not there is 0, and the exporter serves all the same', async ({ onTestFinished }) => {
  const port = await freePort();
  const { value, says } = await exporter(['--servers', `127.0.0.1:${port}`], onTestFinished);
  await says(`Nothing listens on 127.0.0.1:${port}.`);
  expect(await value('up', `server="127.0.0.1:${port}"`)).toBe(0);
});

test('a server is reached with TLS where its address asks for it', async ({ onTestFinished }) => {
  const { ca, certificate, key } = await (await authority()).files('server');
  const port = await freePort();
  const options = ['--ssl', `--ssl-certificate=${certificate}`, `--ssl-key=${key}`, `--ssl-ca-file=${ca}`];
  await gearbench(['gearmand', '-p', String(port), '-L', '127.0.0.1', '-l', 'none', ...options], onTestFinished);
  const own = { GEARMAND_CA_CERTIFICATE: ca, GEARMAN_CLIENT_PEM: certificate, GEARMAN_CLIENT_KEY: key };
  const { value } = await exporter(['--servers', `gearman+tls://127.0.0.1:${port}`], onTestFinished, own);
  await until('an answer over TLS', async () => (await value('up', `server="127.0.0.1:${port}"`)) === 1);
});

test('servers are those of the environment where none are named, and a taken port is told', async ({
  onTestFinished,
}) => {
  const [port, nobody] = [await freePort(), await freePort()];
  const environment = { GEARMAN_SERVERS: `127.0.0.1:${nobody}` };
  const first = await gearbench(['exporter', '--listen', `127.0.0.1:${port}`], onTestFinished, environment);
  await first.says(`Metrics of 127.0.0.1:${nobody}: http://127.0.0.1:${port}/metrics`);
  const { ended } = await gearbench(['exporter', '--servers', 'a', '--port', String(port)], onTestFinished);
  expect(await ended).toMatchObject({ code: 1, err: expect.stringContaining(`Port ${port} is used by`) });
});

test.each([
  [[], 'No job server was given'],
  [['--servers', 'a,b:0'], '“b:0” is no job server: a port is 1 to 65535.'],
  [['--servers', 'a', '--every', '0'], 'cannot be used for --every'],
  [['--servers', 'a', '--functions-most', 'many'], 'cannot be used for --functions-most'],
  [['--servers', 'a', '--port', '99999'], 'is no port'],
  [['--servers', 'a', '--listen', 'a/b'], 'is no address'],
  [['--servers', 'a', '--bogus'], '--bogus'],
  [['a'], "'a'"],
])('%j is an error of usage', async (args, message) => {
  vi.stubEnv('GEARMAN_SERVERS', '');
  onTestFinished(() => void vi.unstubAllEnvs());
  const said = overhear();
  expect([await exporterCommand(args), said.join('')]).toEqual([64, expect.stringContaining(message)]);
});
