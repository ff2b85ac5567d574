import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { systemSecrets } from '../../../main/shell/key-store.ts';
import { exists } from '../../../main/util/json-file.ts';
import { silent } from '../../../main/util/log.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/*
 * The system's own key store is not to be had in a test: what stands for it turns bytes around, and ends the process where
 * Electron would.
 */
type Crypt = Parameters<typeof systemSecrets>[0]['crypt'];

function cryptOf({ available = true, backend = 'gnome_libsecret' }: { available?: boolean; backend?: string } = {}) {
  const crypt = {
    isAsyncEncryptionAvailable: vi.fn(async () => available),
    getSelectedStorageBackend: () => backend as 'basic_text',
    encryptStringAsync: vi.fn(async (text: string) => turned(Buffer.from(text))),
    decryptStringAsync: vi.fn(async (bytes: Buffer) => ({ result: turned(bytes).toString(), shouldReEncrypt: false })),
  } satisfies Crypt;
  if (!available) crypt.encryptStringAsync.mockImplementation(() => expect.unreachable('this ends the program'));
  return crypt;
}
const turned = (bytes: Buffer) => bytes.map((byte) => byte ^ 0xff) as Buffer;

async function setting(crypt = cryptOf(), platform: NodeJS.Platform = 'linux') {
  const path = join(await temporaryFolder(), 'profile', 'secrets.json');
  const warn = vi.fn();
  /** The store as each start of the program makes it. */
  const start = (with_ = crypt) => systemSecrets({ path, crypt: with_, platform, log: { ...silent, warn } });
  return { path, start, crypt, warn };
}

test('a value is kept for its workspace and name, encrypted, in a file for its owner alone', async () => {
  const { path, start } = await setting();
  const first = start();
  await Promise.all([
    first.set('/a', 'KEY', 'canary'),
    first.set('/a', 'TOKEN', 'größe'),
    first.set('/b', 'KEY', 'other'),
  ]);
  const next = start();
  const get = ([workspace, name]: [string, string]) => next.get(workspace, name);
  const asked: [string, string][] = [
    ['/a', 'KEY'],
    ['/a', 'TOKEN'],
    ['/b', 'KEY'],
    ['/b', 'TOKEN'],
    ['/b', 'constructor'],
  ];
  expect(await Promise.all(asked.map(get))).toEqual(['canary', 'größe', 'other', undefined, undefined]);
  expect([await next.notKept(), (await stat(path)).mode & 0o777]).toEqual([null, 0o600]);
  expect(await readFile(path, 'utf8')).not.toContain('canary');
  await next.remove('/a', 'KEY');
  await next.remove('/b', 'KEY');
  expect([await start().get('/a', 'KEY'), Object.keys(JSON.parse(await readFile(path, 'utf8')).secrets)]).toEqual([
    undefined,
    ['/a'],
  ]);
});

test.each([
  ['has none', cryptOf({ available: false })],
  ['has one that anybody can read', cryptOf({ backend: 'basic_text' })],
])('where the system %s, a value lasts until the program ends, and nothing is written', async (_what, crypt) => {
  const { path, start } = await setting(crypt);
  const first = start();
  await first.set('/a', 'KEY', 'canary');
  expect([await first.notKept(), await first.get('/a', 'KEY'), await exists(path)]).toEqual([
    'no-key-store',
    'canary',
    false,
  ]);
  expect(await start().get('/a', 'KEY')).toBe(undefined);
  await first.remove('/a', 'KEY');
  expect(await first.get('/a', 'KEY')).toBe(undefined);
});

test('an answer that comes at once, as of Electron 42, is one', async () => {
  const crypt = cryptOf({ available: false });
  crypt.isAsyncEncryptionAvailable.mockReturnValue(false as unknown as Promise<boolean>);
  const { start } = await setting(crypt);
  expect(await start().notKept()).toBe('no-key-store');
});

test('the names of Linux mean nothing elsewhere', async () => {
  const { start } = await setting(cryptOf({ backend: 'basic_text' }), 'darwin');
  expect(await start().notKept()).toBe(null);
});

test('where the system refuses, the new value lasts until the program ends, and the old one does not come back', async () => {
  const { start, crypt, warn } = await setting();
  const first = start();
  await first.set('/a', 'KEY', 'old');
  crypt.encryptStringAsync.mockRejectedValueOnce(new Error('denied canary'));
  await first.set('/a', 'KEY', 'canary');
  expect([await first.notKept(), await first.get('/a', 'KEY'), await start().get('/a', 'KEY')]).toEqual([
    'refused',
    'canary',
    undefined,
  ]);
  expect(JSON.stringify(warn.mock.calls)).not.toContain('canary');
  await first.set('/a', 'KEY', 'kept');
  expect([await first.notKept(), await start().get('/a', 'KEY')]).toEqual([null, 'kept']);
});

test('a value that the system does not open is to be given again', async () => {
  const { start, crypt, warn } = await setting();
  await start().set('/a', 'KEY', 'canary');
  crypt.decryptStringAsync.mockRejectedValueOnce(new Error('another key'));
  expect(await start().get('/a', 'KEY')).toBe(undefined);
  expect(warn.mock.calls).toEqual([[expect.stringContaining('does not open the secret ⟦KEY⟧ of ⟦/a⟧.')]]);
});

test('a value whose key is an old one is encrypted anew', async () => {
  const { start, crypt, path } = await setting();
  await start().set('/a', 'KEY', 'canary');
  crypt.decryptStringAsync.mockResolvedValueOnce({ result: 'canary', shouldReEncrypt: true });
  crypt.encryptStringAsync.mockResolvedValueOnce(Buffer.from('anew'));
  expect(await start().get('/a', 'KEY')).toBe('canary');
  expect(JSON.parse(await readFile(path, 'utf8')).secrets).toEqual({
    '/a': { KEY: Buffer.from('anew').toString('base64') },
  });
});

test('a broken file is told and holds nothing', async () => {
  const { start, path, warn } = await setting();
  await start().set('/a', 'KEY', 'canary');
  await writeFile(path, '{');
  expect(await start().get('/a', 'KEY')).toBe(undefined);
  expect(warn.mock.calls).toEqual([[expect.stringContaining('The secrets in it have to be given again.')]]);
});
