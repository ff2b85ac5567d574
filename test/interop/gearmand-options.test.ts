import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gearmand } from '../../main/cli/gearmand.ts';
import { gearmandHelp } from '../../main/cli/gearmand-options.ts';
import { overhear } from '../support/overhear.ts';
import { needs } from '../support/peers.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const PROGRAM = '/usr/sbin/gearmand';

const stock = (args: readonly string[]) => {
  // The program's name is what it is called by.
  const { status, stdout, stderr } = spawnSync(PROGRAM, [...args], { argv0: 'gearmand', encoding: 'utf8' });
  return { code: status, said: stdout + stderr };
};

async function ours(args: readonly string[]) {
  const said = overhear();
  return { code: await gearmand([...args]), said: said.join('') };
}

const optionsOf = (help: string) =>
  [...help.matchAll(/^ {2}(?:-(\w) \[ )?--([\w-]+)(?: \])?( arg)?/gm)]
    .map(([, short = '', name, takes = '']) => `${short} --${name}${takes}`)
    .toSorted();

// Queues are modules that a build of gearmand has or has not.
const ofAllBuilds = (option: string) => !/--(libmemcached|libpq|redis|mysql|libdrizzle)-/.test(option);

describe.skipIf(!needs('gearmand'))('the options of gearmand', () => {
  test('are ours, each with its letter and whether it takes something', () => {
    const theirs = optionsOf(stock(['--help']).said);
    expect(theirs.length).toBeGreaterThan(30);
    expect(optionsOf(gearmandHelp())).toEqual(expect.arrayContaining(theirs));
    expect(optionsOf(gearmandHelp()).filter(ofAllBuilds)).toEqual(theirs.filter(ofAllBuilds));
  });

  test.each([
    [['--bogus']],
    [['--bogus=1']],
    [['-x']],
    [['-Rx']],
    [['-v']],
    [['-d=1']],
    [['serve']],
    [['-']],
    [['--', 'words']],
    [['--port']],
    [['-p']],
    [['--port=']],
    [['--ssl=1']],
    [['--ssl', '1']],
    [['--por', '4730']],
    [['--PORT=1']],
    [['--port', '1', '--port', '2']],
    [['-R', '-R']],
    [['-t', 'abc']],
    [['-j', '1.5']],
    [['-j', '0x10']],
    [['-b', '99999999999']],
    [['--threads=']],
    [['--verbose', 'LOUD']],
    [['--hashtable-buckets', '0']],
    [['--config-file', '/nonexistent']],
  ])('%j is refused in the same words', async (args) => {
    const expected = stock(['--check-args', ...args]);
    expect(expected).toEqual({ code: 1, said: expect.stringMatching(/^gearmand: .+\n$/) });
    expect(await ours(['--check-args', ...args])).toEqual(expected);
  });

  test.each([
    [['-p14999', '-j3', '-w', '2', '-Rd', '--exceptions']],
    [['--keepalive', '--keepalive-idle', '-1', '--keepalive-interval=5', '--keepalive-count', '3']],
    [['-t', '+4', '-f', '4096', '-b', '64', '--hashtable-buckets=1733003', '--syslog', '--coredump']],
    [['-u', 'nosuchuser', '-L', '0.0.0.0', '-P', '/nonexistent/pid', '-l', 'none', '--verbose', 'DEBUG']],
    [['-q', 'libsqlite3', '--libsqlite3-db', '/nonexistent/q.db', '--store-queue-on-shutdown']],
    [['--libpq-conninfo', 'x', '--http-port=8080', '--redis-port', '1', '--mysql-db', 'x', '--job-handle-prefix=A']],
  ])('%j is taken by both', async (args) => {
    expect([await ours([...args, '--check-args']), stock([...args, '--check-args'])]).toEqual([
      { code: 0, said: '' },
      { code: 0, said: '' },
    ]);
  });

  test.each([
    ['# a remark\n--port=14999 -R\n--verb INFO\r\n', ''],
    ['--port 1', ''],
    ['--bogus', "gearmand: unrecognised option '--bogus'\n"],
    ['--check-args', "gearmand: unrecognised option '--check-args'\n"],
    ['--port\t4731', "gearmand: unrecognised option '--port\t4731'\n"],
    ['-t', "gearmand: the required argument for option '--threads' is missing\n"],
    ['-p 1 -p 2', "gearmand: option '--port' cannot be specified more than once\n"],
    ['--verb LOUD', 'gearmand: Invalid value for --verbose supplied\n'],
    ['--ssl-c x', "gearmand: option '--ssl-c' is ambiguous and matches '--ssl-ca-file', and '--ssl-certificate'\n"],
  ])('a file of %j is read by both in the same way', async (text, said) => {
    const path = join(await temporaryFolder(), 'gearmand.conf');
    await writeFile(path, text);
    const args = ['--config-file', path, '--check-args'];
    const expected = { code: said === '' ? 0 : 1, said };
    expect([stock(args), await ours(args)]).toEqual([expected, expected]);
  });
});
