import { expect, test } from 'vitest';
import { BatchBuilder } from '../../../main/capture-files/batch.ts';
import { encoderFor } from '../../../main/capture-files/encoder.ts';
import type { CaptureFormat } from '../../../main/contract/captures.ts';
import { captureOf } from '../../support/capture.ts';
import { HOSTILE } from '../../support/hostile.ts';
import { bytes } from '../../support/packets.ts';
import { readCsv } from '../../support/read-csv.ts';

const AT = Date.UTC(2026, 0, 2, 3, 4, 5) + 0.001;

/** All packets of a capture as the text of a file; one in each millisecond. */
function written(format: CaptureFormat, { ring, recorder }: ReturnType<typeof captureOf>): string {
  const { server, run } = recorder;
  const batch = new BatchBuilder({
    connection: (host, connection) => ({ host, connection, server, run, facts: recorder.facts(connection) }),
    functionOf: ({ type }) => (type === 13 ? ['H:t:1', 'resize'] : undefined),
    commentsOf: () => undefined,
  });
  for (let seq = ring.first; seq < ring.next; seq += 1) batch.add({ ...ring.get(seq)!, at: AT + seq });
  const encoder = encoderFor(format);
  const chunks = [...encoder.batch(batch.take())].map((chunk) => Buffer.from(chunk));
  return Buffer.concat([...chunks, encoder.end()]).toString('utf8');
}

function conversation() {
  const capture = captureOf();
  capture.open(1, { clientId: 'php-fpm', role: 'client', origin: 'self' });
  capture.open(2, { address: '127.0.0.1:50002', role: 'worker' });
  capture.hear(1, { name: 'SUBMIT_JOB', function: 'resize', unique: 'u1', workload: bytes('1|2') });
  capture.say(1, { name: 'JOB_CREATED', handle: 'H:t:1' });
  capture.hear(2, { name: 'WORK_COMPLETE', handle: 'H:t:1', result: bytes('42') });
  capture.hearText(3, 'status\n');
  capture.hearGarbage(3, '\0RE');
  return capture;
}

test('as text, in the words of tshark', () => {
  expect(written('text', conversation())).toBe(
    [
      '    1   0.000000      php-fpm → server       Gearman 25 [REQ] SUBMIT_JOB(7) LEN=13 function=resize unique=u1',
      '    2   0.001000       server → php-fpm      Gearman 17 [RES] JOB_CREATED(8) LEN=5 handle=H:t:1',
      '    3   0.002000 127.0.0.1:50002 → server       Gearman 20 [REQ] WORK_COMPLETE(13) LEN=8 handle=H:t:1',
      '    4   0.003000 connection 3 → server       Gearman 7 [MGR] status',
      '    5   0.004000 connection 3 → server       Gearman 3 [GARBAGE] LEN=3',
      '',
    ].join('\n'),
  );
});

test('as comma-separated values', () => {
  expect(written('csv', conversation()).split('\r\n').slice(0, 4)).toEqual([
    'number,time,direction,server,run,connection,peer,role,origin,type,function,handle,unique,size,content',
    '1,2026-01-02T03:04:05.000001Z,in,local,7,1,php-fpm,client,self,SUBMIT_JOB,resize,,u1,25,1|2',
    '2,2026-01-02T03:04:05.001001Z,out,local,7,1,php-fpm,client,self,JOB_CREATED,resize,H:t:1,,17,',
    '3,2026-01-02T03:04:05.002001Z,in,local,7,2,127.0.0.1:50002,worker,other,WORK_COMPLETE,resize,H:t:1,,20,42',
  ]);
});

test('as one JSON object per line, with every byte', () => {
  const [first] = written('jsonl', conversation()).split('\n');
  expect(JSON.parse(first!)).toEqual({
    number: 1,
    time: '2026-01-02T03:04:05.000001Z',
    direction: 'in',
    connection: { server: 'local', run: 7, number: 1 },
    peer: 'php-fpm',
    role: 'client',
    origin: 'self',
    kind: 'packet',
    type: 'SUBMIT_JOB',
    function: 'resize',
    handle: null,
    size: 25,
    arguments: { function: 'resize', unique: 'u1', workload: '1|2' },
    bytes: Buffer.from('\0REQ\0\0\0\x07\0\0\0\x0dresize\0u1\x001|2').toString('base64'),
  });
});

