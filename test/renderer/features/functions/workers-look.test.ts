// @vitest-environment node
import { expect, test } from 'vitest';
import type { FunctionRow } from '../../../../main/contract/functions.ts';
import { commandText } from '../../../../renderer/features/functions/command-text.ts';
import { workersLook } from '../../../../renderer/features/functions/workers-look.ts';
import { functionRow, outsideWorker, worker } from '../../../support/samples.ts';

const others = { definition: null, program: null };
const queued = { high: 0, normal: 1, low: 0 };

test.each<[string, Partial<FunctionRow>, string]>([
  ['none of ours', {}, 'skip idle workers.stopped 0'],
  ['none that starts', { workers: [worker('starting')] }, 'queued active workers.starting 1'],
  ['two that wait', { workers: [worker('idle'), worker('idle', 2)] }, 'queued idle workers.idle 2'],
  ['one that works', { workers: [worker('working'), worker('idle')], running: 1 }, 'running active workers.working 1'],
  [
    'one that lost the server',
    { workers: [worker('working'), worker('reconnecting')], running: 1 },
    'warn warn workers.reconnecting 2',
  ],
  ['two that sleep', { workers: [worker('sleeping'), worker('sleeping', 2)] }, 'queued idle workers.idle 2'],
  ['one that gave up', { workers: [worker('failed'), worker('reconnecting')] }, 'error error workers.failed 1'],
  ['one that waits after failures', { workers: [worker('back-off')] }, 'warn warn workers.back-off 1'],
  ['all of them quiet', { workers: [worker('quiet'), worker('quiet', 2)] }, 'pause idle workers.quiet 2'],
  ['one of them quiet', { workers: [worker('quiet'), worker('sleeping', 2)] }, 'queued idle workers.idle 1'],
  ['those of others', { ...others, outside: [outsideWorker] }, 'queued idle workers.idle 1'],
  ['nobody, and nothing waits', others, 'exception idle workers.none 0'],
  ['nobody, and a job waits', { ...others, queued }, 'exception error workers.none 0'],
])('a function with %s', (_what, different, expected) => {
  const { mark, tone, word, count } = workersLook(functionRow(different));
  expect([mark, tone, word, count].join(' ')).toBe(expected);
});

test('workers that stop are not told as idle', () => {
  const { word, count } = workersLook(functionRow({ workers: [worker('stopping'), worker('idle', 2)] }));
  expect([word, count]).toEqual(['workers.idle', 1]);
});

test('a command is shown with each argument apart', () => {
  const argv = ['grep', '-c', '', 'a b', '"', '$HOME', 'a=b,c@1%+/x:y.z'];
  expect([commandText({ kind: 'argv', argv }), commandText({ kind: 'shell', line: 'wc -l | cat' })]).toEqual([
    'grep -c "" "a b" "\\"" "$HOME" a=b,c@1%+/x:y.z',
    'wc -l | cat',
  ]);
});
