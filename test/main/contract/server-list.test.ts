import { expect, test } from 'vitest';
import { ServerAddress } from '../../../main/contract/server.ts';
import { serverIn, serversIn } from '../../../main/contract/server-list.ts';

const addresses = (text: string): string[] => serversIn(text).servers.map(({ address }) => address);

test.each<[string, string[]]>([
  ['10.0.0.1', ['10.0.0.1:4730']],
  ['10.0.0.1:4731', ['10.0.0.1:4731']],
  ['gearman://jobs.example.com', ['jobs.example.com:4730']],
  ['gearman://jobs.example.com:4731/', ['jobs.example.com:4731']],
  ['GEARMAN://jobs', ['jobs:4730']],
  ['tcp://172.17.0.5:4730', ['172.17.0.5:4730']],
  ['[::1]:4731', ['[::1]:4731']],
  ['[::1]', ['[::1]:4730']],
  ['::1', ['[::1]:4730']],
  ['2001:db8::7', ['[2001:db8::7]:4730']],
  ['gearman://[fe80::1]:7', ['[fe80::1]:7']],
  ['::ffff:10.0.0.1', ['[::ffff:10.0.0.1]:4730']],
  ['10.0.0.1:4730,10.0.0.2', ['10.0.0.1:4730', '10.0.0.2:4730']],
  ['"10.0.0.1:4730,10.0.0.2"', ['10.0.0.1:4730', '10.0.0.2:4730']],
  [" 'a' ,\n\t“b:1”;;c\r\n", ['a:4730', 'b:1', 'c:4730']],
  ['["10.0.0.1:4730", "::1", \'[::2]:5\']', ['10.0.0.1:4730', '[::1]:4730', '[::2]:5']],
  ['b,a,b:4730,B,a:1', ['b:4730', 'a:4730', 'a:1']],
  ['gearman_server.shop_default:4730', ['gearman_server.shop_default:4730']],
  ['服务器:4730', ['服务器:4730']],
  ['', []],
  [' , "" ;', []],
])('%j is %j', (text, expected) => {
  expect([addresses(text), serversIn(text).wrong]).toEqual([expected, []]);
  expect(expected.filter((address) => !ServerAddress.safeParse(address).success)).toEqual([]);
});

test('TLS is asked for by the scheme', () => {
  expect(serversIn('gearman+tls://a, gearmans://b, gearman://c, d').servers).toEqual([
    { address: 'a:4730', tls: true },
    { address: 'b:4730', tls: true },
    { address: 'c:4730', tls: false },
    { address: 'd:4730', tls: false },
  ]);
});

test.each([
  ['a:0', 'a:0', 0, 'no-port'],
  ['a, b:70000', 'b:70000', 3, 'no-port'],
  ['a:b', 'a:b', 0, 'no-port'],
  ['a:', 'a:', 0, 'no-port'],
  ['[::1]:', '[::1]:', 0, 'no-port'],
  ['x\n  http://a', 'http://a', 4, 'no-address'],
  ['a:1:2', 'a:1:2', 0, 'no-address'],
  ['[::1', '[::1', 0, 'no-address'],
  ['[a]:4730', '[a]:4730', 0, 'no-address'],
  ['::1::', '::1::', 0, 'no-address'],
  ['user:secret@a:4730', 'user:secret@a:4730', 0, 'no-address'],
  ['user@a', 'user@a', 0, 'no-address'],
  ['gearman://', 'gearman://', 0, 'no-address'],
  ['gearman://a/b', 'gearman://a/b', 0, 'no-address'],
  ['-h', '-h', 0, 'no-address'],
  ['/run/gearman.sock', '/run/gearman.sock', 0, 'no-address'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: variables of others are not ours to fill in
  ['${HOST}:4730', '${HOST}:4730', 0, 'no-address'],
  ['a\u202eb', 'a\u202eb', 0, 'no-address'],
])('of %j, %j is wrong', (text, piece, at, why) => {
  expect(serversIn(text).wrong).toEqual([{ text: piece, at, why }]);
});

test('what is right stays beside what is wrong', () => {
  expect([addresses('a,b:0,c'), serversIn('a,b:0,c').wrong.length]).toEqual([['a:4730', 'c:4730'], 1]);
});

test.each([
  [' [::1]:80 ', { host: '::1', port: 80 }],
  ['a', { host: 'a', port: 4730 }],
  ['gearman://a', { host: 'a', port: 4730 }],
  ['gearman+tls://a', null],
  ['a,b', null],
  ['a b', null],
  ['', null],
])('%j alone is %j', (text, server) => {
  expect(serverIn(text)).toEqual(server);
});
