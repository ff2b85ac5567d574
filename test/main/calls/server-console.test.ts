import { expect, test, vi } from 'vitest';
import type { ServerDraft } from '../../../main/contract/servers.ts';
import { engineOf } from '../../support/engine.ts';
import { fakeServer } from '../../support/fake-server.ts';
import { freePort } from '../../support/free-port.ts';
import { PATIENT } from '../../support/patient.ts';
import { until } from '../../support/processes.ts';
import { textServer } from '../../support/text-server.ts';

const looks = { colour: 'none', group: '', on: true } as const;
const attached = (label: string, address: string): ServerDraft => ({
  ...{ kind: 'attached' as const, label, address, tls: null, every: 300 },
  ...looks,
});

async function started() {
  const { call, engine } = await engineOf();
  await call('server.start', {});
  engine.startServers();
  const say = async (id: string, line: string) => (await call('servers.say', { id, line })).said;
  return { call, say };
}

test('the embedded server, one that is attached, and the one behind a proxy are spoken to', async () => {
  const { call, say } = await started();
  const behind = await textServer((line) => (line === 'version' ? 'OK 1.1.99\n' : 'ERR unknown_command\r\n'));
  const address = `127.0.0.1:${behind.port}`;
  await call('servers.add', { server: attached('Attached', address) });
  const proxy = { kind: 'proxy', label: 'Proxy', address, port: await freePort() } as const;
  await call('servers.add', { server: { ...proxy, ...looks, tls: null, ownTls: null, readOnly: true } });
  expect(await say('local', 'version')).toMatch(/^OK 1\.1\.20\+gearbench/);
  expect(await say('attached', 'version')).toBe('OK 1.1.99\n');
  expect(await say('proxy', 'VERSION ')).toBe('ERR unknown_command\r\n');
  expect(await say('proxy', 'version')).toBe('OK 1.1.99\n');
});

test('what may change a server is refused where all else that changes it is', async () => {
  const { call, say } = await started();
  const behind = await textServer(() => 'OK\r\n');
  await call('servers.add', { server: attached('Production', '192.0.2.1:4730') });
  const proxy = { kind: 'proxy', label: 'Proxy', address: `127.0.0.1:${behind.port}`, port: await freePort() } as const;
  await call('servers.add', { server: { ...proxy, ...looks, tls: null, ownTls: null, readOnly: true } });
  for (const line of ['shutdown', 'maxqueue resize 3', 'DROP function resize', 'cancel job H:x:1', 'something'])
    await expect(say('production', line)).rejects.toMatchObject({
      code: 'server-locked',
      details: { server: 'Production' },
    });
  await expect(say('proxy', 'create function f')).rejects.toMatchObject({ code: 'server-read-only' });
  expect(behind.asked).not.toContain('create function f');
});

test('what was changed by a line is seen at once', async () => {
  const { call, say } = await started();
  const { port } = await call('server.status', undefined);
  await call('servers.add', { server: attached('Here', `127.0.0.1:${port}`) });
  const functions = async () =>
    (await call('servers.list', undefined)).find(({ id }) => id === 'here')?.counts?.functions;
  await vi.waitFor(async () => expect(await functions()).toBe(0), PATIENT);
  expect(await say('here', 'create function resize')).toBe('OK\r\n');
  await vi.waitFor(async () => expect(await functions()).toBe(1), PATIENT);
});

test('a line that is not answered is given up when the person says so, or says another', async () => {
  const { call, say } = await started();
  const silent = await fakeServer((heard, connection) => {
    if (heard === 'version') connection.close();
  });
  await call('servers.add', { server: { ...attached('Silent', `127.0.0.1:${silent.port}`), on: true } });
  const heard = (line: string) => until(line, () => silent.connections.some((each) => each.heard[0] === line));
  const first = say('silent', 'prioritystatus');
  await heard('prioritystatus');
  const second = say('silent', 'workers');
  await expect(first).rejects.toMatchObject({ details: { why: 'given-up' } });
  await heard('workers');
  await call('servers.hush', { id: 'silent' });
  await expect(second).rejects.toMatchObject({ details: { why: 'given-up' } });
  expect(await call('servers.say', { id: 'silent', line: 'version' })).toMatchObject({ said: '', end: 'closed' });
});

test('a server that does not run cannot be spoken to, nor one that is not there', async () => {
  const { call, say } = await started();
  await call('server.stop', undefined);
  await expect(say('local', 'status')).rejects.toMatchObject({ code: 'server-not-running' });
  await expect(say('gone', 'status')).rejects.toMatchObject({ code: 'server-unknown' });
});

test('a line is one line of text', async () => {
  const { call } = await started();
  for (const line of ['', 'status\r\nshutdown', 'a\0b', 'x'.repeat(1001), '状态'])
    await expect(call('servers.say', { id: 'local', line })).rejects.toThrow();
});
