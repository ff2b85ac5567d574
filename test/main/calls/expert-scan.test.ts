import { expect, test } from 'vitest';
import { ExpertScan } from '../../../main/calls/expert-scan.ts';
import { encode } from '../../../main/protocol/codec.ts';
import { captureOf } from '../../support/capture.ts';
import { bytes } from '../../support/packets.ts';

function scanned(now: () => number = () => 0, isFile = false) {
  const capture = captureOf();
  const { ring, recorder } = capture;
  const scan = new ExpertScan({ ring, recorders: [recorder], now, ...(isFile && { began: () => false }) });
  return {
    ...capture,
    scan,
    found: () => scan.report().groups.flatMap(({ latest }) => latest.map(({ code, seq }) => `${code} ${seq}`)),
  };
}

test('it looks at nothing until somebody asks, then at all that is held', () => {
  const { scan, hear, found } = scanned();
  hear(1, { name: 'GRAB_JOB' });
  scan.catchUp();
  expect(scan.report()).toEqual({ groups: [], scanned: 0 });
  scan.ask();
  scan.catchUp();
  expect(found()).toEqual(['E-05 0']);
  expect([scan.at(0), scan.scanned]).toEqual([['E-05'], 1]);
});

test('it looks no longer when nobody asks any more, and goes on where it was', () => {
  let clock = 0;
  const { scan, hearGarbage, found } = scanned(() => clock);
  scan.ask();
  clock = 20_000;
  hearGarbage(1, 'junk');
  scan.catchUp();
  expect(found()).toEqual([]);
  scan.ask();
  scan.catchUp();
  expect(found()).toEqual(['E-03 0']);
});

test('our own probes are not looked at', () => {
  const { scan, open, hear, found } = scanned();
  open(1, { origin: 'probe' });
  hear(1, { name: 'GRAB_JOB' });
  scan.ask();
  scan.catchUp();
  expect(found()).toEqual([]);
});

test('what is much is looked at a part at a time', () => {
  const { scan, hear } = scanned(clockThatRuns());
  for (let times = 0; times < 100; times += 1) hear(1, { name: 'ECHO_REQ', data: bytes('a') });
  scan.ask();
  expect([scan.catchUp(), scan.scanned]).toEqual([false, 31]);
  while (!scan.catchUp());
  expect(scan.scanned).toBe(100);
});

test('the time of a file ends with its last packet', () => {
  const waiting = (isFile: boolean) => {
    const { scan, recorder, found } = scanned(undefined, isFile);
    const submission = encode({ name: 'SUBMIT_JOB', function: 'wc', unique: '', workload: bytes('x') }, 'REQ');
    const created = encode({ name: 'JOB_CREATED', handle: 'H:t:1' }, 'RES');
    for (const [direction, block] of [
      ['in', submission],
      ['out', created],
    ] as const) {
      const position = recorder.keep(block);
      const seq = recorder.packet(Date.now() - 86_400_000, 1, direction, block.readUInt32BE(4), block.length);
      recorder.place(seq, block, position, 0);
    }
    scan.ask();
    scan.catchUp();
    return found();
  };
  expect([waiting(true), waiting(false)]).toEqual([[], ['E-10 0']]);
});

test('a cleared capture begins anew, and what a packet was is forgotten with it', () => {
  const { scan, ring, hearGarbage, found } = scanned();
  hearGarbage(1, 'junk');
  scan.ask();
  scan.catchUp();
  const { version } = scan.changes;
  ring.clear();
  scan.clear();
  scan.catchUp();
  expect(scan.report().groups).toEqual([]);
  hearGarbage(1, 'junk');
  scan.catchUp();
  expect(found()).toEqual(['E-03 1']);
  expect(scan.changes.since(version)).toBe(0);
});

function clockThatRuns(): () => number {
  let clock = 0;
  return () => {
    clock += 10;
    return clock;
  };
}
