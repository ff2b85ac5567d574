import { expect, test } from 'vitest';
import type { CaptureRing, Entry } from '../../../main/capture/ring.ts';
import { fieldsOf } from '../../../main/capture/rows.ts';
import type { Packet } from '../../../main/protocol/packets.ts';
import { captureOf } from '../../support/capture.ts';
import { bytes } from '../../support/packets.ts';

const handle = 'H:t:1';

function lastOf({ ring }: { ring: CaptureRing }): Entry {
  return ring.get(ring.next - 1) as Entry;
}

test('a packet in the words of a row', () => {
  const capture = captureOf();
  capture.open(1, { clientId: 'php-fpm', role: 'client', origin: 'self' });
  capture.hear(1, { name: 'SUBMIT_JOB_HIGH', function: 'resize', unique: 'u1', workload: bytes('{"id":1}') });
  const entry = lastOf(capture);
  expect(capture.rowOf(entry)).toEqual({
    seq: 0,
    at: entry.at,
    direction: 'in',
    party: 'client',
    connection: { server: 'local', run: 7, number: 1 },
    who: 'php-fpm',
    address: '127.0.0.1:50001',
    role: 'client',
    type: 'SUBMIT_JOB_HIGH',
    kind: 'packet',
    family: 'submission',
    function: 'resize',
    handle: null,
    unique: 'u1',
    size: 12 + 'resize..u1..{"id":1}'.length - 2,
    content: '{"id":1}',
    values: {},
    origin: 'self',
    job: null,
    sinceJob: null,
    answers: null,
    joined: false,
    mark: null,
    colour: null,
  });
});

test.each<[string, 'in' | 'out', Packet, object]>([
  [
    'a result has the function of its job',
    'in',
    { name: 'WORK_COMPLETE', handle, result: bytes('42') },
    { party: 'worker', family: 'terminal', function: 'resize', handle, content: '42' },
  ],
  [
    'a result of a job that nobody knows has none',
    'out',
    { name: 'WORK_COMPLETE', handle: 'H:t:9', result: bytes('') },
    { party: 'client', function: null, handle: 'H:t:9', content: '' },
  ],
  [
    'progress is shown as it was sent',
    'in',
    { name: 'WORK_STATUS', handle, numerator: '1', denominator: '4' },
    { party: 'worker', function: 'resize', content: '1 4', values: { numerator: '1', denominator: '4' } },
  ],
  [
    'an error is its code and text',
    'out',
    { name: 'ERROR', code: 'JOB_NOT_FOUND', text: 'Job does not exist on server' },
    { party: 'peer', family: 'error', content: 'JOB_NOT_FOUND: Job does not exist on server' },
  ],
  [
    'a function has its own column and is not repeated',
    'in',
    { name: 'CAN_DO', function: 'resize' },
    { party: 'worker', function: 'resize', content: '' },
  ],
  [
    'a long workload is cut',
    'in',
    { name: 'SUBMIT_JOB_BG', function: 'f', unique: '', workload: bytes('x'.repeat(1000)) },
    { size: 12 + 3 + 1000, content: 'x'.repeat(120) },
  ],
])('%s', (_what, direction, packet, row) => {
  const capture = captureOf({}, { [handle]: 'resize' });
  capture.open(1);
  (direction === 'in' ? capture.hear : capture.say)(1, packet);
  expect(capture.rowOf(lastOf(capture))).toMatchObject(row);
});

test('lines and garbage are told apart from packets', () => {
  const capture = captureOf();
  capture.open(1, { role: 'client' });
  capture.hearText(1, 'status\r\n');
  expect(capture.rowOf(lastOf(capture))).toMatchObject({
    type: 'TEXT',
    kind: 'text',
    family: 'admin',
    party: 'client',
    content: 'status',
    who: '127.0.0.1:50001',
  });
  capture.hearGarbage(2, '\0XYZ');
  expect(capture.rowOf(lastOf(capture))).toMatchObject({
    type: 'GARBAGE',
    kind: 'garbage',
    family: 'error',
    party: 'peer',
    content: '\0XYZ',
    who: '',
    origin: 'other',
  });
  expect(fieldsOf(lastOf(capture))).toEqual([]);
});

test('a packet of which only the beginning was kept shows what is there', () => {
  const capture = captureOf({ perPacket: 22 }, { [handle]: 'resize' });
  capture.hear(1, { name: 'WORK_DATA', handle, data: bytes('0123456789') });
  expect(capture.rowOf(lastOf(capture))).toMatchObject({ size: 28, handle, function: 'resize', content: '0123' });
  capture.hear(1, { name: 'WORK_DATA', handle: 'H:long:123456', data: bytes('0') });
  expect(capture.rowOf(lastOf(capture))).toMatchObject({ handle: 'H:long:123', function: null, content: '' });
});

test('the fields of a packet with the places of their bytes, in the names of Wireshark', () => {
  const capture = captureOf();
  capture.hear(1, { name: 'SUBMIT_JOB', function: 'wc', unique: 'u', workload: bytes('a\0b') });
  expect(fieldsOf(lastOf(capture))).toEqual([
    { name: 'function', start: 12, end: 14, displayField: 'gearman.func.name' },
    { name: 'unique', start: 15, end: 16, displayField: 'gearman.uniq_id' },
    { name: 'workload', start: 17, end: 20, displayField: 'gearman.func.arg' },
  ]);
});
