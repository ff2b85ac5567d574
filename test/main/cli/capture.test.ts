import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { capture } from '../../../main/cli/capture.ts';
import { fileOf } from '../../support/capture-file.ts';
import type { Cleanup } from '../../support/cleanup.ts';
import { GEARBENCH, gearbench } from '../../support/command-line.ts';
import { freePort } from '../../support/free-port.ts';
import { HOSTILE } from '../../support/hostile.ts';
import { overhear } from '../../support/overhear.ts';
import { bytes } from '../../support/packets.ts';
import { peerOf } from '../../support/peer.ts';
import { run, until } from '../../support/processes.ts';
import { readCapture } from '../../support/read-capture.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const conversation = () => {
  const file = fileOf();
  file.hear(1, { name: 'SUBMIT_JOB', function: 'resize', unique: 'u1', workload: bytes('x') }, ['Look here.']);
  file.say(1, { name: 'JOB_CREATED', handle: 'H:t:1' });
  file.hear(2, { name: 'GRAB_JOB' });
  file.say(2, { name: 'JOB_ASSIGN', handle: 'H:t:1', function: 'resize', workload: bytes('x') });
  file.hear(2, { name: 'WORK_COMPLETE', handle: 'H:t:1', result: Buffer.from('größer') });
  file.hear(3, 'status\n');
  return file;
};

/** A capture file in a folder of its own. */
async function written(content: Buffer, cleanup?: Cleanup): Promise<{ path: string; folder: string }> {
  const folder = await temporaryFolder(cleanup);
  const path = join(folder, 'traffic.pcapng');
  await writeFile(path, content);
  return { path, folder };
}

const read = (...args: string[]) => run(GEARBENCH, ['capture', 'read', ...args]);
const utf8 = (latin1: string): string => Buffer.from(latin1, 'latin1').toString('utf8');

// ---------- What is printed ----------

test.concurrent('a row for each packet, with the words of tshark', async ({ expect, onTestFinished }) => {
  const { path } = await written(conversation().bytes(), onTestFinished);
  const { code, stdout, stderr } = await read(path);
  expect([code, stderr, utf8(stdout).split('\n')]).toEqual([
    0,
    '',
    [
      '    0   0.000000 127.0.0.1:50001 → server       Gearman 23 [REQ] SUBMIT_JOB(7) LEN=11 function=resize unique=u1',
      '    1   0.001000       server → 127.0.0.1:50001 Gearman 17 [RES] JOB_CREATED(8) LEN=5 handle=H:t:1',
      '    2   0.002000 127.0.0.1:50002 → server       Gearman 12 [REQ] GRAB_JOB(9) LEN=0',
      '    3   0.003000       server → 127.0.0.1:50002 Gearman 26 [RES] JOB_ASSIGN(11) LEN=14 function=resize handle=H:t:1',
      '    4   0.004000 127.0.0.1:50002 → server       Gearman 26 [REQ] WORK_COMPLETE(13) LEN=14 handle=H:t:1',
      '    5   0.005000 127.0.0.1:50003 → server       Gearman 7 [MGR] status',
      '',
    ],
  ]);
});

test.concurrent('only what a filter lets through, with its number and time in the file', async ({
  expect,
  onTestFinished,
}) => {
  const { path } = await written(conversation().bytes(), onTestFinished);
  const { stdout } = await read(path, '-Y', 'gearman.func.result contains "größer"');
  expect(utf8(stdout)).toMatch(/^ {4}4 {3}0\.004000 .*WORK_COMPLETE.*\n$/);
});

test.concurrent('fields, also those that a later packet tells', async ({ expect, onTestFinished }) => {
  const { path } = await written(conversation().bytes(), onTestFinished);
  const fields = ['frame.number', 'gb.job', 'gb.func', 'gb.mark', 'gb.expert', 'gearman.uniq_id'].flatMap((field) => [
    '-e',
    field,
  ]);
  const { stdout } = await read(path, '-T', 'fields', '-E', 'header=y', '-E', 'separator=|', ...fields);
  expect(stdout.split('\n').slice(0, -1)).toEqual([
    'frame.number|gb.job|gb.func|gb.mark|gb.expert|gearman.uniq_id',
    '0|H:t:1|resize|1||u1',
    '1|H:t:1|resize|||',
    '2|H:t:1||||',
    '3|H:t:1|resize|||',
    '4|H:t:1|resize|||',
    '5|||||',
  ]);
});

