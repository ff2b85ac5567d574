import { expect, test } from 'vitest';
import { connectionsOf, onBothSides, rowOf } from './both-sides.ts';

onBothSides((stage) => {
  const { meet } = stage;
  const unknown = (word: string) => `ERR UNKNOWN_COMMAND Unknown+server+command${word}\r\n`;

  test('before anything happened all tables are empty', async () => {
    const { admin } = await meet('admin');
    expect(await admin.asks('status')).toBe('.\n');
    expect(await admin.asks('prioritystatus')).toBe('.\n');
    expect(await admin.asks('show jobs')).toBe('.\n');
    expect(await admin.asks('show unique jobs')).toBe('.\n');
  });

  test('workers lists every connection, the asking one too', async () => {
    const { admin, client, worker } = await meet('admin', 'client', 'worker');
    await client.submits('SUBMIT_JOB_BG listed||x');
    await worker.says('SET_CLIENT_ID w-1', 'CAN_DO listed', 'CAN_DO listed-2');
    const table = await admin.asks('workers');
    expect(connectionsOf(table)).toEqual(['127.0.0.1 - :', '127.0.0.1 - :', '127.0.0.1 w-1 : listed-2 listed']);
    const lines = table.split('\n');
    expect(lines.splice(-2)).toEqual(['.', '']);
    expect(new Set(lines.map((line) => /^\d+/.exec(line)?.[0])).size).toBe(lines.length); // each has its own number
  });

  test('status counts waiting and running jobs, then running ones, then registrations', async () => {
    const { client, worker } = await meet('client', 'worker');
    for (const submit of ['SUBMIT_JOB', 'SUBMIT_JOB_HIGH_BG', 'SUBMIT_JOB_LOW'])
      await client.submits(`${submit} tally||x`);
    await worker.says('CAN_DO tally', 'CAN_DO tally', 'GRAB_JOB');
    expect((await client.asks('status')).split('\n')).toContain('tally\t3\t1\t2');
    expect((await client.asks('prioritystatus')).split('\n')).toContain('tally\t0\t1\t1\t2'); // only those that wait
  });

  test('show jobs tells handle, losses, ignored, background', async () => {
    const { client, worker } = await meet('client', 'worker');
    const foreground = await client.submits('SUBMIT_JOB shown||x');
    const background = await client.submits('SUBMIT_JOB_BG shown||x');
    await worker.says('CAN_DO shown', 'GRAB_JOB');
    const lines = (await client.asks('show jobs')).split('\n');
    expect(lines).toContain(`${foreground}\t0\t0\t0`); // it runs
    expect(lines).toContain(`${background}\t0\t0\t1`);
    expect(lines.slice(-2)).toEqual(['.', '']);
  });

  test('a background job that a foreground client joined is shown as background', async () => {
    const { client } = await meet('client');
    const job = await client.submits('SUBMIT_JOB_BG mixed|u-mixed|x');
    await client.submits('SUBMIT_JOB mixed|u-mixed|x');
    expect(rowOf(await client.asks('show jobs'), job)).toEqual([job, '0', '0', '1']);
  });

  test('show unique jobs has a line for each job, empty where it has no unique ID', async () => {
    const { client } = await meet('client');
    const count = async () => (await client.asks('show unique jobs')).split('\n').length;
    const before = await count();
    await client.submits('SUBMIT_JOB_BG named|u-named|x');
    await client.submits('SUBMIT_JOB_BG named||x');
    expect(await count()).toBe(before + 2);
    expect((await client.asks('show unique jobs')).split('\n')).toEqual(expect.arrayContaining(['u-named', '']));
  });

  test('a function without a name has a row that begins with a tab', async () => {
    const { client } = await meet('client');
    await client.submits('SUBMIT_JOB_BG ||x');
    expect((await client.asks('status')).split('\n')).toContain('\t1\t0\t0');
  });

  test('version names 1.1.20 in one line that ends in LF', async () => {
    const { admin } = await meet('admin');
    expect(await admin.asks('version')).toMatch(/^OK 1\.1\.20\S*\n$/);
  });

  test('getpid tells the process that serves', async () => {
    const { admin } = await meet('admin');
    expect(await admin.asks('getpid')).toBe(`OK ${stage.pid}\n`);
  });

  test('verbose tells the log level', async () => {
    const { admin } = await meet('admin');
    expect(await admin.asks('verbose')).toBe('OK ERROR\n');
  });

  test.each(['VERBOSE', 'Verbose', 'verbose ', 'verbose  ', 'verbose x y', 'verbose\0x'])(
    '%j is understood as verbose',
    async (line) => {
      const { admin } = await meet('admin');
      expect(await admin.asks(line)).toBe('OK ERROR\n');
    },
  );

  test('lines end in LF or CR LF', async () => {
    const { admin } = await meet('admin');
    expect([await admin.asks('verbose', '\n'), await admin.asks('verbose', '\r\n')]).toEqual(
      Array(2).fill('OK ERROR\n'),
    );
    expect(await admin.asks('verbose\r', '\r\n')).toBe(unknown('verbose\r')); // one CR belongs to the line end
  });

  test.each([
    ['foo', 'foo'],
    ['Foo bar baz', 'Foo'],
    ['', ''],
    [' ', ''],
    [' status', ''],
    ['\tstatus', '\tstatus'],
    ['status\t', 'status\t'],
    ['statusx', 'statusx'],
    ['stat', 'stat'],
    ['foo\0bar', 'foo'],
    ['shutdown', 'shutdown'],
    ['shutdown graceful', 'shutdown'],
    ['show', 'show'],
    ['SHOW', 'SHOW'],
    ['a b c d e', 'a'],
  ])('%j is no command, and its first word stands in the answer', async (line, word) => {
    const { admin } = await meet('admin');
    expect(await admin.asks(line, '\n')).toBe(unknown(word));
    expect(await admin.asks(line, '\r\n')).toBe(unknown(word));
  });

  test.each(['show ', 'show foo', 'show jobs x', 'show jobs ', 'show unique', 'show unique foo', 'show unique jobs x'])(
    '%j shows nothing',
    async (line) => {
      const { admin } = await meet('admin');
      expect(await admin.asks(line)).toBe('ERR UNKNOWN_SHOW_ARGUMENTS\r\n');
    },
  );

  test.each(['SHOW JOBS', 'Show Unique Jobs', 'show  jobs', 'show\0x jobs\0x'])('%j is understood', async (line) => {
    const { admin } = await meet('admin');
    expect(await admin.asks(line)).toMatch(/(^|\n)\.\n$/);
  });
});
