import { expect, test } from 'vitest';
import { reach } from '../../../main/calls/reach.ts';
import { type Served, switchedOff } from '../../../main/calls/served.ts';
import type { ListedServer } from '../../../main/calls/servers.ts';
import { ServerDraft } from '../../../main/contract/servers.ts';
import type { Target } from '../../../main/net/dial.ts';

/** One that is on; `counted` hears when its state is asked for. */
function served(address: string, target: Target | undefined, counted = () => {}): Served {
  return {
    get state() {
      counted();
      return switchedOff(address);
    },
    target,
    functions: undefined,
    workers: [],
    attached: undefined,
    adopts: () => true,
    retry: () => {},
    close: async () => {},
  };
}

const attached = (address: string): ServerDraft =>
  ServerDraft.parse({ kind: 'attached', label: 'Queue', address, tls: null });

const to = (what: 'submit' | 'work', list: readonly ListedServer[], locked = false) => ({
  servers: new Map(list.map((each, index) => [`queue-${index}`, each])),
  isLocked: () => locked,
  to: what,
});

test('one of ours is reached with its own TLS', () => {
  const address = '127.0.0.1:4731';
  const server = ServerDraft.parse({ kind: 'proxy', label: 'Before', address: 'far:4730', port: 4731 });
  const target = { host: '127.0.0.1', port: 4731, tls: { only: Buffer.from('its certificate') } };
  expect(reach(address, to('submit', [{ server, served: served(address, target) }]))).toBe(target);
  expect(reach(address, to('submit', [{ server, served: served(address, undefined) }]))).toEqual({
    host: '127.0.0.1',
    port: 4731,
  });
});

test('a server that the list does not know is where it says', () => {
  expect(reach('[::1]:4731', to('submit', []))).toEqual({ host: '::1', port: 4731 });
});

test('somebody else’s servers are not counted for the address of one', () => {
  const asked: string[] = [];
  const servers = ['10.0.0.1:4730', '10.0.0.2:4730'].map((address) => ({
    server: attached(address),
    served: served(address, undefined, () => asked.push(address)),
  }));
  expect(reach('10.0.0.2:4730', to('work', servers))).toEqual({ host: '10.0.0.2', port: 4730 });
  expect(asked).toEqual([]);
});

test('jobs go to a locked server only once it is unlocked; workers have its address in their definition', () => {
  const address = '10.0.0.1:4730';
  const list = [{ server: attached(address), served: undefined }];
  expect(() => reach(address, to('submit', list, true))).toThrow(
    expect.objectContaining({ code: 'server-locked', details: { server: 'Queue' } }),
  );
  expect(reach(address, to('work', list, true))).toEqual({ host: '10.0.0.1', port: 4730 });
  expect(reach(address, to('submit', list))).toEqual({ host: '10.0.0.1', port: 4730 });
});
