import { expect, test } from 'vitest';
import { FunctionDefinition } from '../../../main/contract/functions.ts';
import type { Packet } from '../../../main/protocol/packets.ts';
import { JobPackets } from '../../../main/workers/job-packets.ts';
import { outcome } from '../../support/samples.ts';

/** A packet in short, as `DATA abc`. */
const short = ({ name, ...rest }: Packet) => {
  const { handle: _handle, ...said } = rest as Record<string, unknown>;
  return [name.replace('WORK_', ''), ...Object.values(said).map(String)].filter((part) => part !== '').join(' ');
};

/** A job of a function of that manner: what was sent before its end, and how it ends. */
function job(manner: Partial<FunctionDefinition> = {}) {
  const definition = FunctionDefinition.parse({ name: 'f', command: { kind: 'argv', argv: ['x'] }, ...manner });
  const sent: string[] = [];
  const packets = new JobPackets('H:t:1', definition, (packet) => sent.push(short(packet)));
  return {
    sent,
    writes: (text: string) => packets.onOutput?.(Buffer.from(text)),
    complains: (...lines: string[]) => {
      for (const line of lines) packets.errorLine(Buffer.from(line));
    },
    ends: (how: Parameters<typeof outcome>[0] = {}, output = '') =>
      packets.end(Buffer.from(output), outcome({ exitCode: 0, ...how })).packets.map(short),
    takesOutput: packets.onOutput !== undefined,
  };
}

test('the output of a command that ends with 0 is the result', () => {
  const { takesOutput, ends } = job();
  expect(takesOutput).toBe(false);
  expect(ends({}, 'all')).toEqual(['COMPLETE all']);
});

test('output of a command that fails goes out as data, and why it was ended as a warning', () => {
  expect(job().ends({ exitCode: 3 }, 'some')).toEqual(['DATA some', 'FAIL']);
  expect(job().ends({ exitCode: null, signal: 'SIGKILL' })).toEqual(['WARNING killed by SIGKILL\n', 'FAIL']);
  expect(job().ends({ overflowed: true })).toEqual(['WARNING ended because it wrote too much\n', 'FAIL']);
  expect(job().ends({ timedOut: true, exitCode: 0 })).toEqual(['WARNING ended because it took too long\n', 'FAIL']);
});

test('lines go out as they come, and what has no end is the result', () => {
  const { sent, writes, ends } = job({ output: 'lines' });
  writes('one\ntw');
  expect(sent).toEqual(['DATA one\n']);
  writes('o\nrest');
  expect(sent).toEqual(['DATA one\n', 'DATA two\n']);
  expect(ends()).toEqual(['COMPLETE rest']);
});

test('what had no end when the command failed is not lost', () => {
  const { writes, ends } = job({ output: 'lines' });
  writes('half');
  expect(ends({ exitCode: 1 })).toEqual(['DATA half', 'FAIL']);
});

test('pieces go out as they are written', () => {
  const { sent, writes, ends } = job({ output: 'pieces' });
  writes('a\nb');
  writes('c');
  expect([sent, ends()]).toEqual([['DATA a\nb', 'DATA c'], ['COMPLETE']]);
});

test('standard error is for the log, or goes out as warnings', () => {
  const quiet = job();
  quiet.complains('careful\n');
  const loud = job({ errors: 'warning' });
  loud.complains('careful\n', 'rest');
  expect([quiet.sent, loud.sent]).toEqual([[], ['WARNING careful\n', 'WARNING rest']]);
});

test.each([
  ['(\\d+)/(\\d+)', 'done 37/100 files\n', 'STATUS 37 100'],
  ['(\\d+)%', ' 37%\r', 'STATUS 37 100'],
  ['([\\d.]+)%', '37.6%\n', 'STATUS 38 100'],
  ['(.+) of (.+)', 'three of four\n', 'WARNING three of four\n'],
  ['(\\d+)/(\\d+)', '1/99999999999\n', 'WARNING 1/99999999999\n'],
  ['(\\d+)/(\\d+)', 'nothing\n', 'WARNING nothing\n'],
])('the pattern %s finds in %j: %s', (progress, line, packet) => {
  const { sent, complains } = job({ progress, errors: 'warning' });
  complains(line);
  expect(sent).toEqual([packet]);
});

test('a failure is an exception where that is asked for, with the errors or else the reason as its text', () => {
  const exception = { failure: 'exception' } as const;
  expect(job(exception).ends({ exitCode: 2, errors: 'no such file\n' }, 'some')).toEqual([
    'DATA some',
    'EXCEPTION no such file',
  ]);
  expect(job(exception).ends({ exitCode: 2, errors: '' })).toEqual(['EXCEPTION exit code 2']);
  expect(job(exception).ends({ exitCode: null, signal: 'SIGTERM', errors: 'oh\n' })).toEqual([
    'EXCEPTION oh\nkilled by SIGTERM',
  ]);
  expect(job(exception).ends({}, 'all')).toEqual(['COMPLETE all']);
});