test.concurrent('fields as JSON, JSON lines and comma-separated values', async ({ expect, onTestFinished }) => {
  const { path } = await written(conversation().bytes(), onTestFinished);
  const fields = ['-e', 'gearman.pkt_type', '-e', 'gearman.func.result', '-e', 'frame.time_relative', '-e', 'gb.mark'];
  const filter = ['-Y', 'gearman.pkt_type in {7, 13}', ...fields];
  const expected = [
    { 'gearman.pkt_type': 7, 'frame.time_relative': 0, 'gb.mark': true },
    { 'gearman.pkt_type': 13, 'gearman.func.result': 'größer', 'frame.time_relative': 0.004 },
  ];
  const [json, jsonl, csv] = await Promise.all(
    ['json', 'jsonl', 'csv'].map((format) => read(path, '-T', format, ...filter)),
  );
  expect(JSON.parse(utf8(json!.stdout))).toEqual(expected);
  expect(
    utf8(jsonl!.stdout)
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line)),
  ).toEqual(expected);
  expect(utf8(csv!.stdout)).toBe(
    'gearman.pkt_type,gearman.func.result,frame.time_relative,gb.mark\r\n7,,0.000000000,1\r\n13,größer,0.004000000,\r\n',
  );
});

test.concurrent('no packet as JSON is an empty array', async ({ expect, onTestFinished }) => {
  const { path } = await written(conversation().bytes(), onTestFinished);
  expect(await read(path, '-T', 'json', '-Y', 'gearman.func.name == "none"')).toEqual({
    code: 0,
    stdout: '[]\n',
    stderr: '',
  });
});

test.concurrent.for(['text', 'fields', 'json', 'jsonl', 'csv', 'csv of fields', 'markdown', 'mermaid'])(
  'as %s a terminal gets nothing that moves or turns it',
  async (format, { expect, onTestFinished }) => {
    const file = fileOf();
    for (const [index, text] of HOSTILE.entries()) {
      const name = text.replaceAll('\0', '');
      file.hear(index, { name: 'SET_CLIENT_ID', clientId: name });
      file.hear(index, { name: 'SUBMIT_JOB', function: name, unique: name, workload: bytes(text) });
      file.hear(index, { name: 'WORK_COMPLETE', handle: name, result: bytes(text) });
    }
    const { path } = await written(file.bytes(), onTestFinished);
    const ofFields = /fields/.test(format);
    const fields = ['gb.who', 'gearman.func.name', 'gearman.func.arg', 'gb.job'].flatMap((field) => ['-e', field]);
    const { code, stdout } = await read(path, '-T', format.split(' ')[0] as string, ...(ofFields ? fields : []));
    const said = utf8(stdout);
    const ends = format.startsWith('csv') ? said.replaceAll('\r\n', '\n') : said;
    expect([code, ends.match(/(?![\n\t])\p{C}/gu)]).toEqual([0, null]);
    if (format === 'text') expect(said.split('\n')).toHaveLength(HOSTILE.length * 3 + 1);
    if (ofFields)
      expect(
        new Set(
          ends
            .split('\n')
            .slice(0, -1)
            .map((line) => line.split('\t').length),
        ).size,
      ).toBe(1);
    if (format === 'jsonl')
      expect(
        said
          .split('\n')
          .slice(0, -1)
          .map((line) => JSON.parse(line))
          .filter(({ type }) => type === 'SUBMIT_JOB')
          .map((each) => each.arguments.workload),
      ).toEqual(HOSTILE.map(utf8));
  },
);

// ---------- What is read ----------

