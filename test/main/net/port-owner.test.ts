import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  callerFromLsof,
  callingPid,
  connectedInodes,
  connectedPorts,
  fromLsof,
  fromTasklist,
  groupOf,
  listeningInodes,
  listeningPid,
  ownerOf,
  ownerOfConnection,
  portsFromLsof,
} from '../../../main/net/port-owner.ts';
import { freePort } from '../../support/free-port.ts';

test('the sockets of /proc/net/tcp that listen on the port', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:127A 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 48151 1 0000000000000000',
    '   1: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 16234 1 0000000000000000',
    '   2: 0100007F:127A 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 62342 1 0000000000000000',
    '   3: 0100007F:C350 0100007F:127A 01 00000000:00000000 00:00000000 00000000  1000        0 62343 1 0000000000000000',
    '',
  ].join('\n');
  expect([4730, 22, 50_000, 127].map((port) => listeningInodes(table, port))).toEqual([['48151'], ['16234'], [], []]);
});

test('the local ports of the connections that somebody has', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:127A 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 48151 1 0000000000000000',
    '   2: 0100007F:127A 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 62342 1 0000000000000000',
    '   3: 0100007F:C350 0100007F:127A 01 00000000:00000000 00:00000000 00000000  1000        0 62343 1 0000000000000000',
  ].join('\n');
  expect(connectedPorts(table, new Set(['62343', '48151']))).toEqual([50_000]);
  expect(
    portsFromLsof('p77\nf3\nn127.0.0.1:50000->127.0.0.1:4730\nf4\nn*:8080\nf5\nn[::1]:50001->[::1]:4730\n'),
  ).toEqual([50_000, 50_001]);
  expect(groupOf('77 (a b) c) S 1 4711 77 0 -1 4194560')).toBe(4711);
});

test('whose a connection is, where both of its ends are here', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   2: 0100007F:127A 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 62342 1 0000000000000000',
    '   3: 0100007F:C350 0100007F:127A 01 00000000:00000000 00:00000000 00000000  1000        0 62343 1 0000000000000000',
    '   4: 0100007F:C350 0100007F:0050 01 00000000:00000000 00:00000000 00000000  1000        0 62344 1 0000000000000000',
  ].join('\n');
  expect([connectedInodes(table, 50_000, 4730), connectedInodes(table, 50_001, 4730)]).toEqual([['62343'], []]);
  const lsof =
    'p1\ncgearbench\nf9\nn127.0.0.1:4730->127.0.0.1:50000\np22\ncphp\nf3\nn127.0.0.1:50000->127.0.0.1:4730\n';
  expect([callerFromLsof(lsof, 50_000, 4730), callerFromLsof(lsof, 50_000, 80)]).toEqual([
    { pid: 22, name: 'php' },
    null,
  ]);
  const netstat = [
    '  TCP    127.0.0.1:4730         127.0.0.1:50000        ESTABLISHED     1',
    '  TCP    127.0.0.1:50000        127.0.0.1:4730         ESTABLISHED     22',
  ].join('\r\n');
  expect([callingPid(netstat, 50_000, 4730), callingPid(netstat, 50_002, 4730)]).toEqual([22, null]);
});

test.runIf(process.platform === 'linux')('a connection of this process is its own', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const { port: to } = server.address() as AddressInfo;
  const socket = connect(to, '127.0.0.1');
  await new Promise((connected) => socket.once('connect', connected));
  const from = socket.localPort ?? 0;
  expect(await ownerOfConnection({ from, to })).toMatchObject({ pid: process.pid });
  expect(await ownerOfConnection({ from, to: to + 1 })).toBe(null);
  socket.destroy();
  server.close();
});

test('those of /proc/net/tcp6, and a port below 4096', () => {
  const table = [
    '  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 00000000000000000000000001000000:127A 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 48152 1 0000000000000000 100 0 0 10 0',
    '  10: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 20001 1 0000000000000000 100 0 0 10 0',
  ].join('\n');
  expect([4730, 80].map((port) => listeningInodes(table, port))).toEqual([['48152'], ['20001']]);
  expect(listeningInodes('', 80)).toEqual([]);
});

test.each([
  ['one process', 'p1234\ncgearmand\nf9\nn*:4730\nf10\nn*:4730\n', { pid: 1234, name: 'gearmand' }],
  ['a name with blanks', 'p77\ncGoogle Chrome\nf3\nn127.0.0.1:4730\n', { pid: 77, name: 'Google Chrome' }],
  ['several processes', 'p1\ncfirst\nf1\nn*:1\np2\ncsecond\nf1\nn*:1\n', { pid: 1, name: 'first' }],
  ['nobody', '', null],
])('lsof tells of %s', (_what, output, owner) => {
  expect(fromLsof(output)).toEqual(owner);
});

test('netstat in any language tells who listens, by the remote port 0', () => {
  const english = [
    '',
    'Active Connections',
    '',
    '  Proto  Local Address          Foreign Address        State           PID',
    '  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       968',
    '  TCP    127.0.0.1:4730         127.0.0.1:50000        ESTABLISHED     4321',
    '  TCP    127.0.0.1:14730        0.0.0.0:0              LISTENING       99',
    '  TCP    127.0.0.1:4730         0.0.0.0:0              LISTENING       5678',
    '  TCP    [::1]:4731             [::]:0                 LISTENING       42',
  ].join('\r\n');
  const german = '  TCP    0.0.0.0:4730           0.0.0.0:0              ABHÖREN         11\r\n';
  expect([4730, 4731, 135, 5000].map((port) => listeningPid(english, port))).toEqual([5678, 42, 968, null]);
  expect(listeningPid(german, 4730)).toBe(11);
});

test.each([
  ['"node.exe","5678","Console","1","50,000 K"\r\n', 'node'],
  ['"Gearbench Helper.EXE","1","Console","1","9 K"', 'Gearbench Helper'],
  ['"System","4","Services","0","144 K"', 'System'],
  ['INFO: No tasks are running which match the specified criteria.\r\n', ''],
])('tasklist %s', (output, name) => {
  expect(fromTasklist(output)).toBe(name);
});

test('a system that we cannot ask knows nobody', async () => {
  expect(await ownerOf(4730, 'aix')).toBe(null);
});

describe.skipIf(process.platform !== 'linux')('on this system', () => {
  const own = createServer();
  let port = 0;
  beforeAll(async () => {
    port = await freePort();
    await new Promise<void>((resolve) => own.listen(port, '127.0.0.1', resolve));
  });
  afterAll(() => void own.close());

  test('we are found, and nobody where nobody listens', async () => {
    const name = readFileSync('/proc/self/comm', 'utf8').trim();
    expect(await ownerOf(port)).toEqual({ pid: process.pid, name });
    expect(await ownerOf(await freePort())).toBe(null);
  });

  test('another process is found, on IPv6 too', async () => {
    const other = await freePort();
    const script = `require('net').createServer().listen(${other}, '::1', () => console.log('listening'))`;
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      await new Promise((resolve) => createInterface(child.stdout).once('line', resolve));
      expect(await ownerOf(other)).toMatchObject({ pid: child.pid });
    } finally {
      child.kill();
    }
  });
});
