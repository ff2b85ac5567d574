import { act, fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { RunInfo } from '../../../../main/contract/runs.ts';
import { differenceOf } from '../../../../renderer/features/submit/many/Latencies.tsx';
import { lineOf, namedTicks, reachOf, ticksOf } from '../../../../renderer/features/submit/many/latency-lines.ts';
import { ManyForm } from '../../../../renderer/features/submit/many/ManyForm.tsx';
import { RunResult } from '../../../../renderer/features/submit/many/RunResult.tsx';
import { textIn } from '../../../../renderer/i18n/text.tsx';
import { useStore } from '../../../../renderer/store/index.ts';
import { fakeBridge } from '../../../support/bridge.ts';
import { show } from '../../../support/in-window.tsx';
import { functionRow, runInfo as run, stage, worker } from '../../../support/samples.ts';

test('a name that is nearly a known one is remarked for many jobs too, but not of another server', async () => {
  fakeBridge({ 'functions.list': () => [functionRow({ workers: [worker('idle')] })], 'runs.sample': () => [] });
  useStore.getState().editSubmit({ function: 'WC' });
  await act(async () => show(<ManyForm />));
  fireEvent.click(screen.getByRole('button', { name: 'Use wc' }));
  expect([useStore.getState().submit.draft.function, screen.queryByRole('status')]).toEqual(['wc', null]);
  act(() => useStore.getState().editSubmit({ function: 'php' }));
  expect(screen.getByRole('status').textContent).toContain('No worker can do “php” now.');
  act(() => useStore.getState().editSubmit({ target: 'other' }));
  expect(screen.queryByRole('status')).toBe(null);
});

test('samples are asked for where workloads differ, and not where all are what is written', async () => {
  const { said, frame } = fakeBridge({ 'functions.list': () => [], 'runs.sample': () => ['1'] });
  const { editSubmit, pullSample } = useStore.getState();
  for (const source of ['template', 'text'] as const) {
    editSubmit({ function: 'wc', source, text: '{{i}}' });
    pullSample();
    await frame();
  }
  expect(said()).toMatchObject([['runs.sample', { workload: { kind: 'template' } }]]);
  expect(useStore.getState().runs.sample).toEqual([]);
});

async function result(...list: RunInfo[]) {
  const bridge = fakeBridge({ 'runs.list': () => list, 'runs.cancel': () => undefined });
  useStore.getState().showRun(list[0]?.id ?? 0);
  await act(async () => show(<RunResult />));
  await act(() => bridge.frame());
  return bridge;
}

const text = () => document.querySelector('section')?.textContent ?? '';

test('a run that is over tells what came of it and where the time went', async () => {
  await result(run());
  expect(text()).toContain('Throughput40 jobs per second');
  expect(screen.getAllByRole('row').map((row) => row.textContent)).toEqual([
    'Part50%90%99%99.9%Longest',
    ...['Total', 'Waiting', 'Running', 'Return', 'Accepted'].map((name) => `${name}2.0 ms3.0 ms4.0 ms4.0 ms4.0 ms`),
  ]);
});

test('failures are told with what the first one said', async () => {
  const counts = { sent: 4, done: 1, failed: 0, exceptions: 2, refused: 1, lost: 0, abandoned: 0 };
  await result(run({ counts, firstFailure: 'boom' }));
  expect(text()).toContain('Exceptions2Not taken1');
  expect(text()).toContain('The first one that failed: boom');
});

test('a run that goes on shows how far it is, and is cancelled', async () => {
  const { said } = await result(run({ state: 'running', endedAt: null, total: 16 }));
  expect(screen.getByRole('progressbar').getAttribute('value')).toBe('4');
  said();
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Cancel run' })));
  expect(said()[0]).toEqual(['runs.cancel', undefined]);
});

test('rows are looked through before anything is sent', async () => {
  const checked = { rows: 1200, bytes: 5_000_000, size: 10_000_000 };
  await result(run({ state: 'checking', endedAt: null, checked, total: null }));
  expect(text()).toContain('1,200 rows, 5.0 MB of 10 MB looked through. Nothing has been sent yet.');
});

test('two runs stand beside each other', async () => {
  const before = stage({ p50: 1, p90: 3, p99: 8, p999: 40, max: 0.1 });
  await result(run(), run({ id: 1, stages: { ...run().stages, total: before } }));
  await act(async () => useStore.getState().compareRun(1));
  expect(screen.getAllByRole('row')[1]?.textContent).toBe('Total2.0 ms+100%3.0 ms0%4.0 ms−50%4.0 ms−90%4.0 ms×40');
  expect(text()).toContain('Beside run 1: 40 per second in 100.0 ms.');
});

test('where the time went is not known of another server', async () => {
  await result(run({ stages: { ...run().stages, waiting: null, running: null, return: null } }));
  expect(text()).toContain('Where the time went is known of the embedded server alone.');
});

test('a difference is a part or a multiple', () => {
  const than = (now: number, before: number) => differenceOf(now, before, textIn('en'));
  expect([than(2, 1), than(1, 2), than(1, 1), than(10, 1)]).toEqual(['+100%', '−50%', '0%', '×10']);
});

test('a picture reaches over whole powers of ten, and its line has each share', () => {
  const summary = stage();
  const reach = reachOf([summary]);
  expect(ticksOf(reach).map(({ time, at }) => [Number(time.toPrecision(3)), at])).toEqual([
    [0.1, 0],
    [1, 0.5],
    [10, 1],
  ]);
  const line = lineOf(summary, reach, 0.75, { width: 160, height: 90 });
  expect(line.startsWith('M0 90')).toBe(true);
  expect(line).toContain('H70.0V60.0H80.0'); // a quarter of them up to 1 ms
  expect(line).toContain('H150.0V0.0H160.0V90'); // the rest up to 10 ms
});

test('names of times do not touch: where they would, every other one stays, and both ends', () => {
  const english = ['10 µs', '100 µs', '1 ms', '10 ms', '100 ms', '1 s', '10 s'];
  const chinese = ['10 微秒', '100 微秒', '1 毫秒', '10 毫秒', '100 毫秒', '1 秒', '10 秒'];
  const named = (names: string[]) => [...namedTicks(names, 280)];
  expect([named(english.slice(0, 6)), named(chinese), named(chinese.slice(0, 6)), named(chinese.slice(0, 3))]).toEqual([
    [0, 1, 2, 3, 4, 5],
    [0, 2, 4, 6],
    [0, 2, 5],
    [0, 1, 2],
  ]);
});
