import { describe, expect, test } from 'vitest';
import { say } from '../../main/upstream/say.ts';
import { meaningOf, readTable } from '../../renderer/lib/console-answer.ts';
import { needs, PERL_GEARMAND } from '../support/peers.ts';
import { gearmand, ourServer } from './servers.ts';
import { gearman, gearmanWorker } from './stock.ts';

/** How long a server may take here, ms: enough for a busy machine. */
const PATIENCE = 60_000;

/** What a server says to a line, as the console reads it: a table's rows, else what it means, else the answer itself. */
function consoleOf(port: number) {
  return async (line: string) => {
    const most = { kept: 256 * 1024, taken: 2 ** 20 };
    const { bytes, end, left } = await say({ target: { host: '127.0.0.1', port }, line, patience: PATIENCE, most });
    const said = bytes.toString('latin1');
    if (end !== 'whole' || left !== 0) return end;
    return readTable(line, { said, end, left })?.rows ?? meaningOf(line, said) ?? said;
  };
}

/** Jobs and a worker that both servers have in this test. */
async function begun(port: number) {
  await gearman(port, ['-b', '-u', 'first', '-f', 'stuck', 'x']);
  await gearman(port, ['-b', '-I', '-f', 'stuck', 'y']);
  await gearmanWorker(port, ['resize', 'crop'], ['cat']);
  return consoleOf(port);
}

const row = (name: string, ...figures: string[]) => expect.arrayContaining([[name, ...figures]]);

describe.skipIf(!needs('gearmand') || !needs('gearman'))('lines that are typed', () => {
  const ours = ourServer();
  describe.each([
    ['gearmand', async () => (await gearmand()).port],
    ['our server', async () => ours.port],
  ])('to %s', (_, portOf) => {
    test('are answered as the console explains them', async () => {
      const port = await portOf();
      const said = await begun(port);
      expect(await said('status')).toEqual(row('stuck', '2', '0', '0'));
      expect(await said('STATUS')).toEqual(row('crop', '0', '0', '1'));
      expect(await said('prioritystatus')).toEqual(row('stuck', '1', '1', '0', '0'));
      expect(await said('workers')).toEqual(
        expect.arrayContaining([
          [expect.stringMatching(/^\d+$/), '127.0.0.1', '-', expect.stringMatching(/^(crop resize|resize crop)$/)],
        ]),
      );
      expect(await said('show unique jobs')).toEqual(row('first'));
      const jobs = (await said('show jobs')) as string[][];
      expect(jobs.map(([, ...flags]) => flags)).toEqual([
        ['0', '0', '1'],
        ['0', '0', '1'],
      ]);
      const meanings: Record<string, string> = {};
      const handle = jobs[0]?.[0] ?? '';
      for (const line of [
        'version',
        'getpid',
        'verbose',
        'create function made',
        'maxqueue made 3',
        'maxqueue made',
        'maxqueue',
        'drop function made',
        'drop function made',
        'drop function resize',
        'cancel job nobody',
        'cancel something else',
        'show something',
        'shutdown',
        'shutdown graceful',
        'nothing that is known',
      ])
        meanings[line in meanings ? `${line} again` : line] = String(await said(line));
      expect(meanings).toEqual({
        version: 'version',
        getpid: 'pid',
        verbose: 'verbose',
        'create function made': 'created',
        'maxqueue made 3': 'bounded',
        'maxqueue made': 'unbounded',
        maxqueue: 'incomplete',
        'drop function made': 'dropped',
        'drop function made again': 'no-function',
        'drop function resize': 'in-use',
        'cancel job nobody': 'unknown-job',
        'cancel something else': 'cannot-cancel',
        'show something': 'unknown-show',
        shutdown: 'unknown',
        'shutdown graceful': 'unknown',
        'nothing that is known': 'unknown',
      });
      expect(await said(`cancel job ${handle}`)).toBe('cancelled');
    });
  });

  test('gearmand closes the connection at six words, and that is told', async () => {
    const { port } = await gearmand();
    expect(await consoleOf(port)('one two three four five six')).toBe('closed');
  });

  test('a gearmand that is stopped is late, and answers again when it goes on', async () => {
    const server = await gearmand();
    await server.stop();
    const target = { host: '127.0.0.1', port: server.port };
    const most = { kept: 1000, taken: 10_000 };
    expect(await say({ target, line: 'status', patience: 300, most })).toMatchObject({ end: 'late', left: 0 });
    server.goOn();
    expect(await consoleOf(server.port)('status')).toEqual([]);
  });
});

test.skipIf(!needs('perl-server'))('Perl’s server says what it knows, and ends at a shutdown', async () => {
  const { port } = await gearmand({ file: PERL_GEARMAND });
  const said = consoleOf(port);
  expect(await said('status')).toEqual([]);
  expect(await said('prioritystatus')).toBe('unknown');
  expect(await said('version')).toBe('version');
  expect(['closed', 'done']).toContain(await said('shutdown'));
  await expect(said('status')).rejects.toMatchObject({ code: 'connection-refused' });
});
