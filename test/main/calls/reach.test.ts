import { expect, test } from 'vitest';
import { reach } from '../../../main/calls/reach.ts';
import { switchedOff } from '../../../main/calls/served.ts';
import { ServerDraft, type ServerInfo } from '../../../main/contract/servers.ts';

const attached = (address: string, locked: boolean): ServerInfo => ({
  ...switchedOff(address),
  id: 'queue',
  server: ServerDraft.parse({ kind: 'attached', label: 'Queue', address, tls: null }),
  loopback: false,
  locked,
});

const to = (what: 'submit' | 'work', list: readonly ServerInfo[]) => ({ list, ours: () => undefined, to: what });

test('one of ours is reached with its own TLS', () => {
  const address = '127.0.0.1:4731';
  const proxy = {
    ...attached(address, false),
    server: ServerDraft.parse({ kind: 'proxy', label: 'Before', address: 'far:4730', port: 4731 }),
  };
  const target = { host: '127.0.0.1', port: 4731, tls: { only: Buffer.from('its certificate') } };
  expect(reach(address, { list: [proxy], ours: (id) => (id === 'queue' ? target : undefined), to: 'submit' })).toBe(
    target,
  );
  expect(reach(address, to('submit', [proxy]))).toEqual({ host: '127.0.0.1', port: 4731 });
});

test('a server that the list does not know is where it says', () => {
  expect(reach('[::1]:4731', to('submit', []))).toEqual({ host: '::1', port: 4731 });
});

test('jobs go to a locked server only once it is unlocked; workers have its address in their definition', () => {
  const address = '10.0.0.1:4730';
  expect(() => reach(address, to('submit', [attached(address, true)]))).toThrow(
    expect.objectContaining({ code: 'server-locked', details: { server: 'Queue' } }),
  );
  expect(reach(address, to('work', [attached(address, true)]))).toEqual({ host: '10.0.0.1', port: 4730 });
  expect(reach(address, to('submit', [attached(address, false)]))).toEqual({ host: '10.0.0.1', port: 4730 });
});
