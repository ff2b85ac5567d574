import fc from 'fast-check';
import { expect, test } from 'vitest';
import { suggester } from '../../../main/calls/suggester.ts';
import { captureOf } from '../../support/capture.ts';
import { bytes } from '../../support/packets.ts';

/** A capture of some jobs, and what is suggested where `|` stands in a filter: the text that would be, or the suggestion. */
function suggesting() {
  const capture = captureOf({}, { 'H:t:1': 'resize' });
  const { ring, facts, jobs, hear, say, open } = capture;
  open(1, { clientId: 'importer', role: 'client' });
  open(2, { clientId: 'probe', origin: 'probe' });
  for (const unique of ['u-1', 'u-2']) {
    hear(1, { name: 'SUBMIT_JOB', function: 'resize', unique, workload: bytes('x') });
    say(1, { name: 'JOB_CREATED', handle: `H:t:${unique.slice(2)}` });
  }
  hear(1, {
    name: 'SUBMIT_JOB_BG',
    function: Buffer.from('größe "1"').toString('latin1'),
    unique: '',
    workload: bytes('x'),
  });
  hear(2, { name: 'ECHO_REQ', data: bytes('') });
  jobs.catchUp();
  let time = 0;
  const isProbe = (_host: number, connection: number) => connection === 2;
  const suggest = suggester({ ring, facts, isProbe, now: () => time });
  const ask = (filter: string) => {
    const caret = filter.indexOf('|');
    const text = filter.replace('|', '');
    return { text, ...(suggest({ text, caret }) as Exclude<ReturnType<typeof suggest>, Promise<unknown>>) };
  };
  return {
    ...capture,
    ask,
    wait: (ms: number) => {
      time += ms;
    },
    /** The first suggestions with their counts. */
    offers: (filter: string, most = 3) =>
      ask(filter)
        .suggestions.slice(0, most)
        .map(({ text, count }) => (count === null ? text : `${text} ${count}`)),
    /** What the filter is when the first one is taken. */
    takes: (filter: string) => {
      const { text, start, end, suggestions } = ask(filter);
      return `${text.slice(0, start)}${suggestions[0]?.text}${text.slice(end)}`;
    },
  };
}

test.each([
  ['|', ['gearman.func.name', 'gearman.pkt_type', 'gb.job']],
  ['gearman.fu|', ['gearman.func.name', 'gearman.func.arg', 'gearman.func.result']],
  ['handle|', ['gearman.job.handle', 'gb.job', 'gearman.func.name'].slice(0, 1)],
  ['gearman.func.name |', ['==', '!=', 'contains']],
  ['gearman.func.name con|', ['contains']],
  ['gearman.pkt_type n|', []],
  ['gb.self |', ['and', 'or']],
  ['gb.self a|', ['and']],
  ['gearman.func.name == |', ['"resize" 2', '"größe \\"1\\"" 1']],
  ['gearman.func.name == res|', ['"resize" 2']],
  ['gearman.func.name == "RES|', ['"resize" 2']],
  ['gearman.func.name == "grö|', ['"größe \\"1\\"" 1']],
  ['gearman.pkt_type == |', ['SUBMIT_JOB 2', 'JOB_CREATED 2', 'SUBMIT_JOB_BG 1'].toSorted((a, b) => (a < b ? -1 : 1))],
  ['gearman.pkt_type == echo|', ['ECHO_REQ 0', 'ECHO_RES 0']],
  ['gearman.pkt_type in |', ['{']],
  ['gearman.pkt_type in {|', ['JOB_CREATED 2', 'SUBMIT_JOB 2', 'SUBMIT_JOB_BG 1']],
  ['gearman.pkt_type not in {7, job|', ['JOB_CREATED 2', 'JOB_ASSIGN 0', 'JOB_ASSIGN_ALL 0']],
  ['gearman.pkt_type in {7..|', ['JOB_CREATED 2', 'SUBMIT_JOB 2', 'SUBMIT_JOB_BG 1']],
  ['gearman.func.name[0:2] == |', ['"resize" 2', '"größe \\"1\\"" 1']],
  ['gb.conn == |', ['1 5']],
  ['gb.dir == |', ['"C->S" 3', '"S->C" 2', '"P->S" 0']],
  ['gb.job == |', ['"H:t:1" 2', '"H:t:2" 2']],
  ['gearman.func.name == "resize" |', ['and', 'or']],
  ['(gearman.func.name == "resize") o|', ['or']],
  ['gearman.func.name == "resize" and |', ['gearman.func.name', 'gearman.pkt_type', 'gb.job']],
  ['not |', ['gearman.func.name', 'gearman.pkt_type', 'gb.job']],
  ['res|', ['gb.func == "resize" 3', 'gearman.func.result']],
  ['imp|', ['gb.who == "importer" 5']],
  ['created|', ['gearman.pkt_type == JOB_CREATED 2']],
  ['gearman.func.name == "\\q" |', []],
])('%s', (filter, wanted) => {
  expect(suggesting().offers(filter, Math.max(wanted.length, 1))).toEqual(wanted);
});

test.each([
  ['gearman.fu|nc.name == 1', 'gearman.func.name == 1'],
  ['gearman.func.name == "res|" and gb.self', 'gearman.func.name == "resize" and gb.self'],
  ['gearman.func.name == "res|', 'gearman.func.name == "resize"'],
  ['gearman.pkt_type in {SUBMIT_JOB, job|}', 'gearman.pkt_type in {SUBMIT_JOB, JOB_CREATED}'],
  ['(res|)', '(gb.func == "resize")'],
])('taken, %s is %s', (filter, wanted) => {
  expect(suggesting().takes(filter)).toBe(wanted);
});

test('counts are of the newest packets, and are counted anew after a while', () => {
  const { ask, hear, wait } = suggesting();
  const first = () => [ask('gearman.func.name == |').suggestions[0]?.count, ask('gearman.func.name == |').looked];
  expect(first()).toEqual([2, 6]);
  hear(1, { name: 'SUBMIT_JOB', function: 'resize', unique: '', workload: bytes('x') });
  expect(first()).toEqual([2, 6]);
  wait(1001);
  expect(first()).toEqual([3, 7]);
});

test('anything may be asked anywhere', () => {
  const { ask } = suggesting();
  const pieces = fc.constantFrom(
    'gearman.func.name',
    'gb.job',
    '==',
    '"',
    "'",
    '{',
    '}',
    '[',
    '\\',
    'in',
    'not',
    'and',
    'x',
    ' ',
    '图',
    '..',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 10 }), fc.nat(30), (parts, caret) => {
      const text = parts.join('');
      const at = Math.min(caret, text.length);
      const { start, end } = ask(`${text.slice(0, at)}|${text.slice(at)}`);
      expect(0 <= start && start <= at && at <= end && end <= text.length).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
