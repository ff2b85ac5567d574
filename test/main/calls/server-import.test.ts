import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { serverImportCalls } from '../../../main/calls/server-import.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const callsWith = (path: string | null) =>
  serverImportCalls({
    openFile: async (kind) => (kind === 'servers' ? path : null),
    saveFile: async () => null,
    askUnsaved: async () => 'cancel',
  });

test('a chosen file is looked through, and nothing where none is chosen', async () => {
  const path = join(await temporaryFolder(), '.env');
  await writeFile(path, 'GEARMAN_HOST=a\n');
  expect([await callsWith(path)['servers.readImport'](), await callsWith(null)['servers.readImport']()]).toEqual([
    {
      file: '.env',
      offers: [{ label: 'a', address: 'a:4730', tls: false, from: 'GEARMAN_HOST', line: 1 }],
      misread: [],
    },
    null,
  ]);
});

test('a pasted text is looked through too', async () => {
  const { offers } = await callsWith(null)['servers.readText']({ text: 'a,b', file: null });
  expect(offers.map(({ address }) => address)).toEqual(['a:4730', 'b:4730']);
});

test('the thread that has the sockets goes on while a large compose file is read', async () => {
  const services = Array.from(
    { length: 1200 },
    (_, at) => `  s${at}:\n    image: gearmand\n    ports: ["${5000 + at}:4730"]\n`,
  );
  const text = `services:\n${services.join('')}`.slice(0, 64 * 1024);
  const { 'servers.readText': read } = callsWith(null);
  await read({ text: 'services:\n  a:\n    image: gearmand\n', file: null }); // what it needs is loaded
  let turns = 0;
  let isRead = false;
  const turn = () => {
    turns += 1;
    if (!isRead) setImmediate(turn);
  };
  turn();
  const { offers } = await read({ text: text.slice(0, text.lastIndexOf('  s')), file: 'compose.yaml' });
  isRead = true;
  expect(offers.length).toBe(200);
  expect(turns).toBeGreaterThan(100);
});

test('what is no file is refused', async () => {
  await expect(callsWith('/')['servers.readImport']()).rejects.toMatchObject({ code: 'file-unreadable' });
});
