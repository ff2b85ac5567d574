import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { gearmand } from '../../../main/cli/gearmand.ts';
import { SERVER_VERSION } from '../../../main/util/version.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { gearbench } from '../../support/command-line.ts';
import { runningServer } from '../../support/embedded.ts';
import { freePort } from '../../support/free-port.ts';
import { overhear } from '../../support/overhear.ts';
import { PATIENT } from '../../support/patient.ts';
import { peerOf } from '../../support/peer.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test.concurrent('-V tells the version as gearmand does', async ({ expect, onTestFinished }) => {
  const { ended } = await gearbench(['gearmand', '-V'], onTestFinished);
  expect(await ended).toEqual({ code: 0, out: `\ngearmand ${SERVER_VERSION}\n`, err: '' });
});

test.concurrent('the process that was started is the server: its id, its level, its pid file', async ({
  expect,
  onTestFinished,
}) => {
  const port = await freePort();
  const folder = await temporaryFolder(onTestFinished);
  const [pidFile, logFile] = [join(folder, 'gearmand.pid'), join(folder, 'gearmand.log')];
  const args = ['gearmand', '-L', '127.0.0.1', `--pid-file=${pidFile}`, '-l', logFile, '--verbose', 'info'];
  const { pid, end } = await gearbench(args, onTestFinished, { GEARMAND_PORT: String(port) });
  const connected = await vi.waitFor(() => peerOf({ port }, onTestFinished), PATIENT);
  connected.write('getpid\nverbose\nversion\n');
  expect(await connected.hears(3)).toEqual([`OK ${pid}`, 'OK INFO', `OK ${SERVER_VERSION}`]);
  await expect(peerOf({ host: '::1', port }, onTestFinished)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect(await vi.waitFor(() => readFile(pidFile, 'utf8'), PATIENT)).toBe(`${pid}\n`);
  expect(await end()).toEqual({ code: 0, out: '', err: '' });
  await expect(readFile(pidFile)).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await readFile(logFile, 'utf8')).toMatch(new RegExp(`^\\S+ INFO Listening on 127\\.0\\.0\\.1:${port}\\n`));
});

test.concurrent('where the port is taken it fails, and the pid file of who has it stays', async ({
  expect,
  onTestFinished,
}) => {
  const { port } = await runningServer({}, onTestFinished);
  const pidFile = join(await temporaryFolder(onTestFinished), 'gearmand.pid');
  await writeFile(pidFile, `${process.pid}\n`);
  const { ended } = await gearbench(['gearmand', '-p', String(port), '-P', pidFile, '-l', 'none'], onTestFinished);
  expect(await ended).toEqual({
    code: 1,
    out: '',
    err: expect.stringMatching(new RegExp(`^gearmand: Port ${port} is used by .+ \\(pid ${process.pid}\\)\\.\\n$`)),
  });
  expect(await readFile(pidFile, 'utf8')).toBe(`${process.pid}\n`);
});

test.concurrent('an unknown option is refused in its words', async ({ expect, onTestFinished }) => {
  const { ended } = await gearbench(['gearmand', '--bogus'], onTestFinished);
  expect(await ended).toEqual({ code: 1, out: '', err: "gearmand: unrecognised option '--bogus'\n" });
});

// What else is wrong with the options is found before anything runs, which needs no process.
test.each([
  [['-d'], "unrecognised option '-d'"],
  [['serve'], 'too many positional options have been specified on the command line'],
  [['--verbose', 'LOUD'], 'Invalid value for --verbose supplied'],
  [['-p', '1234x'], '“1234x” is no port'],
  [['--port=0'], '“0” is no port'],
])('gearmand %j is refused', async (args, message) => {
  const said = overhear();
  expect(await gearmand(args)).toBe(1);
  expect(said).toEqual([`gearmand: ${message}\n`]);
});

test('a port of the environment that is none is refused', async () => {
  const said = overhear();
  vi.stubEnv('GEARMAND_PORT', '70000');
  afterThisTest(() => void vi.unstubAllEnvs());
  expect(await gearmand([])).toBe(1);
  expect(said).toEqual(['gearmand: “70000” is no port\n']);
});

test('gearmand --help tells the options that it knows', async () => {
  const said = overhear();
  expect(await gearmand(['-h'])).toBe(0);
  expect(said.join('')).toContain('-P [ --pid-file ] arg');
});
