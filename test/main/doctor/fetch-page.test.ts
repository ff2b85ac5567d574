import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fetchPage, proxyFor, tryPage } from '../../../main/doctor/fetch-page.ts';
import { lookAtPage } from '../../../main/doctor/look/page.ts';
import { realMachine } from '../../../main/doctor/real-machine.ts';
import { authority } from '../../support/certificates.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { freePort } from '../../support/free-port.ts';
import { needs } from '../../support/peers.ts';
import { background } from '../../support/processes.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterThisTest(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe('a page of the web', () => {
  test('is told with its status, whatever that is', async () => {
    const port = await portOf(createServer((request, response) => response.writeHead(404).end(`no ${request.url}`)));
    expect(await fetchPage(`http://127.0.0.1:${port}/x`, {})).toEqual({
      what: 'page',
      status: 404,
      text: 'no /x',
      proxy: null,
    });
  });

  test('comes through the proxy that the environment names, without its password in what is told', async () => {
    const asked: (string | undefined)[] = [];
    const proxy = createServer(({ url, headers }, response) => {
      asked.push(url, headers['proxy-authorization']);
      response.end('through');
    });
    const port = await portOf(proxy);
    const environment = { http_proxy: `http://ada:secret@127.0.0.1:${port}` };
    expect(await fetchPage('http://pecl.example/a', environment)).toEqual({
      what: 'page',
      status: 200,
      text: 'through',
      proxy: `http://127.0.0.1:${port}`,
    });
    expect(asked).toEqual(['http://pecl.example/a', `Basic ${btoa('ada:secret')}`]);
  });

  test('that a proxy does not let through fails there', async () => {
    const refusing = await portOf(createServer((_, response) => response.writeHead(407).end()));
    const gone = await freePort();
    for (const port of [refusing, gone]) {
      const found = await fetchPage('http://pecl.example/a', { HTTP_PROXY: `http://127.0.0.1:${port}` });
      expect(found).toMatchObject({ what: 'failed', at: 'proxy', proxy: `http://127.0.0.1:${port}` });
    }
  });

  test('of a name that nobody has, and of a port at which nobody listens, fails there', async () => {
    expect(await fetchPage('http://nowhere.invalid/', {})).toMatchObject({ what: 'failed', at: 'name' });
    expect(await fetchPage(`http://127.0.0.1:${await freePort()}/`, {})).toMatchObject({
      what: 'failed',
      at: 'connection',
    });
  });

  test.skipIf(!needs('openssl'))('with a certificate of nobody fails for that', async () => {
    const { certificate, key } = await (await authority()).credentials('localhost');
    const port = await portOf(createTlsServer({ cert: certificate, key }, (_, response) => response.end('secret')));
    expect(await fetchPage(`https://localhost:${port}/`, {})).toMatchObject({ what: 'failed', at: 'tls' });
  });
});

test('the proxy is the one for the kind of address, but for hosts that are without one', () => {
  const environment = { https_proxy: 'http://u:p@proxy:1', no_proxy: 'localhost, .example.org' };
  const of = (url: string) => proxyFor(new URL(url), environment);
  expect([of('https://pecl.php.net/'), of('http://pecl.php.net/'), of('https://localhost/')]).toEqual([
    'http://proxy:1',
    null,
    null,
  ]);
  expect([of('https://a.example.org/'), of('https://example.org.evil/')]).toEqual([null, 'http://proxy:1']);
});

describe('a page that is put into a folder', () => {
  const url = 'http://127.0.0.1:1/gb-1.php';

  test('is taken away again, also where it was not reached', async () => {
    const folder = await temporaryFolder();
    expect(await tryPage({ folder, name: 'gb-1.php', code: 'x', url }, {})).toMatchObject({ what: 'failed' });
    expect(await readdir(folder)).toEqual([]);
  });

  test('takes the place of nothing, and of what it is not it takes nothing away', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'gb-1.php'), 'mine');
    expect(await tryPage({ folder, name: 'gb-1.php', code: 'x', url }, {})).toEqual({
      what: 'unwritable',
      reason: 'EEXIST',
    });
    expect(existsSync(join(folder, 'gb-1.php'))).toBe(true);
  });

  test.skipIf(!needs('php'))('tells what the web server’s PHP has', async () => {
    const folder = join(await temporaryFolder(), 'a folder');
    await mkdir(folder);
    const port = await freePort();
    const server = background('php', ['-S', `127.0.0.1:${port}`, '-t', folder]);
    afterThisTest(() => server.stop());
    await server.says('started');
    const machine = realMachine({ environment: {}, terminalPath: async () => null });
    const { told, isSource } = await lookAtPage(machine, { folder, url: `http://127.0.0.1:${port}` });
    expect([told, isSource]).toMatchObject([{ sapi: 'cli-server', gearman: expect.stringMatching(/^\d/) }, false]);
    expect(await readdir(folder)).toEqual([]);
    // No PHP runs it.
    const plain = await portOf(createServer((_, response) => response.end("<?php echo '';")));
    expect(await lookAtPage(machine, { folder, url: `http://127.0.0.1:${plain}` })).toMatchObject({
      told: null,
      isSource: true,
    });
  });
});
