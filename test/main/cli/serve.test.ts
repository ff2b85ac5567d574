import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { serve } from '../../../main/cli/serve.ts';
import { type Command, FunctionDefinition } from '../../../main/contract/functions.ts';
import type { Packet } from '../../../main/protocol/packets.ts';
import { isRoot } from '../../../main/util/app-info.ts';
import { writeWorkspace } from '../../../main/workspace/file.ts';
import { Trust } from '../../../main/workspace/trust.ts';
import { isAlive, killIfAlive } from '../../support/alive.ts';
import type { Cleanup } from '../../support/cleanup.ts';
import { gearbench } from '../../support/command-line.ts';
import { runningServer } from '../../support/embedded.ts';
import { freePort } from '../../support/free-port.ts';
import { overhear } from '../../support/overhear.ts';
import { bytes } from '../../support/packets.ts';
import { PATIENT } from '../../support/patient.ts';
import { peerOf } from '../../support/peer.ts';
import { until } from '../../support/processes.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function workspaceOf(commands: Record<string, Command>, cleanup: Cleanup) {
  const folder = await temporaryFolder(cleanup);
  const workspace = join(folder, 'shop.gearbench.json');
  const functions = Object.entries(commands).map(([name, command]) => FunctionDefinition.parse({ name, command }));
  await writeWorkspace(workspace, { workloads: [], description: '', functions });
  return { workspace, folder, functions };
}

const wc: Command = { kind: 'argv', argv: ['wc', '-l', 'a b'] };
const long: Command = { kind: 'shell', line: 'echo $$ > "$GEARBENCH_UNIQUE"; exec sleep 60' };

test.concurrent('a workspace that the user has not allowed is shown and not run', async ({
  expect,
  onTestFinished,
}) => {
  const { workspace } = await workspaceOf({ wc, long }, onTestFinished);
  const { ended } = await gearbench(['serve', workspace, '--port', String(await freePort())], onTestFinished);
  expect(await ended).toEqual({
    code: 1,
    out: '',
    err: [
      `gearbench: ${workspace} wants to run these commands:`,
      '  long: echo $$ > "$GEARBENCH_UNIQUE"; exec sleep 60',
      '  wc: wc -l "a b"',
      'Read them. To run them, start again with --trust, or allow them in the window.',
      '',
    ].join('\n'),
  });
});

test.concurrent('a command cannot hide a part of itself from who reads it', async ({ expect, onTestFinished }) => {
  const masked: Command = { kind: 'shell', line: 'rm -rf ~ #\r\x1b[2Kdate \u202e\u200b' };
  const { workspace } = await workspaceOf({ masked }, onTestFinished);
  const { ended } = await gearbench(['serve', workspace, '--port', String(await freePort())], onTestFinished);
  expect((await ended).err).toContain('  masked: rm -rf ~ #\\u000d\\u001b[2Kdate \\u202e\\u200b\n');
});

test.concurrent('a workspace that is not there is named', async ({ expect, onTestFinished }) => {
  const workspace = join(await temporaryFolder(onTestFinished), 'none.gearbench.json');
  const { ended } = await gearbench(['serve', workspace], onTestFinished);
  expect(await ended).toEqual({ code: 1, out: '', err: `gearbench: ${workspace} does not exist.\n` });
});

