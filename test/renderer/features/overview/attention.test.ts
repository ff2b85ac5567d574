// @vitest-environment node
import { expect, test } from 'vitest';
import type { FunctionRow } from '../../../../main/contract/functions.ts';
import type { Stuck } from '../../../../main/contract/why.ts';
import { attentionOf, queuedOf, workersOf } from '../../../../renderer/features/overview/attention.ts';
import { functionRow, outsideWorker, wc, worker } from '../../../support/samples.ts';

const queued = { high: 1, normal: 2, low: 3 };
const stuck: Stuck = {
  kind: 'nobody',
  function: 'wc',
  other: null,
  until: null,
  ahead: queued,
  more: false,
  higher: 0,
  servers: [],
  workers: [],
  otherWorkers: 0,
};
const shell = { ...wc, command: { kind: 'shell' as const, line: 'wc -l' } };

test.each<[string, Partial<FunctionRow>, string[]]>([
  ['in order', { workers: [worker('idle')], queued, done: 5 }, []],
  ['without workers, and nothing waits', {}, []],
  ['that jobs wait for in vain', { queued, stuck }, ['error stuck']],
  ['that jobs wait for, which is in order', { queued }, []],
  ['that somebody else does', { queued, outside: [outsideWorker] }, []],
  ['whose worker lost the server', { workers: [worker('reconnecting'), worker('idle', 2)] }, ['warn worker-lost']],
  ['whose worker gave up', { workers: [worker('failed')] }, ['error worker-failed']],
  ['whose program is gone, and so each job failed', { program: null, failed: 3 }, ['warn program-missing']],
  ['that is a shell line', { definition: shell, program: null }, []],
  ['of others, that has no program here', { definition: null, program: null }, []],
  ['that failed', { failed: 1 }, ['warn failed']],
  [
    'with all at once',
    { queued, stuck, workers: [worker('reconnecting')], failed: 1 },
    ['error stuck', 'warn worker-lost', 'warn failed'],
  ],
])('a function %s', (_what, different, expected) => {
  expect(attentionOf([functionRow(different)]).map(({ tone, kind }) => `${tone} ${kind}`)).toEqual(expected);
});

test('what is gravest comes first, else the order of the functions stays', () => {
  const rows = [
    functionRow({ name: 'a', failed: 1 }),
    functionRow({ name: 'b', queued, stuck }),
    functionRow({ name: 'c', failed: 1 }),
    functionRow({ name: 'd', queued, stuck }),
  ];
  expect(attentionOf(rows).map(({ row }) => row.name)).toEqual(['b', 'd', 'a', 'c']);
});

test('workers that can take a job, and those of them that are free', () => {
  const row = functionRow({
    workers: [worker('idle'), worker('working'), worker('starting'), worker('sleeping'), worker('stopped')],
    outside: [outsideWorker],
    running: 2,
    queued,
  });
  expect([workersOf(row), workersOf(functionRow({ running: 1 })), queuedOf(row)]).toEqual([
    { total: 4, idle: 2 },
    { total: 0, idle: 0 },
    6,
  ]);
});
