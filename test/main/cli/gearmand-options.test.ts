import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gearmandHelp, gearmandSettings, gearmandValues, idleOptions } from '../../../main/cli/gearmand-options.ts';
import type { AppError } from '../../../main/contract/errors.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const NO_FILE = '/nonexistent/gearmand.conf';
const valuesOf = (line: string) => gearmandValues(line === '' ? [] : line.split(' '), NO_FILE);
const settingsOf = (line: string, environment = {}) => gearmandSettings(valuesOf(line), environment);

const refusal = (act: () => unknown): string => {
  try {
    return `taken: ${JSON.stringify(act())}`;
  } catch (error) {
    return (error as AppError).message;
  }
};

test('without options it is gearmand without options', () => {
  expect(settingsOf('')).toEqual({
    port: 4730,
    level: 'ERROR',
    limits: {},
    rules: { verbosity: 'ERROR', jobRetries: 0, workerWakeup: 0, roundRobin: false, exceptions: false },
    daemon: false,
  });
});

test('what matters is understood', () => {
  const line =
    '-d -j 3 -w2 -R --exceptions --job-handle-prefix=ABC --verbose=debug -l /log -P /pid -L ::1 -p4731 -u nobody -f 99 --keepalive-idle 90';
  expect(settingsOf(line)).toEqual({
    port: 4731,
    listen: '::1',
    level: 'DEBUG',
    rules: {
      verbosity: 'DEBUG',
      jobRetries: 3,
      workerWakeup: 2,
      roundRobin: true,
      exceptions: true,
      handlePrefix: 'ABC',
    },
    daemon: true,
    logFile: '/log',
    pidFile: '/pid',
    user: 'nobody',
    fileDescriptors: 99,
    limits: { keepAlive: 90 },
  });
});

test('a handle prefix is kept byte by byte', () => {
  expect(settingsOf('--job-handle-prefix=ä').rules.handlePrefix).toBe('\xc3\xa4');
});

test('the port of the environment is taken where no option names one', () => {
  const environment = { GEARMAND_PORT: '4999' };
  expect([settingsOf('', environment).port, settingsOf('-p 4998', environment).port]).toEqual([4999, 4998]);
  expect(settingsOf('', { GEARMAND_PORT: '' }).port).toBe(4730);
});

test('the queue on disk is a file and a table', () => {
  const line = '--queue-type=libsqlite3 --libsqlite3-db=/var/lib/q.db';
  expect(settingsOf(line).queue).toEqual({ path: '/var/lib/q.db', table: 'gearman_queue' });
  expect(settingsOf(`${line} --libsqlite3-table jobs`).queue?.table).toBe('jobs');
  expect(settingsOf('-q builtin').queue).toBeUndefined();
});

test('TLS has the files of the options, else of gearmand; those of the environment go before', () => {
  expect(settingsOf('--ssl').tls).toEqual({
    certificate: '/etc/ssl/certs/gearmand.pem',
    key: '/etc/ssl/certs/gearmand.key',
  });
  const line = '--ssl --ssl-ca-file a --ssl-certificate b --ssl-key c';
  expect(settingsOf(line).tls).toEqual({ ca: 'a', certificate: 'b', key: 'c' });
  const environment = { GEARMAND_CA_CERTIFICATE: 'x', GEARMAND_SERVER_PEM: 'y', GEARMAND_SERVER_KEY: 'z' };
  expect(settingsOf(line, environment).tls).toEqual({ ca: 'x', certificate: 'y', key: 'z' });
  expect(settingsOf('', environment).tls).toBeUndefined();
});

test.each([
  ['--verbose LOUD', 'Invalid value for --verbose supplied'],
  ['--hashtable-buckets 0', 'hashtable-buckets has to be greater than 0'],
  ['-p 1234x', '“1234x” is no port'],
  ['--port=0', '“0” is no port'],
  ['-j 300', 'Job retries are 0 to 255, not 300.'],
  ['-w 1000', 'Workers to wake are 0 to 255, not 1000.'],
  ['-r http', 'Unknown protocol module : http'],
  ['-q redis', 'Error while initializing the queue : redis (the queues here are builtin and libsqlite3)'],
  ['-q libsqlite3', '--queue-type=libsqlite3 needs --libsqlite3-db'],
  ['--libsqlite3-db q.db', '--libsqlite3-db needs --queue-type=libsqlite3'],
  ['--ssl-ca-file ca.pem', '--ssl-ca-file needs --ssl'],
  ['--ssl-certificate c.pem', '--ssl-certificate needs --ssl'],
  ['--ssl-key c.key', '--ssl-key needs --ssl'],
  ['-v', "unrecognised option '-v'"],
])('%j cannot be', (line, message) => {
  expect(refusal(() => settingsOf(line))).toBe(message);
});

test('a port of the environment that is none is refused', () => {
  expect(refusal(() => settingsOf('', { GEARMAND_PORT: '70000' }))).toBe('“70000” is no port');
});

test('an option that has no effect says why', () => {
  expect(idleOptions(valuesOf('-t 4 --mysql-host=db -p 4730 --store-queue-on-shutdown'))).toEqual([
    '--threads has no effect: one serves all',
    '--store-queue-on-shutdown has no effect: they are written when they come',
    '--mysql-host has no effect: the queues here are builtin and libsqlite3',
  ]);
});

async function file(text: string): Promise<string> {
  const path = join(await temporaryFolder(), 'gearmand.conf');
  await writeFile(path, text);
  return path;
}

test('the file adds options, and the command line goes before it', async () => {
  const path = await file('# the server of the shop\n--port=4731 -R\r\n  --verb INFO\n--job-retries 3 # times\n');
  const values = gearmandValues(['--config-file', path, '-j', '5'], NO_FILE);
  expect(Object.fromEntries(values)).toEqual({
    port: '4731',
    'round-robin': '',
    verbose: 'INFO',
    'job-retries': '5',
    'config-file': path,
  });
  expect(gearmandValues([], path).get('port')).toBe('4731'); // gearmand's own place
});

test.each([
  ['--bogus', "unrecognised option '--bogus'"],
  ['--check-args', "unrecognised option '--check-args'"],
  ['-t abc', "the argument ('abc') for option '--threads' is invalid"],
  [
    '--keep',
    "option '--keep' is ambiguous and matches '--keepalive', '--keepalive-count', '--keepalive-idle', and '--keepalive-interval'",
  ],
])('a file of %j is refused', async (text, message) => {
  const path = await file(text);
  expect(refusal(() => gearmandValues([`--config-file=${path}`], NO_FILE))).toBe(message);
});

test('a file that was named must be there', () => {
  expect(refusal(() => gearmandValues(['--config-file', '/nonexistent'], NO_FILE))).toBe(
    'Could not open configuration file.',
  );
});

test('the help has every option of gearmand but those that it hides itself', () => {
  const help = gearmandHelp();
  expect(help.match(/--[a-z0-9-]+/g)).toEqual(expect.arrayContaining(['--backlog', '--ssl-key', '--mysql-table']));
  expect(help).not.toContain('--check-args');
});