test.concurrent('with --trust its workers run; a SIGTERM ends it, and what they run with it', async ({
  expect,
  onTestFinished,
}) => {
  const { workspace, folder } = await workspaceOf(
    { shout: { kind: 'argv', argv: ['tr', 'a-z', 'A-Z'] }, long },
    onTestFinished,
  );
  const port = await freePort();
  const { pid, says, end } = await gearbench(['serve', workspace, '--trust', '--port', String(port)], onTestFinished);
  await says('Worker for shout: tr a-z A-Z\n');
  const client = await peerOf({ port }, onTestFinished);
  const pidFile = join(folder, 'pid');
  client.write('getpid\n');
  client.send(
    { name: 'SUBMIT_JOB', function: 'shout', unique: '', workload: bytes('hello') },
    { name: 'SUBMIT_JOB', function: 'long', unique: pidFile, workload: bytes('') },
  );
  expect((await client.hears(4)).map((said) => said.replace(/H:\S+/, 'H')).sort()).toEqual([
    'JOB_CREATED H',
    'JOB_CREATED H',
    `OK ${pid}`,
    'WORK_COMPLETE H HELLO',
  ]);
  const command = await vi.waitUntil(() => readFile(pidFile, 'utf8').then(Number, () => 0), PATIENT);
  onTestFinished(() => killIfAlive(command));
  expect(isAlive(command)).toBe(true);
  expect(await end()).toEqual({
    code: 0,
    out: [
      `Gearman job server on 127.0.0.1:${port} and [::1]:${port}`,
      ...(isRoot() ? ['Running as root: the commands of workers run as root too.'] : []),
      'Worker for long: echo $$ > "$GEARBENCH_UNIQUE"; exec sleep 60',
      'Worker for shout: tr a-z A-Z',
      '',
    ].join('\n'),
    err: '',
  });
  expect(isAlive(command)).toBe(false);
});

test.concurrent('what was allowed in the window runs; Ctrl-C ends it', async ({ expect, onTestFinished }) => {
  const { workspace, functions } = await workspaceOf({ wc }, onTestFinished);
  const profile = await temporaryFolder(onTestFinished);
  await new Trust(join(profile, 'trust.json')).grant(workspace, functions);
  const port = String(await freePort());
  const environment = { GEARBENCH_DATA: profile };
  const { says, end } = await gearbench(['serve', workspace, '--port', port], onTestFinished, environment);
  await says('Worker for wc: wc -l "a b"\n');
  expect(await end('SIGINT')).toMatchObject({ code: 0, err: '' });
});

test.concurrent('Ctrl-C comes twice, from the terminal and from npm, and is one', async ({
  expect,
  onTestFinished,
}) => {
  const args = ['serve', '--port', String(await freePort())];
  const { says, end } = await gearbench(args, onTestFinished);
  await says('Gearman job server on');
  void end('SIGINT');
  await new Promise((resolve) => setTimeout(resolve, 30)); // when the process takes itself down
  expect(await end('SIGINT')).toMatchObject({ code: 0, err: '' });
});

test.concurrent('a port that is taken is told with who has it and one that is free', async ({
  expect,
  onTestFinished,
}) => {
  const { port } = await runningServer({}, onTestFinished);
  const { ended } = await gearbench(['serve', '--port', String(port)], onTestFinished);
  const { code, out, err } = await ended;
  expect([code, out]).toEqual([1, '']);
  const [, pid, free, again] =
    /^gearbench: Port \d+ is used by .+ \(pid (\d+)\)\. Port (\d+) is free: --port (\d+)\n$/.exec(err) ?? [];
  expect([Number(pid), free]).toEqual([process.pid, again]);
  expect(Number(free)).toBeGreaterThan(port);
});

test.concurrent('a limit of the server holds', async ({ expect, onTestFinished }) => {
  const port = await freePort();
  const args = ['serve', '--port', String(port), '--limit', 'connections=1', '--limit', 'jobs=2'];
  const { says } = await gearbench(args, onTestFinished);
  await says('Gearman job server');
  // Gearbench's own probe takes the only place until it has said who it is.
  const client = await until('a place', async () => {
    const peer = await peerOf({ port }, onTestFinished);
    peer.write('version\n');
    return (await peer.hears()).length > 0 && peer;
  });
  const job: Packet = { name: 'SUBMIT_JOB_BG', function: 'f', unique: '', workload: bytes('') };
  client.send(job, job, job);
  expect((await client.hears(3)).slice(-1)).toEqual(['ERROR QUEUE_ERROR Job queue is full']);
  expect(await (await peerOf({ port }, onTestFinished)).hearsTheEnd()).toEqual([]);
  await says('The limit of');
});

