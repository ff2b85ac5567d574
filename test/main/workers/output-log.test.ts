import { expect, test } from 'vitest';
import { OUTPUT_LINES } from '../../../main/contract/workers.ts';
import { OutputLog } from '../../../main/workers/output-log.ts';
import { outputText } from '../../../main/workers/output-text.ts';

const told = (log: OutputLog, worker: string | null, after = 0) =>
  log.lines(worker, after).map((line) => `${line.number} ${'text' in line ? line.text : line.kind}`);

test('lines are told in the order in which they came, of one worker or of all, and from a number on', () => {
  const log = new OutputLog();
  for (const [worker, text] of ['a one', 'b two', 'a three', 'b four'].map(
    (each) => each.split(' ') as [string, string],
  ))
    log.add(worker, null, { kind: 'stdout', text });
  expect([told(log, null), told(log, 'b'), told(log, null, 2), told(log, 'a', 3), told(log, 'c')]).toEqual([
    ['1 one', '2 two', '3 three', '4 four'],
    ['2 two', '4 four'],
    ['3 three', '4 four'],
    [],
    [],
  ]);
});

test('the last lines of each worker are kept, and their numbers go on', () => {
  const log = new OutputLog();
  const many = OUTPUT_LINES * 2 + 1;
  for (let index = 1; index <= many; index += 1) log.add('a', null, { kind: 'stdout', text: String(index) });
  const lines = told(log, 'a');
  expect([lines.length, lines[0], lines.at(-1)]).toEqual([
    OUTPUT_LINES,
    `${many - OUTPUT_LINES + 1} ${many - OUTPUT_LINES + 1}`,
    `${many} ${many}`,
  ]);
});

test('as a file each line has its time, its worker, its job and what it is', () => {
  const outcome = { exitCode: 3, signal: null, overflowed: false, timedOut: false, failure: null, errors: '' };
  const ended = { kind: 'ended', bytesIn: 5, bytesOut: 2, milliseconds: 3.25 } as const;
  const line = { at: Date.UTC(2026, 2, 9, 10, 32, 4, 745), worker: 'wc-1', handle: 'H:t:1' };
  const failure = { code: 'program-not-found', message: 'wc was not found on the PATH.', details: {} } as const;
  const text = outputText([
    { ...line, number: 1, kind: 'began', bytesIn: 5 },
    { ...line, number: 2, kind: 'stderr', text: '\x1b[31mno\x1b[0m' },
    { ...line, number: 3, ...ended, outcome },
    { ...line, number: 4, ...ended, outcome: { ...outcome, exitCode: null, signal: 'SIGKILL' } },
    { ...line, number: 5, ...ended, outcome: { ...outcome, timedOut: true } },
    { ...line, number: 6, ...ended, outcome: { ...outcome, overflowed: true } },
    { ...line, number: 7, handle: null, kind: 'failed', failure },
    { ...line, number: 8, handle: null, kind: 'refused', text: 'ERR: no' },
    { ...line, number: 9, handle: null, kind: 'started', pid: 812 },
    { ...line, number: 10, handle: null, kind: 'exited', milliseconds: 3.25, outcome },
    { ...line, number: 11, kind: 'cut', bytes: 16_384 },
  ]);
  const [job, none] = ['2026-03-09T10:32:04.745Z wc-1 H:t:1', '2026-03-09T10:32:04.745Z wc-1 -'];
  expect(text.split('\n')).toEqual([
    `${job} began 5 bytes in`,
    `${job} stderr \x1b[31mno\x1b[0m`,
    `${job} ended exit code 3, 2 bytes out, 3.3 ms`,
    `${job} ended killed by SIGKILL, 2 bytes out, 3.3 ms`,
    `${job} ended took too long, 2 bytes out, 3.3 ms`,
    `${job} ended wrote too much, 2 bytes out, 3.3 ms`,
    `${none} failed wc was not found on the PATH.`,
    `${none} refused ERR: no`,
    `${none} started process 812`,
    `${none} exited exit code 3, 3.3 ms`,
    `${job} cut standard output after 16384 bytes is not kept here`,
    '',
  ]);
});

test('of long lines fewer are kept, the last one always', () => {
  const log = new OutputLog();
  for (let line = 0; line < 300; line += 1) log.add('f-1', null, { kind: 'stderr', text: `${line} `.padEnd(65_536) });
  const kept = log.lines('f-1').map((line) => ('text' in line ? Number(line.text) : -1));
  expect(kept.at(-1)).toBe(299);
  expect(kept.length).toBeGreaterThan(30);
  expect(kept.length).toBeLessThanOrEqual(64);
  log.add('f-1', null, { kind: 'stderr', text: 'x'.repeat(5 * 1024 * 1024) });
  expect(log.lines('f-1').length).toBe(1);
});
