import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { SERVER_VERSION, VERSION } from '../../../main/util/version.ts';
import { readWorkspace } from '../../../main/workspace/file.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const { version, main, bin } = JSON.parse(read('package.json'));

/** Read with the parser that electron-builder itself reads it with. */
const packager = createRequire(createRequire(import.meta.url).resolve('electron-builder'));
const { load } = createRequire(packager.resolve('app-builder-lib'))('js-yaml') as { load: (text: string) => unknown };
const builder = load(read('electron-builder.yml')) as {
  appId: string;
  asar: boolean;
  files: string[];
  extraResources: { from: string; to: string }[];
  electronFuses: Record<string, boolean>;
  mac: { target: { target: string; arch: string[] }[]; entitlements: string; entitlementsInherit: string } & Record<
    string,
    unknown
  >;
  linux: { target: string[] };
  win: { target: { target: string; arch: string[] }[] };
};

test('the version is the same wherever it is said', () => {
  expect([VERSION, SERVER_VERSION.endsWith(`+gearbench-${version}`)]).toEqual([version, true]);
});

test('the packaged program has the fuses that protect it', () => {
  expect(builder.electronFuses).toMatchObject({
    runAsNode: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
    enableCookieEncryption: true,
    loadBrowserProcessSpecificV8Snapshot: false,
  });
});

test('it is packaged for each system in the forms that people expect', () => {
  const both = ['arm64', 'x64'];
  expect([builder.mac.target, builder.linux.target, builder.win.target.map(({ target }) => target)]).toEqual([
    [
      { target: 'dmg', arch: both },
      { target: 'zip', arch: both },
    ],
    ['AppImage', 'deb'],
    ['nsis'],
  ]);
});

test('on a Mac it runs hardened, with no right but to compile at run time', () => {
  const { hardenedRuntime, entitlements, entitlementsInherit } = builder.mac;
  expect([hardenedRuntime, entitlementsInherit, existsSync(join(ROOT, entitlements))]).toEqual([
    true,
    entitlements,
    true,
  ]);
  expect(read(entitlements).match(/<key>.*<\/key>/g)).toEqual(['<key>com.apple.security.cs.allow-jit</key>']);
});

test('only what was built goes in, and nothing of other packages', () => {
  const [entry] = (main as string).split('/index.js');
  expect([builder.asar, builder.files.includes(`${entry}/**`), builder.files.includes('!node_modules')]).toEqual([
    true,
    true,
    true,
  ]);
  expect(builder.extraResources.filter(({ from }) => !existsSync(join(ROOT, from)))).toEqual([]);
});

test('the command line becomes the program itself, so that signals reach it', () => {
  const path = bin.gearbench as string;
  const last = read(path).trim().split('\n').at(-1);
  expect([last, read(path).startsWith('#!/bin/sh\n'), statSync(join(ROOT, path)).mode & 0o111]).toEqual([
    expect.stringMatching(/\bexec "\$electron" .*main\/cli\/index\.ts" "\$@"$/),
    true,
    0o111,
  ]);
});

const samples = readdirSync(join(ROOT, 'resources/samples'));

test.each(samples)('the sample %s is a workspace', async (name) => {
  const { description } = await readWorkspace(join(ROOT, 'resources/samples', name));
  expect([name.endsWith('.gearbench.json'), description !== '']).toEqual([true, true]);
});