test.concurrent('secrets come from the environment or a file, and are missed by their names', async ({
  expect,
  onTestFinished,
}) => {
  const folder = await temporaryFolder(onTestFinished);
  const workspace = join(folder, 'shop.gearbench.json');
  const command: Command = { kind: 'shell', line: 'printf "%s-%s" "$KEY" "$TOKEN"' };
  const functions = [FunctionDefinition.parse({ name: 'f', command, secrets: ['KEY', 'TOKEN'] })];
  await writeWorkspace(workspace, { workloads: [], description: '', functions });
  const port = await freePort();
  const args = ['serve', workspace, '--port', String(port)];
  expect(await (await gearbench(args, onTestFinished)).ended).toMatchObject({
    code: 1,
    err: expect.stringContaining('    KEY, a secret\n    TOKEN, a secret\n'),
  });
  const environment = { GEARBENCH_SECRET_KEY: 'canary' };
  expect(await (await gearbench([...args, '--trust'], onTestFinished, environment)).ended).toEqual({
    code: 1,
    out: '',
    err: [
      `gearbench: ${workspace} needs a value for TOKEN.`,
      'Give it as GEARBENCH_SECRET_TOKEN=…, or in a file: --secrets FILE.',
      '',
    ].join('\n'),
  });
  const file = join(folder, 'secrets');
  await writeFile(file, 'KEY=of the file\nTOKEN=canary\n', { mode: 0o600 });
  const { says, end } = await gearbench([...args, '--trust', '--secrets', file], onTestFinished, environment);
  await says('Worker for f');
  const client = await peerOf({ port }, onTestFinished);
  client.send({ name: 'SUBMIT_JOB', function: 'f', unique: '', workload: bytes('') });
  expect((await client.hears(2)).at(-1)).toContain(' canary-canary');
  const { out, err } = await end();
  expect(out + err).not.toContain('canary');
});

test.concurrent('a file of secrets that others can read is not used', async ({ expect, onTestFinished }) => {
  const file = join(await temporaryFolder(onTestFinished), 'secrets');
  await writeFile(file, 'KEY=canary\n', { mode: 0o644 });
  const { ended } = await gearbench(['serve', '--secrets', file], onTestFinished);
  expect(await ended).toEqual({
    code: 1,
    out: '',
    err: `gearbench: ${file} has mode 644: others than you may use it. Make it 600 first: chmod 600 ${file}\n`,
  });
});

// What is wrong with the arguments is found before anything runs, which needs no process.
test.each([
  [['--port', '0'], '“0” is no port. A port is a number from 1 to 65535.'],
  [['--port', '70000'], '“70000” is no port. A port is a number from 1 to 65535.'],
  [['--port', '4730x'], '“4730x” is no port. A port is a number from 1 to 65535.'],
  [['one', 'two'], 'One workspace can be served at a time.'],
  [['--limit', 'packets=1'], '“packets=1” is no limit. A limit is NAME=NUMBER, as packet=64M; the names are packet,'],
  [['--limit', 'packet=1'], 'The limit packet is 1024 to 1073741824, not 1.'],
  [['--order', '3.x'], '“3.x” is no order. It is 1.x (function first) or 2.x (priority first).'],
  [['--prot', '1'], "Unknown option '--prot'"],
])('serve %j is an error of usage', async (args, message) => {
  const said = overhear();
  expect(await serve(args)).toBe(64);
  expect(said).toEqual([expect.stringContaining(`gearbench: ${message}`)]);
});

test('serve --help tells the options', async () => {
  const said = overhear();
  expect(await serve(['--help'])).toBe(0);
  expect(said.join('')).toContain('--trust ');
});
