import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect, test } from '@playwright/test';
import { commandScript } from '../../main/util/command-script.ts';
import { SERVER_VERSION, VERSION } from '../../main/util/version.ts';
import { run, until } from '../support/processes.ts';
import { freePort, sandboxFlags } from './app.ts';

const dist = resolve(import.meta.dirname, '..', '..', 'dist');
const PROGRAMS = {
  linux: 'linux-unpacked/gearbench',
  darwin: 'mac*/Gearbench.app/Contents/MacOS/Gearbench',
  win32: 'win-unpacked/Gearbench.exe',
} as const;

test.skip(!(process.platform in PROGRAMS), 'there is no packaged program for this platform');

/** The packaged program; on a Mac its folder is named after the processor. */
function program(): string {
  const path = PROGRAMS[process.platform as keyof typeof PROGRAMS];
  const found = [path, path.replace('mac*', 'mac'), path.replace('mac*', 'mac-arm64')]
    .map((each) => join(dist, each))
    .find(existsSync);
  if (found === undefined) throw new Error(`${join(dist, path)} does not exist: run npm run package`);
  return found;
}

const resources = () =>
  process.platform === 'darwin' ? join(program(), '..', '..', 'Resources') : join(program(), '..', 'resources');

test('the packaged program opens its window and runs a job through a real socket', async () => {
  const data = await mkdtemp(join(tmpdir(), 'gearbench-packaged-'));
  const { ELECTRON_RUN_AS_NODE: _node, ...environment } = process.env;
  const args = [...sandboxFlags(), '--disable-gpu', '--smoke-test', '--port', String(await freePort())];
  const child = spawn(program(), args, {
    env: { ...environment, GEARBENCH_DATA: data },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const code = await new Promise((done) => child.once('exit', done));
  expect(JSON.parse(output)).toEqual({
    ok: true,
    title: 'A Gearman job server is running.',
    result: '3',
    packets: expect.any(Number),
    history: expect.any(Number),
    decoded: 'text',
    command: SERVER_VERSION,
    report: true,
  });
  expect(code).toBe(0);
  await rm(data, { recursive: true, force: true });
});

test('the gearbench command of the packaged program serves a workspace and does a job', async () => {
  test.skip(process.platform === 'win32', 'the script is one of a POSIX shell');
  const folder = await mkdtemp(join(tmpdir(), 'gearbench-command-'));
  const command = join(folder, 'gearbench');
  const cli = join(resources(), 'app.asar', 'out', 'main', 'cli.js');
  await writeFile(command, commandScript({ kind: 'program', program: program(), cli }, process.platform), {
    mode: 0o755,
  });
  expect((await run(command, ['--version'])).stdout).toBe(`${VERSION}\n`);
  const port = String(await freePort());
  const workspace = join(resources(), 'samples', 'wc.gearbench.json');
  const server = spawn(command, ['serve', workspace, '--trust', '--port', port], { stdio: 'ignore' });
  try {
    const counted = await until('a worker', async () => {
      const { stdout } = await run(command, ['gearman', '-p', port, '-f', 'wc', '-t', '5000', 'a\nb\n']);
      return stdout.trim() || undefined;
    });
    expect(counted).toBe('2');
  } finally {
    server.kill('SIGTERM');
    await rm(folder, { recursive: true, force: true });
  }
});

test('its fuses are set and its archive holds the bundles only', async () => {
  const wire = await getCurrentFuseWire(program());
  const fuses = {
    node: wire[FuseV1Options.RunAsNode],
    nodeOptions: wire[FuseV1Options.EnableNodeOptionsEnvironmentVariable],
    inspect: wire[FuseV1Options.EnableNodeCliInspectArguments],
    asarOnly: wire[FuseV1Options.OnlyLoadAppFromAsar],
    integrity: wire[FuseV1Options.EnableEmbeddedAsarIntegrityValidation],
    fileProtocol: wire[FuseV1Options.GrantFileProtocolExtraPrivileges],
  };
  const { ENABLE: on, DISABLE: off } = FuseState;
  expect(fuses).toEqual({ node: on, nodeOptions: off, inspect: off, asarOnly: on, integrity: on, fileProtocol: off });
  const packed = listPackage(join(resources(), 'app.asar'), { isPack: false });
  expect([...new Set(packed.map((path) => path.split(/[\\/]/)[1]))].sort()).toEqual(['out', 'package.json']);
  // The guide's picture of the first run, in both languages.
  expect(packed.filter((path) => /[\\/]welcome-[^\\/]+\.png$/.test(path))).toHaveLength(2);
  expect(existsSync(join(resources(), 'samples', 'wc.gearbench.json'))).toBe(true);
  expect(existsSync(join(resources(), 'php', 'gearman.php'))).toBe(true);
  expect(existsSync(join(resources(), 'tray', 'running-attention@2x.png'))).toBe(true);
});