test.concurrent('a damaged file tells where, after what could be read', async ({ expect, onTestFinished }) => {
  const whole = conversation().bytes();
  const { path } = await written(whole.subarray(0, -5), onTestFinished);
  const { code, stdout, stderr } = await read(path, '-T', 'fields', '-e', 'gearman.pkt_type');
  expect([code, stdout]).toEqual([2, '7\n8\n9\n11\n13\n']);
  expect(stderr).toMatch(
    /^gearbench: .*traffic\.pcapng is damaged at byte \d+: it ends in the middle of a packet\. 5 packets before it could be read\.\n$/,
  );
});

test.concurrent('what is no capture, and what is not there', async ({ expect, onTestFinished }) => {
  const { path } = await written(Buffer.from('Dear diary'), onTestFinished);
  expect(await read(path)).toEqual({
    code: 1,
    stdout: '',
    stderr: `gearbench: ${path} is no capture file: neither pcap nor pcapng.\n`,
  });
  expect(await read('nowhere.pcap', '-T', 'json')).toEqual({
    code: 1,
    stdout: '',
    stderr: 'gearbench: nowhere.pcap does not exist.\n',
  });
});

/** Reads standard input, which is written to piece by piece. */
async function piped(cleanup: Cleanup, ...args: string[]) {
  const child = spawn(GEARBENCH, ['capture', 'read', '-', ...args], { stdio: 'pipe' });
  cleanup(() => void child.kill('SIGKILL'));
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, said }));
  return { child, ended, says: (text: string) => until(text, () => said.includes(text)) };
}

test.concurrent('standard input is printed as it comes', async ({ expect, onTestFinished }) => {
  const whole = conversation().bytes();
  const { child, says, ended } = await piped(onTestFinished, '-T', 'fields', '-e', 'gearman.pkt_type');
  child.stdin.write(whole.subarray(0, whole.length - 300));
  await says('7\n8\n');
  child.stdin.end(whole.subarray(whole.length - 300));
  expect(await ended).toEqual({ code: 0, signal: null, said: '7\n8\n9\n11\n13\n\n' });
});

test.concurrent('standard input may be compressed', async ({ expect, onTestFinished }) => {
  const { child, ended } = await piped(onTestFinished, '-c', '2', '-T', 'fields', '-e', 'gearman.pkt_type');
  child.stdin.end(gzipSync(conversation().bytes()));
  expect(await ended).toMatchObject({ code: 0, said: '7\n8\n' });
});

test.concurrent('Ctrl-C ends it, and what it has written so far is a whole file', async ({
  expect,
  onTestFinished,
}) => {
  const folder = await temporaryFolder(onTestFinished);
  const file = join(folder, 'written.pcapng');
  const { child, says, ended } = await piped(onTestFinished, '-P', '-w', file, '-T', 'json', '-e', 'gearman.pkt_type');
  child.stdin.write(conversation().bytes());
  await says('13');
  child.kill('SIGINT');
  const { signal, said } = await ended;
  expect([signal, JSON.parse(said).length]).toEqual(['SIGINT', 6]);
  const { packets, damage } = readCapture(await readFile(file));
  expect([packets.length, damage]).toEqual([6, undefined]);
});

test.concurrent('where that was a file, none is left of which nobody knows that it lacks something', async ({
  expect,
  onTestFinished,
}) => {
  const folder = await temporaryFolder(onTestFinished);
  const [path, file] = [join(folder, 'pipe'), join(folder, 'written.pcapng')];
  await run('mkfifo', [path]);
  const { says, end } = await gearbench(['capture', 'read', path, '-P', '-w', file], onTestFinished);
  const writer = createWriteStream(path);
  onTestFinished(() => void writer.destroy());
  writer.write(conversation().bytes());
  await says('WORK_COMPLETE');
  expect((await end('SIGINT')).code).toBe(130);
  expect(await readdir(folder)).toEqual(['pipe']);
});

// ---------- What is written ----------

