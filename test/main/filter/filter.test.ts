import { describe, expect, test } from 'vitest';
import { filterOf } from '../../../main/filter/filter.ts';
import { captureOf } from '../../support/capture.ts';
import { bytes } from '../../support/packets.ts';

type Capture = ReturnType<typeof captureOf>;

/** The numbers of the packets that a filter lets through. */
function found({ ring, facts, jobs }: Capture, filter: string): number[] {
  jobs.catchUp();
  const { accepts } = filterOf(filter, facts);
  const glimpse = ring.glimpse();
  return Array.from({ length: ring.next - ring.first }, (_, index) => ring.first + index).filter((seq) => {
    ring.glance(seq, glimpse);
    return accepts === null || accepts(glimpse);
  });
}

/** One job of `resize` from its client to its worker and back, and a line of text. */
function oneJob(): Capture {
  const capture = captureOf({}, { 'H:t:1': 'resize' });
  const { open, hear, say, hearText, hearGarbage, marks } = capture;
  open(1, { clientId: 'importer', role: 'client', origin: 'self' });
  open(2, { role: 'worker', address: '127.0.0.1:50002' });
  open(3);
  const workload = Buffer.from('Thumbnail for Müller');
  hear(1, { name: 'SUBMIT_JOB', function: 'resize', unique: 'u-1', workload }); // 0
  say(1, { name: 'JOB_CREATED', handle: 'H:t:1' }); // 1
  say(2, { name: 'JOB_ASSIGN', handle: 'H:t:1', function: 'resize', workload }); // 2
  hear(2, { name: 'WORK_STATUS', handle: 'H:t:1', numerator: '9', denominator: '10' }); // 3
  hear(2, { name: 'WORK_COMPLETE', handle: 'H:t:1', result: bytes('ok') }); // 4
  say(1, { name: 'WORK_COMPLETE', handle: 'H:t:1', result: bytes('ok') }); // 5
  hearText(3, 'show jobs\r\n'); // 6
  hear(2, { name: 'PRE_SLEEP' }); // 7
  hearGarbage(3, '\x00\x01\xff'); // 8
  marks.set(3, '');
  marks.set(4, 'wird müde');
  return capture;
}

describe('a search finds', () => {
  test.each([
    ['the packet type', 'complete', [4, 5]],
    ['the function, also of packets that do not carry it', 'RESIZE', [0, 1, 2, 3, 4, 5]],
    ['the handle', 'h:t:1', [1, 2, 3, 4, 5]],
    ['the connection', '#2', [2, 3, 4, 7]],
    ['the client id', 'importer', [0, 1, 5]],
    ['the address', '127.0.0.1:500', [2, 3, 4, 6, 7, 8]],
    ['the workload', 'müller', [0, 2]],
    ['a line of text', '"SHOW jobs"', [6]],
    ['blanks around it', '  thumbnail ', [0, 2]],
    ['two words', 'thumbnail assign', [2]],
    ['a word and not another', 'thumbnail not assign', [0]],
    ['a word beside a test', 'thumbnail and gearman.pkt_type == 7', [0]],
    ['bytes', '"\\xff"', [8]],
    ['nothing', 'elsewhere', []],
  ])('%s', (_what, filter, numbers) => {
    expect(found(oneJob(), filter)).toEqual(numbers);
  });
});

