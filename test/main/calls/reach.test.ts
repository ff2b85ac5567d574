import { expect, test } from 'vitest';
import { mustBeUnlocked, placesOfJob, reach } from '../../../main/calls/reach.ts';
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
    console: target,
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

const all = (list: readonly ListedServer[]) => new Map(list.map((each, index) => [`queue-${index}`, each]));

test('one of ours is reached with its own TLS', () => {
  const address = '127.0.0.1:4731';
  const server = ServerDraft.parse({ kind: 'proxy', label: 'Before', address: 'far:4730', port: 4731 });
  const target = { host: '127.0.0.1', port: 4731, tls: { only: Buffer.from('its certificate') } };
  expect(reach(address, all([{ server, served: served(address, target) }]))).toBe(target);
  expect(reach(address, all([{ server, served: served(address, undefined) }]))).toEqual({
    host: '127.0.0.1',
    port: 4731,
  });
});

test('however its address is written, a server is reached with the TLS that it has', () => {
  const tls = { ca: null, certificate: null, key: null };
  const server = ServerDraft.parse({ kind: 'attached', label: 'Queue', address: 'queue.example:4730', tls });
  const known = all([{ server, served: undefined }]);
  for (const host of ['queue.example', 'Queue.Example', 'queue.example.'])
    expect(reach(`${host}:4730`, known)).toEqual({ host, port: 4730, tls: {} });
  expect(reach('queue.example:4731', known)).toEqual({ host: 'queue.example', port: 4731 });
  const proxy = ServerDraft.parse({ kind: 'proxy', label: 'Before', address: 'far:4730', port: 4731 });
  const target = { host: '127.0.0.1', port: 4731, tls: { only: Buffer.from('its certificate') } };
  const ours = all([{ server: proxy, served: served('127.0.0.1:4731', target) }]);
  expect([reach('LOCALHOST:4731', ours), reach('FAR:4730', ours)]).toEqual([target, { host: 'FAR', port: 4730 }]);
});

test('a server that the list does not know is where it says', () => {
  expect(reach('[::1]:4731', all([]))).toEqual({ host: '::1', port: 4731 });
});

test('somebody else’s servers are not counted for the address of one', () => {
  const asked: string[] = [];
  const servers = ['10.0.0.1:4730', '10.0.0.2:4730'].map((address) => ({
    server: attached(address),
    served: served(address, undefined, () => asked.push(address)),
  }));
  expect(reach('10.0.0.2:4730', all(servers))).toEqual({ host: '10.0.0.2', port: 4730 });
  expect(asked).toEqual([]);
});

test('a job is submitted again where it was spread to, or where its function has workers, or where it is', () => {
  const server = ServerDraft.parse({ kind: 'embedded', label: 'Second', port: 4731 });
  const here = served('127.0.0.1:4731', { host: '127.0.0.1', port: 4731 });
  const parts = { all: all([{ server, served: here }]), embedded: { host: '127.0.0.1', port: 4730 } };
  const places = (server: string, spread: string[] | null, workersAt: string[]) =>
    placesOfJob({ server, run: 1, handle: 'H:a:1' }, { ...parts, spread, workersAt }).map(({ port }) => port);
  expect(places('local', null, [])).toEqual([4730]);
  expect(places('queue-0', null, [])).toEqual([4731]);
  expect(places('queue-0', null, ['embedded', 'localhost:4731'])).toEqual([4730, 4731]);
  expect(places('queue-0', null, ['embedded', '10.0.0.1:4735'])).toEqual([4731]);
  expect(places('local', ['10.0.0.1:4735', 'embedded'], [])).toEqual([4735, 4730]);
});

test('nothing of ours goes to a locked server, however its address is written, until it is unlocked', () => {
  const list = all([{ server: attached('Queue.example:4730'), served: undefined }]);
  const open = (address: string, isLocked: boolean) => () =>
    mustBeUnlocked(address, { all: list, isLocked: () => isLocked });
  expect(open('queue.example.:4730', true)).toThrow(
    expect.objectContaining({ code: 'server-locked', details: { server: 'Queue' } }),
  );
  expect(open('queue.example:4731', true)).not.toThrow();
  expect(open('queue.example:4730', false)).not.toThrow();
});
