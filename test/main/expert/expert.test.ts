import { describe, expect, test } from 'vitest';
import { Expert } from '../../../main/expert/expert.ts';
import { encode } from '../../../main/protocol/codec.ts';
import { GAP } from '../../../main/protocol/framer.ts';
import { bytes } from '../../support/packets.ts';
import { recordedConversation } from '../../support/recorded.ts';
import { traced } from '../../support/trace.ts';

const submit = (name: string, unique = '', workload = 'x') =>
  ({ name: 'SUBMIT_JOB', function: name, unique, workload: bytes(workload) }) as const;
const background = (name: string, as: 'SUBMIT_JOB_HIGH_BG' | 'SUBMIT_JOB_LOW_BG') =>
  ({ name: as, function: name, unique: '', workload: bytes('x') }) as const;
const created = (handle: string) => ({ name: 'JOB_CREATED', handle }) as const;
const assign = (handle: string, name: string) =>
  ({ name: 'JOB_ASSIGN', handle, function: name, workload: bytes('x') }) as const;
const complete = (handle: string) => ({ name: 'WORK_COMPLETE', handle, result: bytes('') }) as const;

/** A packet with any body. */
function packet(type: number, body: string): Buffer {
  const header = Buffer.from('\0REQ\0\0\0\0\0\0\0\0', 'latin1');
  header.writeUInt32BE(type, 4);
  header.writeUInt32BE(body.length, 8);
  return Buffer.concat([header, bytes(body)]);
}

test('a job that goes as it should is nothing to speak of', () => {
  const { ring, submit: submitJob, take, send } = recordedConversation();
  submitJob(1, 'wc');
  take(2, 'wc');
  send(2, { name: 'WORK_STATUS', handle: 'H:t:1', numerator: '1', denominator: '2' });
  send(2, { name: 'WORK_COMPLETE', handle: 'H:t:1', result: bytes('ok') });
  send(2, { name: 'GRAB_JOB_UNIQ' });
  send(2, { name: 'PRE_SLEEP' });
  const expert = new Expert({ whole: 'all' });
  const packet = ring.glimpse();
  for (let seq = ring.first; seq < ring.next; seq += 1) {
    ring.glance(seq, packet);
    if (packet.locate()) expert.look(packet);
  }
  expert.until(Date.now() + 60_000);
  expect(expert.report()).toEqual([]);
});

describe('the form of a packet', () => {
  test('E-01: a type that the protocol does not have', () => {
    const { raw, found, valuesOf } = traced();
    raw(1, false, 99, packet(99, 'hi'));
    expect(found()).toEqual(['E-01 0']);
    expect(valuesOf('E-01')).toEqual([{ type: 99 }]);
  });

  test('E-02: a magic that belongs to the other direction', () => {
    const { raw, found } = traced();
    raw(1, false, 16, encode({ name: 'ECHO_REQ', data: bytes('a') }, 'RES'));
    raw(1, true, 17, encode({ name: 'ECHO_RES', data: bytes('a') }, 'RES'));
    expect(found()).toEqual(['E-02 0']);
  });

  test('E-03: bytes that are neither packet nor line', () => {
    const { garbage, found } = traced();
    garbage(1, '\x16\x03\x01\x02');
    expect(found()).toEqual(['E-03 0']);
  });

  test('E-04: too few arguments, too many, and some where there are none', () => {
    const { raw, found, valuesOf } = traced();
    raw(1, false, 7, packet(7, 'wc\0unique'));
    raw(1, false, 1, packet(1, 'a\0b\0c'));
    raw(1, false, 4, packet(4, 'x'));
    raw(1, false, 1, packet(1, 'wc\0')); // as some clients end it
    raw(1, false, 18, packet(18, 'wc\0u\0')); // without a workload
    raw(1, false, 18, packet(18, 'wc\0u\0a\0b\0')); // data may be anything
    expect(found()).toEqual(['E-04 0', 'E-04 1', 'E-04 2']);
    expect(valuesOf('E-04')).toEqual([
      { type: 'SUBMIT_JOB', expected: 3, found: 2 },
      { type: 'CAN_DO', expected: 1, found: 3 },
      { type: 'PRE_SLEEP', expected: 0, found: 1 },
    ]);
  });

  test('E-19: a handle that is longer than gearmand keeps', () => {
    const { say, found } = traced();
    say(1, created(`H:${'h'.repeat(62)}`));
    say(1, created(`H:${'h'.repeat(63)}`));
    expect(found()).toEqual(['E-19 1']);
  });

  test('E-20: lines of text between packets, once for each connection', () => {
    const { line, hear, found } = traced();
    line(1, 'status\n');
    line(1, 'version\n');
    hear(1, { name: 'ECHO_REQ', data: bytes('a') });
    line(1, 'status\n');
    line(2, 'status\n');
    expect(found()).toEqual(['E-20 2']);
  });

  test('E-21: text that is no UTF-8; neither UTF-8 nor bytes that are no text', () => {
    const { hear, found } = traced();
    hear(1, submit('wc', '', 'caf\xe9'));
    hear(1, submit('wc', '', 'caf\xc3\xa9'));
    hear(1, submit('wc', '', '\x00\xff\xfe'));
    expect(found()).toEqual(['E-21 0']);
  });

  test('E-23: the server answers with an error', () => {
    const { say, valuesOf } = traced();
    say(1, { name: 'ERROR', code: 'JOB_NOT_FOUND', text: 'Job given in work result not found' });
    expect(valuesOf('E-23')).toEqual([{ code: 'JOB_NOT_FOUND', text: 'Job given in work result not found' }]);
  });
});

