import { expect, test } from 'vitest';
import { serversOf } from '../../../main/cli/stock-servers.ts';
import { addressOf } from '../../../main/net/dial.ts';

const own = { host: '10.0.0.1', port: 4730, tls: false };

test('the server of the options is the first, then those of the variable from the last on, each once', () => {
  expect(serversOf(own).map(addressOf)).toEqual(['10.0.0.1:4730']);
  expect(serversOf(own, 'b,10.0.0.1 c:4731').map(addressOf)).toEqual(['10.0.0.1:4730', 'c:4731', 'b:4730']);
});

test('what is no server in it is named', () => {
  expect(() => serversOf(own, 'b,c:0')).toThrow('GEARMAN_SERVERS: “c:0” is no server.');
});

test('nothing goes in the clear to one that is written with TLS', () => {
  const tlsOf = (given: typeof own) => serversOf(given, 'b gearman+tls://c').map(({ host, tls }) => [host, tls]);
  expect(tlsOf(own)).toEqual([
    ['10.0.0.1', false],
    ['c', true],
    ['b', false],
  ]);
  expect(tlsOf({ ...own, tls: true }).map(([, tls]) => tls)).toEqual([true, true, true]);
});
