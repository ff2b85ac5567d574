import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { copyAs } from '../../../main/decode/copy-forms.ts';
import { HOSTILE } from '../../support/hostile.ts';
import { mustBe, needs } from '../../support/peers.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** The same on the wire, and all bytes there are. */
const HOSTILE_BYTES = [
  ...['', ...HOSTILE].map((text) => Buffer.from(text, 'latin1')),
  Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)),
];

const run = promisify(execFile);
const nowhere = { host: '127.0.0.1', port: 1 };
const bytes = Buffer.from('\0REQ\xff ab', 'latin1');

test('bytes as hexadecimal, base64, text', () => {
  expect((['hex', 'base64', 'text'] as const).map((form) => copyAs(form, bytes, nowhere))).toEqual([
    '00 52 45 51 ff 20 61 62',
    'AFJFUf8gYWI=',
    '\0REQ\\xff ab',
  ]);
  expect(copyAs('text', Buffer.from('中文\\xff'), nowhere)).toBe('中文\\xff');
  expect((['hex', 'base64', 'text'] as const).map((form) => copyAs(form, Buffer.alloc(0), nowhere))).toEqual([
    '',
    '',
    '',
  ]);
});

test('a command has nothing in it that is not plain', () => {
  expect(copyAs('send', bytes, { host: '::1', port: 4730 })).toBe(
    String.raw`printf '\000REQ\377 ab' | nc -w 2 ::1 4730`,
  );
  expect(copyAs('send', Buffer.from('-n %d'), nowhere)).toContain(String.raw`'\055n \045d'`);
});

/** What a server hears when the command is run by a shell of nobody: also without a terminal a shell reads a person's files. */
async function heard(shell: string, sent: Buffer): Promise<Buffer> {
  const home = await temporaryFolder();
  const parts: Buffer[] = [];
  const server = createServer((socket) => {
    socket.on('data', (part) => {
      parts.push(part);
      if (Buffer.concat(parts).length >= sent.length) socket.end();
    });
    socket.on('error', () => {});
    if (sent.length === 0) socket.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await run(shell, ['-c', copyAs('send', sent, { host: '127.0.0.1', port })], {
    env: { PATH: process.env['PATH'], HOME: home, LC_ALL: 'C.UTF-8' },
  });
  // Its end comes when all that was sent has been read.
  const closed = once(server, 'close');
  server.close();
  await closed;
  return Buffer.concat(parts);
}

const SHELLS = ['sh', 'bash', 'dash', 'zsh', 'fish'].filter((shell) =>
  mustBe(spawnSync(shell, ['-c', 'true']).error === undefined, `${shell} must be installed here`),
);

test.runIf(needs('nc')).for(SHELLS)('%s sends exactly the bytes', async (shell) => {
  const all = await Promise.all(HOSTILE_BYTES.map((sent) => heard(shell, sent)));
  expect(all.map((each) => each.toString('hex'))).toEqual(HOSTILE_BYTES.map((each) => each.toString('hex')));
});

test.runIf(needs('nc'))('a large packet is sent too', async () => {
  const sent = Buffer.from(Array.from({ length: 20_000 }, (_, at) => (at * 7) % 256));
  expect((await heard('sh', sent)).equals(sent)).toBe(true);
});

const compiler = mustBe(spawnSync('cc', ['--version']).error === undefined, 'a C compiler must be installed here');

test.runIf(compiler)('a compiler reads the array as the same bytes', async () => {
  const folder = await temporaryFolder();
  const [source, program] = [join(folder, 'packet.c'), join(folder, 'packet')];
  const sent = Buffer.concat(HOSTILE_BYTES);
  const main = 'int main(void) { fwrite(packet, 1, sizeof packet, stdout); return 0; }';
  await writeFile(source, `#include <stdio.h>\n${copyAs('c', sent, nowhere)}${main}\n`);
  await run('cc', ['-o', program, source]);
  const { stdout } = await run(program, { encoding: 'buffer' });
  expect(stdout.equals(sent)).toBe(true);
});