test.concurrent('packets that a filter lets through as pcapng, with their comments', async ({
  expect,
  onTestFinished,
}) => {
  const { path, folder } = await written(conversation().bytes(), onTestFinished);
  const file = join(folder, 'few.pcapng');
  expect(await read(path, '-Y', 'gearman.func.name', '-w', file)).toEqual({ code: 0, stdout: '', stderr: '' });
  const { packets } = readCapture(await readFile(file));
  expect(packets.map(({ type, comments }) => [type, ...comments])).toEqual([
    ['SUBMIT_JOB', 'Look here.'],
    ['JOB_ASSIGN'],
  ]);
  expect((await readdir(folder)).toSorted()).toEqual(['few.pcapng', 'traffic.pcapng']);
});

test.concurrent('on standard output too, for another program', async ({ expect, onTestFinished }) => {
  const { path } = await written(conversation().bytes(), onTestFinished);
  const pipe = `"${GEARBENCH}" capture read "${path}" -c 3 -w - | "${GEARBENCH}" capture read - -T fields -e gearman.pkt_type`;
  expect(await run('sh', ['-c', pipe])).toEqual({ code: 0, stdout: '7\n8\n9\n', stderr: '' });
});

test.concurrent('over several files, of which the last are kept', async ({ expect, onTestFinished }) => {
  const file = fileOf();
  for (let count = 0; count < 40; count += 1) file.hear(1, { name: 'ECHO_REQ', data: Buffer.alloc(300_000, 'x') });
  const { path, folder } = await written(file.bytes(), onTestFinished);
  const target = join(folder, 'out.pcapng');
  expect(await read(path, '-w', target, '-b', 'filesize:1000', '-b', 'files:2')).toMatchObject({ code: 0 });
  const kept = (await readdir(folder)).filter((name) => name.startsWith('out'));
  expect(kept).toHaveLength(2);
  for (const name of kept) expect(readCapture(await readFile(join(folder, name))).damage).toBeUndefined();
});

test.concurrent('what cannot be written is said', async ({ expect, onTestFinished }) => {
  const { path, folder } = await written(conversation().bytes(), onTestFinished);
  const { code, stderr } = await read(path, '-w', join(folder, 'missing', 'x.pcapng'));
  expect([code, stderr]).toEqual([1, expect.stringContaining('missing/x.pcapng could not be written')]);
});

test.concurrent('a reader that has seen enough ends it without a word', async ({ expect, onTestFinished }) => {
  const file = fileOf();
  for (let count = 0; count < 20_000; count += 1) file.hear(1, { name: 'PRE_SLEEP' });
  const { path } = await written(file.bytes(), onTestFinished);
  const line = `{ "${GEARBENCH}" capture read "${path}"; echo "code $?" >&2; } | head -n 1`;
  const { stdout, stderr } = await run('sh', ['-c', line]);
  expect([stdout.split('\n').length, stderr]).toEqual([2, 'code 0\n']);
});

// ---------- Live ----------

test.concurrent('packets of the server as they come, until Ctrl-C', async ({ expect, onTestFinished }) => {
  const port = await freePort();
  const folder = await temporaryFolder(onTestFinished);
  const file = join(folder, 'live.pcapng');
  const fields = ['-T', 'fields', '-e', 'gearman.pkt_type', '-e', 'gb.job', '-e', 'gb.dir'];
  const args = ['capture', 'live', '--port', String(port), '-P', '-w', file, ...fields];
  const { says, end } = await gearbench(args, onTestFinished);
  await says('Gearman job server on');
  const client = await peerOf({ port }, onTestFinished);
  client.send({ name: 'SUBMIT_JOB_BG', function: 'f', unique: '', workload: bytes('x') });
  await client.hears();
  await says('8\tH:');
  const { code, out, err } = await end('SIGINT');
  expect([code, out.replace(/H:\S+/g, 'H')]).toEqual([0, '18\tH\tC->S\n8\tH\tS->C\n']);
  expect(err).toMatch(/^gearbench: Gearman job server on 127\.0\.0\.1:\d+ and \[::1\]:\d+\n$/);
  expect(readCapture(await readFile(file)).packets.map(({ type }) => type)).toEqual(['SUBMIT_JOB_BG', 'JOB_CREATED']);
});

