import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { reasonWords } from '../../../main/contract/reasons.ts';
import { SERVER_FILE_MOST } from '../../../main/contract/servers.ts';
import { importServers } from '../../../main/imports/import-servers.ts';

/** What is found: `label address from:line`, and what is misread: `from:line text: why`. */
async function found(text: string, file: string | null = null) {
  const { offers, misread } = await importServers(text, file);
  const at = ({ from, line }: { from: string; line: number | null }) => (line === null ? from : `${from}:${line}`);
  return {
    offers: offers.map((each) => `${each.label} ${each.tls ? 'TLS ' : ''}${each.address} ${at(each)}`.trim()),
    misread: misread.map((each) => `${at(each)} ${each.text}: ${reasonWords(each)}`),
  };
}

const fixture = (name: string) =>
  found(readFileSync(new URL(`../../fixtures/servers/${name}`, import.meta.url), 'utf8'), name);

test('a .env names servers by lists, by host and port, by addresses, and with defaults', async () => {
  expect(await fixture('shop.env')).toEqual({
    offers: [
      '10.0.0.1 10.0.0.1:4730 GEARMAN_SERVERS:3',
      '10.0.0.2 10.0.0.2:4730 GEARMAN_SERVERS:3',
      'jobs.example.com:4731 jobs.example.com:4731 SHOP_GEARMAN_HOST:4',
      'reports.example.com:4732 reports.example.com:4732 REPORTS_GEARMAN_HOST:6',
      'main.example.com:4733 TLS main.example.com:4733 MAIN_GEARMAN_DSN:9',
      '172.17.0.5 172.17.0.5:4730 GEARMAN_PORT_4730_TCP_ADDR:10',
    ],
    misread: [
      'LOST_GEARMAN_HOST:14 $ELSEWHERE: the variable ELSEWHERE has no value there',
      'ALONE_GEARMAN_PORT:15 4799: no host stands beside it',
      'BAD_GEARMAN_SERVER:16 bad:99999: a port is 1 to 65535',
    ],
  });
});

test('a compose file offers what it publishes of gearmand, and servers elsewhere', async () => {
  expect(await fixture('docker-compose.yml')).toEqual({
    offers: [
      'jobs 127.0.0.1:4731 services.jobs.ports',
      'durable 127.0.0.1:4736 services.durable.ports',
      'ranged 127.0.0.1:4741 services.ranged.ports',
      'long [::1]:4745 services.long.ports',
      'hosted 127.0.0.1:4750 services.hosted.ports',
      'named 127.0.0.1:4755 services.named.ports',
      '10.1.0.9 10.1.0.9:4730 services.gearman-ui.environment.UI_GEARMAN_SERVERS',
    ],
    misread: [
      'services.hidden.ports hidden: its port is not published to this machine',
      'services.moving.ports 4730: its port is another one after each start',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: as it is written there
      'services.unset.ports ${UNSET}:4730: the variable UNSET has no value there',
    ],
  });
});

test('GearmanManager’s file has servers for all functions, and for some', async () => {
  expect(await fixture('manager.ini')).toEqual({
    offers: [
      '10.1.0.46 10.1.0.46:4730 [GearmanManager] host:6',
      '10.1.0.47:7003 10.1.0.47:7003 [GearmanManager] host:6',
      '10.1.0.48 10.1.0.48:4730 [GearmanManager] host[]:7',
      '10.2.0.1 10.2.0.1:4730 [Sum] servers[]:11',
      '10.2.0.2:4731 10.2.0.2:4731 [Sum] servers[]:12',
    ],
    misread: [],
  });
});

test('of an ini file only what is said of Gearman is taken', async () => {
  expect(await fixture('app.ini')).toEqual({
    offers: [
      '[2001:db8::7]:4731 [2001:db8::7]:4731 [gearman] host:7',
      'a.example.com a.example.com:4730 [production : gearman] resources.servers:10',
      'b.example.com b.example.com:4730 [production : gearman] resources.servers:10',
      'c.example.com:4733 c.example.com:4733 [mail] gearman.default_host:12',
    ],
    misread: [],
  });
});