test('E-14: two functions whose names differ by a slip', () => {
  const { hear, valuesOf } = traced();
  hear(1, submit('resize_image'));
  hear(2, { name: 'CAN_DO', function: 'resizeImage' });
  hear(2, { name: 'CAN_DO', function: 'resizeImage' });
  hear(2, { name: 'CAN_DO', function: 'wc' });
  expect(valuesOf('E-14')).toEqual([{ function: 'resizeImage', other: 'resize_image' }]);
});

describe('a worker', () => {
  test('E-05: asks for jobs without having said what it can do, where that is known', () => {
    const { hear, found } = traced();
    hear(1, { name: 'GRAB_JOB' });
    hear(1, { name: 'GRAB_JOB' });
    hear(2, { name: 'CAN_DO', function: 'wc' });
    hear(2, { name: 'GRAB_JOB' });
    expect(found()).toEqual(['E-05 0']);
    const later = traced({ whole: 'later' });
    later.hear(7, { name: 'GRAB_JOB' });
    later.hear(8, { name: 'GRAB_JOB' });
    expect(later.found()).toEqual(['E-05 1']);
    const file = traced({ began: (_host, connection) => connection === 2 });
    for (const connection of [1, 2]) file.hear(connection, { name: 'GRAB_JOB' });
    expect(file.found()).toEqual(['E-05 1']);
  });

  test('E-11: was woken and does not ask', () => {
    const { hear, say, wait, found } = traced();
    for (const worker of [1, 2]) hear(worker, { name: 'CAN_DO', function: 'wc' });
    for (const worker of [1, 2]) say(worker, { name: 'NOOP' });
    hear(2, { name: 'GRAB_JOB' });
    wait(4000);
    expect(found()).toEqual([]);
    wait(2000);
    expect(found()).toEqual(['E-11 2']);
  });

  test('E-17: asks again and again and does not sleep', () => {
    const { hear, say, wait, found } = traced();
    hear(1, { name: 'CAN_DO', function: 'wc' });
    const poll = () => {
      hear(1, { name: 'GRAB_JOB' });
      return say(1, { name: 'NO_JOB' });
    };
    for (let times = 0; times < 20; times += 1) poll();
    expect(found()).toEqual([]);
    const last = poll();
    poll();
    expect(found()).toEqual([`E-17 ${last}`]);
    wait(2000);
    poll();
    expect(found()).toHaveLength(1);
  });
});

