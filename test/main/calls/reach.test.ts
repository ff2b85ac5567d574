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

test('a server that the list does not know is where it says', () => {
  expect(reach('[::1]:4731', [], 'submit')).toEqual({ host: '::1', port: 4731 });
});

test('jobs go to a locked server only once it is unlocked; workers have its address in their definition', () => {
  const address = '10.0.0.1:4730';
  expect(() => reach(address, [attached(address, true)], 'submit')).toThrow(
    expect.objectContaining({ code: 'server-locked', details: { server: 'Queue' } }),
  );
  expect(reach(address, [attached(address, true)], 'work')).toEqual({ host: '10.0.0.1', port: 4730 });
  expect(reach(address, [attached(address, false)], 'submit')).toEqual({ host: '10.0.0.1', port: 4730 });
});
