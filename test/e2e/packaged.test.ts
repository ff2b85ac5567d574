import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect, test } from '@playwright/test';
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

test('the packaged program opens its window and runs a job through a real socket', async () => {
  const { spawn } = await import('node:child_process');
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
  expect(JSON.parse(output)).toMatchObject({ ok: true, result: '3', title: 'A Gearman job server is running.' });
  expect(code).toBe(0);
  await rm(data, { recursive: true, force: true });
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
  const resources =
    process.platform === 'darwin' ? join(program(), '..', '..', 'Resources') : join(program(), '..', 'resources');
  const packed = listPackage(join(resources, 'app.asar'), { isPack: false });
  expect([...new Set(packed.map((path) => path.split(/[\\/]/)[1]))].sort()).toEqual(['out', 'package.json']);
  // The guide's picture of the first run, in both languages.
  expect(packed.filter((path) => /[\\/]welcome-[^\\/]+\.png$/.test(path))).toHaveLength(2);
  expect(existsSync(join(resources, 'samples', 'wc.gearbench.json'))).toBe(true);
  expect(existsSync(join(resources, 'php', 'gearman.php'))).toBe(true);
});