test.concurrent('its own looks at the server are shown where they are asked for; it ends after so many packets', async ({
  expect,
  onTestFinished,
}) => {
  const args = ['capture', 'live', '--port', String(await freePort()), '--probes', '-q', '-c', '2', '-Y', 'gb.probe'];
  const { ended } = await gearbench(args, onTestFinished);
  const { code, out, err } = await ended;
  expect([code, out.split('\n').length, err]).toEqual([0, 3, '']);
});

// ---------- What is wrong with the options is found before anything is opened ----------

test.each([
  [[], /^Usage: gearbench capture read FILE/],
  [['--help'], /^Usage: gearbench capture read FILE/],
  [['read', '--help'], / -Y FILTER .* -b KEY:VALUE .* 2 where the file is damaged/s],
  [['live', '-h'], / -T FORMAT .* --probes .* --listen ADDR /s],
])('capture %j tells its options', async (args, help) => {
  const said = overhear();
  expect([await capture(args), said.join('')]).toEqual([0, expect.stringMatching(help)]);
});

test.each([
  [['look'], 'there is no command “capture look”'],
  [['read'], 'One file is read at a time'],
  [['read', 'a', 'b'], 'One file is read at a time'],
  [['read', '-r', 'a', 'b'], 'One file is read at a time'],
  [['read', 'a', '-x'], "Unknown option '-x'"],
  [['read', 'a', '-T', 'pdml'], '“pdml” is no format. It is text, fields,'],
  [['read', 'a', '-T', 'fields'], '-T fields needs fields'],
  [['read', 'a', '-e', 'gb.job'], 'Fields are printed by -T fields, json, jsonl, csv, not by text.'],
  [
    ['read', 'a', '-T', 'fields', '-e', 'function'],
    '“function” is no field that can be printed. Did you mean gearman.func.name?',
  ],
  [['read', 'a', '-T', 'json', '-E', 'header=y'], '-E says how -T fields looks'],
  [['read', 'a', '-T', 'fields', '-e', 'gb.job', '-E', 'separator=ab'], '“separator=ab” is nothing that -E knows.'],
  [['read', 'a', '-T', 'fields', '-e', 'gb.job', '-E', 'quote=valueOf'], '“quote=valueOf” is nothing that -E knows.'],
  [['read', 'a', '-T', 'fields', '-e', 'gb.job', '-E', 'separator=valueOf'], '“separator=valueOf” is nothing that -E'],
  [['read', 'a', '-T', 'fields', '-e', 'valueOf'], '“valueOf” is no field that can be printed.'],
  [['read', 'a', '-c', '0'], '“0” is no number for -c.'],
  [['read', 'a', '-b', 'filesize:1'], '-b is of a file'],
  [['read', 'a', '-w', 'b', '-b', 'duration:1'], '“duration:1” is nothing that -b knows.'],
  [['read', 'a', '-w', 'b', '-b', 'files:1'], '-b files:COUNT needs a size'],
  [['read', 'a', '-w', '-', '-P'], 'The packets cannot be printed to where they are written'],
  [['live', '--port', '0'], '“0” is no port.'],
  [['live', 'one', 'two'], 'One workspace can be served at a time.'],
])('capture %j is an error of usage', async (args, message) => {
  const said = overhear();
  expect(await capture(args)).toBe(64);
  expect(said).toEqual([expect.stringContaining(`gearbench: ${message}`)]);
});

test('what is wrong with a filter is underlined, with what was probably meant', async () => {
  const said = overhear();
  expect(await capture(['read', 'a', '-Y', 'gb.who == "北京" and gearman.func.nam == "wc"'])).toBe(64);
  expect(said.join('').split('\n')).toEqual([
    'gearbench: gearman.func.nam is not a field. (character 20) Did you mean gearman.func.name?',
    '    gb.who == "北京" and gearman.func.nam == "wc"',
    `    ${' '.repeat('gb.who == "----" and '.length)}^${'~'.repeat(15)}`,
    '',
  ]);
});