describe('a job', () => {
  function running(name = 'wc', handle = 'H:1') {
    const trace = traced();
    trace.hear(1, submit(name));
    trace.say(1, created(handle));
    trace.hear(2, { name: 'CAN_DO', function: name });
    trace.hear(2, { name: 'GRAB_JOB' });
    trace.say(2, assign(handle, name));
    return trace;
  }

  test('E-06: a worker speaks of one that it does not have', () => {
    const { hear, found } = running();
    hear(3, complete('H:1'));
    hear(3, complete('H:9'));
    expect(found()).toEqual(['E-06 5', 'E-06 6']);
  });

  test('E-07: a second end', () => {
    const { hear, say, found } = running();
    hear(2, complete('H:1'));
    say(1, complete('H:1'));
    hear(2, { name: 'WORK_FAIL', handle: 'H:1' });
    expect(found()).toEqual(['E-07 7']);
  });

  test('E-08: its worker is gone; another gets it, or its client is told that it failed', () => {
    const again = running();
    again.say(3, assign('H:1', 'wc'));
    expect(again.valuesOf('E-08')).toEqual([{ handle: 'H:1', function: 'wc', connection: 2 }]);
    const failed = running();
    failed.say(1, { name: 'WORK_FAIL', handle: 'H:1' });
    expect(failed.found()).toEqual(['E-08 5']);
  });

  test('E-09: its client is gone when it ends', () => {
    const { hear, wait, found } = running();
    hear(2, complete('H:1'));
    expect(found()).toEqual([]);
    wait(1000);
    expect(found()).toEqual(['E-09 5']);
  });

  test('E-10: nobody can do it, or whoever could has gone', () => {
    const { hear, say, wait, found } = traced();
    hear(1, submit('wc'));
    say(1, created('H:1'));
    wait(6000);
    wait(6000);
    expect(found()).toEqual(['E-10 0']);
    const gone = traced({ isOpen: (_host, connection) => connection !== 2 });
    gone.hear(2, { name: 'CAN_DO', function: 'wc' });
    gone.hear(1, submit('wc'));
    gone.say(1, created('H:1'));
    gone.wait(6000);
    expect(gone.found()).toEqual(['E-10 1']);
  });

  test('E-12 and E-13: a second client joins it, with the same workload or another', () => {
    const { hear, say, found } = traced();
    hear(1, submit('wc', 'u', 'same'));
    say(1, created('H:1'));
    hear(2, submit('wc', 'u', 'same'));
    say(2, created('H:1'));
    hear(3, submit('wc', 'u', 'other'));
    say(3, created('H:1'));
    expect(found()).toEqual(['E-13 4', 'E-12 2', 'E-12 4']);
  });

  test('E-15: progress of nothing, beyond the end, and back', () => {
    const { hear, found } = running();
    const progress = (numerator: string, denominator: string) =>
      hear(2, { name: 'WORK_STATUS', handle: 'H:1', numerator, denominator });
    progress('1', '4');
    const wrong = [progress('1', '0'), progress('5', '4'), progress('1', '8')];
    progress('2', '4');
    expect(found()).toEqual(wrong.map((seq) => `E-15 ${seq}`));
  });

  test('E-16: an exception for a client that has not asked for them', () => {
    const deaf = running();
    deaf.hear(2, { name: 'WORK_EXCEPTION', handle: 'H:1', exception: bytes('no') });
    expect(deaf.found()).toEqual(['E-16 5']);
    const asked = traced();
    asked.hear(1, { name: 'OPTION_REQ', option: 'exceptions' });
    asked.hear(1, submit('wc'));
    asked.say(1, created('H:1'));
    asked.say(2, assign('H:1', 'wc'));
    asked.hear(2, { name: 'WORK_EXCEPTION', handle: 'H:1', exception: bytes('no') });
    expect(asked.found()).toEqual([]);
  });

  test('E-18: it takes longer than its worker asked for', () => {
    const { hear, say, wait, valuesOf } = traced();
    hear(1, submit('wc'));
    say(1, created('H:1'));
    hear(2, { name: 'CAN_DO_TIMEOUT', function: 'wc', timeout: '2' });
    say(2, assign('H:1', 'wc'));
    wait(3000);
    expect(valuesOf('E-18')).toEqual([{ handle: 'H:1', function: 'wc', seconds: 2 }]);
  });

  test('E-22: a low one is given away while a high one waits', () => {
    const { hear, say, found } = traced();
    hear(1, background('wc', 'SUBMIT_JOB_HIGH_BG'));
    say(1, created('H:1'));
    hear(1, background('wc', 'SUBMIT_JOB_LOW_BG'));
    say(1, created('H:2'));
    say(2, assign('H:2', 'wc'));
    expect(found()).toEqual(['E-22 4']);
    const right = traced();
    right.hear(1, background('wc', 'SUBMIT_JOB_LOW_BG'));
    right.say(1, created('H:1'));
    right.hear(1, background('wc', 'SUBMIT_JOB_HIGH_BG'));
    right.say(1, created('H:2'));
    right.say(2, assign('H:2', 'wc'));
    right.say(3, assign('H:1', 'wc'));
    expect(right.found()).toEqual([]);
  });

  test('E-24: its worker says nothing for long, whether it speaks in the end or not', () => {
    const silent = running();
    silent.wait(6000);
    expect(silent.found()).toEqual(['E-24 4']);
    const told = running();
    told.hear(2, { name: 'WORK_STATUS', handle: 'H:1', numerator: '0', denominator: '1' });
    told.wait(6000);
    expect(told.found()).toEqual([]);
  });
});

test('what a capture file lacks is nothing that was said, and what came before it is not held against who spoke', () => {
  const { raw, hear, found } = traced();
  hear(1, submit('wc'));
  raw(1, false, GAP, bytes('4096'));
  raw(1, true, GAP, bytes('19'));
  hear(1, { name: 'GRAB_JOB' });
  hear(1, complete('H:9'));
  expect(found()).toEqual([]);
});

test('of very many findings the newest are kept with their packets, and forgotten ones are still counted', () => {
  const { garbage, expert } = traced();
  for (let times = 0; times < 1500; times += 1) garbage(1, 'x');
  const [group] = expert.report();
  expect([group?.count, group?.latest.length, group?.latest[0]?.seq]).toEqual([1500, 1000, 500]);
  expert.forgetBelow(1499);
  expect(expert.report()[0]).toMatchObject({ count: 1500, latest: [{ seq: 1499 }] });
  expect([expert.at(1499), expert.at(1498)]).toEqual([['E-03'], []]);
});