test.each<[string, string[], string[]]>([
  ['10.0.0.1, 10.0.0.2:1', ['10.0.0.1 10.0.0.1:4730', '10.0.0.2:1 10.0.0.2:1'], []],
  ['# ours\r\ngearman://a\r\n\r\nb:0\r\n', ['a a:4730'], [' b:0: a port is 1 to 65535']],
  ['GEARMAN_SERVERS=a', ['a a:4730 GEARMAN_SERVERS:1'], []],
  ['GEARMAN_PORT=tcp://172.17.0.5:4731', ['172.17.0.5:4731 172.17.0.5:4731 GEARMAN_PORT:1'], []],
  ['services: {jobs: {image: gearmand, ports: ["1:4730"]}}', ['jobs 127.0.0.1:1 services.jobs.ports'], []],
  [
    'services: {jobs: {image: gearmand, ports: ["b ad:1:4730", "a/b:2:4730"]}, "": {image: gearmand, ports: ["3:4730"]}}',
    ['127.0.0.1:3 127.0.0.1:3 services..ports'],
    ['services.jobs.ports b ad:1:4730: it is not host:port', 'services.jobs.ports a/b:2:4730: it is not host:port'],
  ],
  ['\ufeffGEARMAN=a', ['a a:4730 GEARMAN:1'], []],
  ['DB_HOST=a', [], []],
  ['', [], []],
])('%j', async (text, offers, misread) => {
  expect(await found(text)).toEqual({ offers, misread });
});

test('variables of this process are never filled in', async () => {
  process.env['GEARBENCH_TEST_HOST'] = 'secret.example.com';
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as files write it
  const { offers, misread } = await found('GEARMAN_HOST=${GEARBENCH_TEST_HOST}');
  delete process.env['GEARBENCH_TEST_HOST'];
  expect([offers, misread.length]).toEqual([[], 1]);
});

/** `a: &a [..]`, `b: &b [*a, *a, …]`, …: each ten times the one before. */
const bomb = ['services:', '  a0: &a0 {image: gearmand}']
  .concat(Array.from({ length: 12 }, (_, index) => `  a${index + 1}: &a${index + 1} [${`*a${index}, `.repeat(10)}]`))
  .join('\n');

test.each<[string, string, string | null]>([
  ['aliases that grow tenfold in each line', bomb, 'a.yml'],
  ['an alias of nothing', 'services:\n  jobs: *nowhere\n', null],
  ['deep lists', `services: ${'['.repeat(60_000)}`, 'a.yml'],
  ['deep maps', `services: ${'{a: '.repeat(15_000)}`, 'a.yml'],
  ['a tab where none may be', 'services:\n\tjobs: {}', 'a.yaml'],
  ['a compose file that is too large', `services:\n${'  a: b\n'.repeat(20_000)}`, 'a.yaml'],
  ['an unfinished text', 'services: "', 'a.yaml'],
  ['bytes', '\x7fELF\0\0', null],
  ['bytes that are no UTF-8', 'GEARMAN_SERVERS=\ufffd', '.env'],
  ['too much', 'a'.repeat(SERVER_FILE_MOST + 1), null],
])('%s end in a sentence', async (_what, text, file) => {
  const { offers, misread } = await importServers(text, file);
  expect([offers, misread.length]).toEqual([[], 1]);
});

test.each<[string, string]>([
  [
    'values that double in each line',
    Array.from({ length: 60 }, (_, at) => `GEARMAN_${at + 1}_HOST=$GEARMAN_${at}_HOST$GEARMAN_${at}_HOST`).join('\n'),
  ],
  ['a long line', `GEARMAN_SERVERS=${'a,'.repeat(100_000)}`],
  [
    'many servers',
    `GEARMAN_SERVERS=a\n${Array.from({ length: 5000 }, (_, at) => `GEARMAN_${at}_HOST=h${at}`).join('\n')}`,
  ],
  ['many that are wrong', Array.from({ length: 5000 }, (_, at) => `GEARMAN_${at}_HOST=/${at}`).join('\n')],
  [
    'ports in long ranges',
    `services:\n  jobs:\n    image: gearmand\n    ports:\n${'      - 1-65535:1-65535\n'.repeat(3000)}`,
  ],
  ['variables in variables', `GEARMAN_HOST=${'${A:-'.repeat(20_000)}`],
  ['an alias of itself', 'services: &a\n  jobs: *a\n'],
  ['odd names', 'services:\n  __proto__: {image: gearmand}\n  constructor: null\n  toString: [1]\n'],
  ['blanks', `GEARMAN_HOST=${' '.repeat(16_000)}x\n${' '.repeat(200_000)}`],
])('%s are bounded', async (_what, text) => {
  const { offers, misread } = await importServers(text, null);
  expect([offers.length <= 200, misread.length <= 50]).toEqual([true, true]);
  expect(Math.max(0, ...misread.map((each) => each.text.length + each.from.length)) < 300).toBe(true);
});