describe('a test of', () => {
  test.each([
    ['nothing', ' ', [0, 1, 2, 3, 4, 5, 6, 7, 8]],
    ['presence', 'gearman.func.name', [0, 2]],
    ['absence', '!gearman.job.handle', [0, 6, 7, 8]],
    ['a name', 'gearman.func.name == "resize"', [0, 2]],
    ['a name that is not', 'gearman.func.name != "resize"', []],
    ['not a name', 'not gearman.func.name == "resize"', [1, 3, 4, 5, 6, 7, 8]],
    ['a type', 'gearman.pkt_type == work_complete', [4, 5]],
    ['types', 'gearman.pkt_type in {7..9, WORK_STATUS}', [0, 1, 3]],
    ['other types, or none', 'gearman.pkt_type not in {7..13}', [6, 7, 8]],
    ['a type in octal', 'gearman.pkt_type == 010', [1]],
    ['a type in hex', 'gearman.pkt_type == 0xd', [4, 5]],
    ['a type in bits', 'gearman.pkt_type eq 0b100', [7]],
    ['an order', 'gearman.pkt_type >= 12 and gearman.pkt_type lt 13', [3]],
    ['an order of texts, as Wireshark has it', 'gearman.numerator > "10"', [3]],
    ['two fields', 'gearman.numerator > gearman.denominator', [3]],
    ['a part, whatever its case', 'gearman.func.arg matches "thumb.*M"', [0, 2]],
    ['a part in its case', 'gearman.func.arg matches "(?-i)thumb"', []],
    ['a pattern as it is', 'gearman.job.handle matches r"^H:\\w+:\\d$"', [1, 2, 3, 4, 5]],
    ['a pattern beyond ASCII', 'gearman.func.arg ~ "M.ller$"', [0, 2]],
    ['exact bytes', 'gearman.func.arg contains "Müll"', [0, 2]],
    ['exact bytes in another case', 'gearman.func.arg contains "müll"', []],
    ['no bytes', 'gearman.func.arg contains ""', []],
    ['bytes in hex', 'gearman contains 00:52:45:53', [1, 2, 5]],
    ['bytes at a place', 'gearman[4:4] == 00:00:00:07', [0]],
    ['the end of a text', 'gearman.uniq_id[-1:] == "1"', [0]],
    ['a range of texts', 'gearman.func.name in {"q".."s"}', [0, 2]],
    ['a set of texts', 'gearman.func.name in {wc, resize}', [0, 2]],
    ['a character', "gearman.uniq_id[0] == 'u'", [0]],
    ['an empty last argument', 'gearman.func.result == ""', []],
    ['the sender', 'gearman.magic_code == RES', [1, 2, 5]],
    ['the size of what it carries', 'gearman.data_size == 0', [7]],
    ['the first argument', 'gearman.data_content == "resize"', [0]],
    ['a command', 'gearman.mgr_cmd == "show jobs"', [6]],
    ['and before or', 'gearman.pkt_type == 7 or gearman.pkt_type == 8 and gearman.func.name', [0]],
    ['brackets', '(gearman.pkt_type == 7 || gearman.pkt_type == 8) && gearman.func.name', [0]],
    ['the packet number', 'frame.number in {3..4}', [3, 4]],
  ])('%s', (_what, filter, numbers) => {
    expect(found(oneJob(), filter)).toEqual(numbers);
  });

  test.each([
    ['gb.conn == 1', [0, 1, 5]],
    ['gb.size == 17', [1]],
    ['gb.dir == "C->S"', [0]],
    ['gb.dir == "S->W"', [2]],
    ['gb.dir in {"S->C", "P->S"}', [1, 5, 6, 8]],
    ['gb.role == worker', [2, 3, 4, 7]],
    ['gb.who == importer', [0, 1, 5]],
    ['gb.server == local and gb.conn == 1', [0, 1, 5]],
    ['gb.server == staging', []],
    ['gb.kind == text', [6]],
    ['gb.kind == garbage', [8]],
    ['gb.family == submission', [0, 1]],
    ['gb.state', [1, 2, 4, 5]],
    ['gb.state == done', [4, 5]],
    ['gb.self', [0, 1, 5]],
    ['gb.probe', []],
    ['gb.text contains "jobs"', [6]],
    ['gb.job == "H:t:1"', [0, 1, 2, 3, 4, 5]],
    ['gb.job_delta', [1, 2, 3, 4, 5]],
    ['gb.job_delta > 100s', []],
    ['gb.mark', [3, 4]],
    ['gb.comment', [4]],
    ['gb.comment contains "müde"', [4]],
    ['gb.func == resize', [0, 1, 2, 3, 4, 5]],
    ['gb.func != resize', []],
    ['gb.func == gearman.func.name', [0, 2]],
    ['gb.delta < 1s and gb.delta == frame.time_delta', [0, 1, 2, 3, 4, 5, 6, 7, 8]],
    ['gb.delta > 1000s', []],
    ['frame.time_relative > 1.5', [0, 1, 2, 3, 4, 5, 6, 7, 8]],
  ])('%s', (filter, numbers) => {
    expect(found(oneJob(), filter)).toEqual(numbers);
  });
});

test('times are in seconds, or in the unit that is named', () => {
  const capture = captureOf();
  for (const at of [7, 7.25, 7.5, 507.5]) {
    const block = bytes('\0REQ\0\0\0\x04\0\0\0\0');
    const { recorder } = capture;
    recorder.place(recorder.packet(at, 1, 'in', 4, block.length), block, recorder.keep(block), 0);
  }
  expect(
    [
      'gb.delta >= 250us',
      'gb.delta == 0.00025',
      'gb.delta > 499ms',
      'frame.time_relative == 500500us',
      'gb.delta in {0.4..1}',
    ].map((filter) => found(capture, filter)),
  ).toEqual([[1, 2, 3], [1, 2], [3], [3], [3]]);
});

test('only the first bytes that are kept of a packet are looked at', () => {
  const capture = captureOf({ perPacket: 20 });
  capture.hear(1, { name: 'ECHO_REQ', data: bytes('12345678901234567890') });
  expect([
    found(capture, '12345678'),
    found(capture, '123456789'),
    found(capture, 'gearman.echo_text == 12345678'),
  ]).toEqual([[0], [], [0]]);
});
