import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import {
  APP_ORIGIN,
  CONTENT_SECURITY_POLICY,
  fileOf,
  registerScheme,
  rendererFolder,
  serveScheme,
} from '../../../main/shell/scheme.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const protocol = vi.hoisted(() => ({ registerSchemesAsPrivileged: vi.fn(), handle: vi.fn() }));
vi.mock('electron', () => ({ protocol, app: { getAppPath: () => '/program' } }));

/** A built window, with a secret beside its folder and one in a folder that has a similar name. */
async function built(): Promise<string> {
  const home = await temporaryFolder();
  const folder = join(home, 'renderer');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await mkdir(join(home, 'renderer-old'));
  await Promise.all([
    writeFile(join(folder, 'index.html'), '<!doctype html>'),
    writeFile(join(folder, 'assets', 'a b.js'), 'void 0'),
    writeFile(join(home, 'secret.txt'), 'secret'),
    writeFile(join(home, 'renderer-old', 'secret.txt'), 'secret'),
    symlink(join(home, 'secret.txt'), join(folder, 'link.txt')),
    symlink(home, join(folder, 'up')),
    symlink(join(folder, 'index.html'), join(folder, 'start.html')),
  ]);
  return folder;
}

test.each([
  ['/', 'index.html'],
  ['/index.html', 'index.html'],
  ['/index.html?x#y', 'index.html'],
  ['/assets/a%20b.js', 'assets/a b.js'],
  ['/assets/../index.html', 'index.html'],
  ['/start.html', 'index.html'],
])('%s is a file of the window', async (path, file) => {
  const folder = await built();
  expect(await fileOf(folder, APP_ORIGIN + path)).toBe(join(folder, file));
});

test.each([
  ['a file that is missing', '/none.js'],
  ['the way up', '/../secret.txt'],
  ['encoded dots', '/%2e%2e/secret.txt'],
  ['an encoded slash', '/..%2fsecret.txt'],
  ['all of it encoded', '/%2e%2e%2fsecret.txt'],
  ['encoded twice', '/%252e%252e%252fsecret.txt'],
  ['a backslash', '/..%5csecret.txt'],
  ['a folder with a similar name', '/..%2frenderer-old/secret.txt'],
  ['a whole path', '//etc/passwd'],
  ['a link to a file outside', '/link.txt'],
  ['a link to a folder outside', '/up/secret.txt'],
  ['a NUL', '/index.html%00.js'],
  ['what is no encoding', '/%E0%A4%A'],
])('%s is nothing of the window', async (_what, path) => {
  expect(await fileOf(await built(), APP_ORIGIN + path)).toBe(undefined);
});

test.each([
  'app://other/index.html',
  'app://gearbench.evil/index.html',
  'file:///index.html',
  'https://gearbench/index.html',
])('%s is not ours', async (address) => {
  expect(await fileOf(await built(), address)).toBe(undefined);
});

test('a file comes with its type and under the policy; all else is not found', async () => {
  const folder = await built();
  serveScheme(folder);
  const [scheme, handler] = protocol.handle.mock.lastCall as [string, (request: { url: string }) => Promise<Response>];
  const get = async (path: string) => {
    const { status, headers } = await handler({ url: APP_ORIGIN + path });
    return [status, headers.get('content-type'), headers.get('content-security-policy') === CONTENT_SECURITY_POLICY];
  };
  expect([
    scheme,
    await get('/'),
    await get('/assets/a%20b.js'),
    await get('/up/secret.txt'),
    await get('/assets'),
  ]).toEqual([
    'app',
    [200, 'text/html; charset=utf-8', true],
    [200, 'text/javascript; charset=utf-8', true],
    [404, 'text/plain;charset=UTF-8', false],
    [404, 'text/plain;charset=UTF-8', false],
  ]);
});

test('the policy lets in nothing that is not ours, and no script that stands in a page', () => {
  expect(Object.fromEntries(CONTENT_SECURITY_POLICY.split('; ').map((rule) => rule.split(/ (.*)/, 2)))).toEqual({
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self' 'unsafe-inline'",
    'img-src': "'self' data:",
    'font-src': "'self'",
    'connect-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  });
});

test('the scheme has an origin of its own, and no privilege that it does not need', () => {
  registerScheme();
  expect(protocol.registerSchemesAsPrivileged.mock.calls).toEqual([
    [[{ scheme: 'app', privileges: { standard: true, secure: true } }]],
  ]);
  expect(rendererFolder()).toBe(join('/program', 'out', 'renderer'));
});