test('as a table in Markdown', () => {
  expect(written('markdown', conversation()).split('\n').slice(0, 3)).toEqual([
    '| # | Time | From | To | Packet | Function | Handle | Size | Content |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    '| 1 | 2026-01-02T03:04:05.000001Z | php-fpm | server | &#91;REQ&#93; SUBMIT&#95;JOB&#40;7&#41; LEN&#61;13 | resize |  | 25 | 1&#124;2 |',
  ]);
});

test('as a sequence diagram', () => {
  expect(written('mermaid', conversation())).toBe(
    [
      'sequenceDiagram',
      '  participant server as Job server',
      '  participant peer1 as client php-fpm',
      '  peer1->>server: SUBMIT_JOB resize',
      '  server->>peer1: JOB_CREATED resize H#58;t#58;1',
      '  participant peer2 as worker 127.0.0.1#58;50002',
      '  peer2->>server: WORK_COMPLETE resize H#58;t#58;1',
      '  participant peer3 as peer connection 3',
      '  peer3->>server: TEXT',
      '  peer3->>server: GARBAGE',
      '',
    ].join('\n'),
  );
});

test('a diagram that nobody could read says what it leaves out', () => {
  const capture = captureOf();
  for (let count = 0; count < 520; count += 1) capture.hear(1, { name: 'PRE_SLEEP' });
  const lines = written('mermaid', capture).split('\n');
  expect([lines.filter((line) => line.includes('->>')).length, lines.at(-2)]).toEqual([
    500,
    '  Note over server: 20 more packets',
  ]);
});

test.each<[CaptureFormat, string]>([
  ['csv', 'number,time,direction,server,run,connection,peer,role,origin,type,function,handle,unique,size,content\r\n'],
  ['jsonl', ''],
  ['text', ''],
  ['mermaid', 'sequenceDiagram\n  participant server as Job server\n'],
])('no packet as %s is a whole file too', (format, file) => {
  expect(written(format, captureOf())).toBe(file);
});

// ---------- Quoted for their language ----------

/** Each hostile text as client id, function, unique ID, handle and workload. */
function hostile() {
  const capture = captureOf();
  for (const [index, text] of HOSTILE.entries()) {
    const name = text.replaceAll('\0', '');
    capture.open(index, { clientId: name });
    capture.hear(index, { name: 'SUBMIT_JOB', function: name, unique: name, workload: bytes(text) });
    capture.hear(index, { name: 'WORK_COMPLETE', handle: name, result: bytes(text) });
    capture.hearText(index, `${name}\n`);
  }
  return capture;
}

const utf8 = (text: string): string => Buffer.from(text, 'latin1').toString('utf8');

test('a spreadsheet gets hostile texts as cells, and calculates none', () => {
  const file = written('csv', hostile());
  const rows = readCsv(file);
  expect(new Set(rows.map((row) => row.length))).toEqual(new Set([15]));
  const functions = rows.filter((row) => row[9] === 'SUBMIT_JOB').map((row) => row[10]);
  const texts = HOSTILE.map((text) => utf8(text.replaceAll('\0', '')));
  expect(functions).toEqual(texts.map((text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)));
  expect(rows.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
});

test('JSON has hostile texts as they are', () => {
  const lines = written('jsonl', hostile())
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
  const workloads = lines.filter(({ type }) => type === 'SUBMIT_JOB').map((each) => each.arguments.workload);
  expect(workloads).toEqual(HOSTILE.map(utf8));
});

test('a terminal gets hostile texts on their line, and nothing that moves or turns it', () => {
  const file = written('text', hostile());
  expect(file.split('\n')).toHaveLength(HOSTILE.length * 3 + 1);
  expect(file.match(/[^\n\P{C}]/gu)).toBeNull();
});

test('Markdown has hostile texts in their cells, and no markup', () => {
  const lines = written('markdown', hostile()).split('\n').slice(2, -1);
  for (const line of lines) expect(line).toMatch(/^\|(?: (?:[\p{L}\p{M}\p{N} ,./%?:-]|&#\d+;)*\|){9}$/u);
  expect(lines).toHaveLength(HOSTILE.length * 3);
});

test('a diagram has hostile texts in names and messages, and no statement', () => {
  const lines = written('mermaid', hostile()).split('\n').slice(2, -1);
  const plain = '(?:[\\p{L}\\p{M}\\p{N} _.,/-]|#\\d+;)*';
  const statement = new RegExp(
    `^  (?:participant peer\\d+ as ${plain}|peer\\d+->>server: ${plain}|server->>peer\\d+: ${plain})$`,
    'u',
  );
  for (const line of lines) expect(line).toMatch(statement);
});
