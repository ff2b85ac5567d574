import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readTls } from '../../../main/net/tls.ts';
import { type Authority, authority } from '../../support/certificates.ts';
import { needs } from '../../support/peers.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe.skipIf(!needs('openssl'))('TLS files', () => {
  let trusted: Authority;
  beforeAll(async () => {
    const undo: (() => void | Promise<void>)[] = [];
    trusted = await authority((each) => undo.push(each));
    return async () => {
      for (const each of undo) await each();
    };
  });

  test('certificate, key and authority are read', async () => {
    const { ca, ...alone } = await trusted.files('server');
    expect(Object.keys(readTls({ ...alone, ca })).toSorted()).toEqual(['ca', 'certificate', 'key']);
    expect(readTls(alone).ca).toBeUndefined();
  });

  test.each(['certificate', 'key', 'ca'] as const)('a %s that is not there is named', async (which) => {
    const files = { ...(await trusted.files('server')), [which]: '/nonexistent.pem' };
    expect(() => readTls(files)).toThrow(
      expect.objectContaining({
        code: 'file-unreadable',
        details: expect.objectContaining({ path: '/nonexistent.pem' }),
      }),
    );
  });

  test.each(['certificate', 'key', 'ca'] as const)('a %s that is something else is named', async (which) => {
    const path = join(await temporaryFolder(), 'other.pem');
    await writeFile(path, 'Gearman\n');
    const files = { ...(await trusted.files('server')), [which]: path };
    expect(() => readTls(files)).toThrow(
      expect.objectContaining({ code: 'file-invalid', details: expect.objectContaining({ path }) }),
    );
  });

  test('a key of another certificate is refused', async () => {
    const [server, client] = [await trusted.files('server'), await trusted.files('client')];
    expect(() => readTls({ ...server, key: client.key })).toThrow(
      `${client.key} cannot be used: it is not the key of ${server.certificate}.`,
    );
  });
});
