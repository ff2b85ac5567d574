import { expect, test, vi } from 'vitest';
import { openAdmin } from '../../../main/client/admin.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { runningServer } from '../../support/embedded.ts';
import { fakeServer } from '../../support/fake-server.ts';
import { freePort } from '../../support/free-port.ts';

async function asking(target: { host: string; port: number }) {
  const session = await openAdmin(target);
  afterThisTest(() => session.close());
  return async (line: string, answer: 'line' | 'table') => (await session.ask(line, answer)).toString('latin1');
}

test('one line answers, or a table to its end; a refusal of a table is a line', async () => {
  const { port } = await runningServer();
  const ask = await asking({ host: '127.0.0.1', port });
  expect(await ask('verbose', 'line')).toBe('OK ERROR\n');
  expect(await ask('show jobs', 'table')).toBe('.\n');
  expect(await ask('show nothing', 'table')).toBe('ERR UNKNOWN_SHOW_ARGUMENTS\r\n');
  expect(await ask('workers', 'table')).toMatch(/^\d+ 127\.0\.0\.1 - :\n\.\n$/);
});

test('a table that comes in pieces is waited for, whatever its names', async () => {
  const pieces = ['.', '.a\t0\t0\t0', '\nb.\t0\t0\t0\n', '.', '\n'];
  const server = await fakeServer((_heard, { write }) => {
    const go = () => {
      const piece = pieces.shift();
      if (piece === undefined) return;
      write(Buffer.from(piece));
      setTimeout(go, 5);
    };
    go();
  });
  const ask = await asking(server);
  expect(await ask('status', 'table')).toBe('..a\t0\t0\t0\nb.\t0\t0\t0\n.\n');
});

test('of a long answer in many pieces nothing is copied again and again', async () => {
  const rows = Array.from({ length: 400 }, (_, at) => `function-${at}\t0\t0\t0\n`.repeat(50));
  const server = await fakeServer((_heard, { write }) => {
    for (const row of rows) write(Buffer.from(row));
    write(Buffer.from('.\n'));
  });
  const ask = await asking(server);
  const concat = vi.spyOn(Buffer, 'concat');
  afterThisTest(() => concat.mockRestore());
  const answer = await ask('status', 'table');
  expect(answer).toBe(`${rows.join('')}.\n`);
  const copied = concat.mock.results.reduce((sum, { value }) => sum + (value as Buffer).length, 0);
  expect(copied).toBeLessThan(3 * answer.length);
});

test('a server that goes before it has answered is told', async () => {
  const server = await fakeServer((_heard, { write, close }) => {
    write(Buffer.from('a\t0'));
    close();
  });
  const ask = await asking(server);
  await expect(ask('status', 'table')).rejects.toMatchObject({ code: 'connection-lost' });
});

test('nobody there', async () => {
  const port = await freePort();
  await expect(openAdmin({ host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'connection-refused' });
});
