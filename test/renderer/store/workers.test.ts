// @vitest-environment node
import { expect, test } from 'vitest';
import type { WorkerOutputLine, WorkersView } from '../../../main/contract/workers.ts';
import { crewActs } from '../../../renderer/features/workers/worker-actions.ts';
import { useStore } from '../../../renderer/store/index.ts';
import { type Answers, fakeBridge, refuse, settled } from '../../support/bridge.ts';
import { worker } from '../../support/samples.ts';

const view: WorkersView = {
  managed: [{ function: 'wc', defined: 1, speaks: 'stdio', workers: [worker('sleeping')] }],
  outside: [],
};

const line = (number: number, text: string): WorkerOutputLine => ({
  number,
  at: 0,
  worker: 'wc-1',
  handle: null,
  kind: 'stdout',
  text,
});

const setup = (answers: Answers = {}) => ({
  ...fakeBridge({ 'workers.list': () => view, 'functions.list': () => [], ...answers }),
  ...useStore.getState(),
  workers: () => useStore.getState().workers,
});

/** What the output pane has, as text. */
const texts = () => useStore.getState().workers.output.lines.map(({ spans }) => spans.map(({ text }) => text).join(''));

test('what is done to workers is asked of the engine, and their list anew', async () => {
  const { pullWorkers, actOnWorkers, scaleWorkers, frame, said } = setup({
    'workers.act': () => undefined,
    'workers.scale': () => undefined,
  });
  pullWorkers();
  await frame();
  await actOnWorkers('quiet', 'wc', 'wc-1');
  await actOnWorkers('start', 'wc', null);
  await scaleWorkers('wc', 3);
  await frame();
  expect(said()).toEqual([
    ['workers.list', undefined],
    ['workers.act', { action: 'quiet', name: 'wc', worker: 'wc-1' }],
    ['workers.act', { action: 'start', name: 'wc', worker: null }],
    ['workers.scale', { name: 'wc', workers: 3 }],
    ['workers.list', undefined],
  ]);
});

test('workers that do not run are started as a function is, which may need to be allowed first', async () => {
  const { said } = setup({ 'workers.start': () => refuse('not-trusted') });
  const crew = { function: 'rev', defined: 1, speaks: 'stdio', workers: [] } as const;
  await crewActs({ crew: { ...crew, workers: [] }, worker: null }, useStore.getState()).start.run();
  expect([said(), useStore.getState().onTrust !== null]).toEqual([[['workers.start', { name: 'rev' }]], true]);
});

test('a worker that is gone meanwhile is said to be', async () => {
  const { actOnWorkers } = setup({ 'workers.act': () => refuse('no-such-worker') });
  await actOnWorkers('kill', 'wc', 'wc-9');
  expect(useStore.getState().app.problem?.code).toBe('no-such-worker');
});

test('of the output only what is new is asked for', async () => {
  const all = [line(1, 'one'), line(2, 'two')];
  const { watchOutput, pullOutput, frame, said } = setup({
    'workers.output': ({ after = 0 }) => all.filter(({ number }) => number > after),
  });
  watchOutput({ name: 'wc', worker: 'wc-1' });
  await frame();
  const first = useStore.getState().workers.output.lines[0];
  all.push(line(3, 'three'));
  pullOutput();
  await frame();
  expect([texts(), said(), useStore.getState().workers.output.lines[0] === first]).toEqual([
    ['one', 'two', 'three'],
    [0, 2].map((after) => ['workers.output', { name: 'wc', worker: 'wc-1', after }]),
    true,
  ]);
});

test('output that comes late is not shown as another worker’s', async () => {
  const late = Promise.withResolvers<WorkerOutputLine[]>();
  const { watchOutput, frame } = setup({
    'workers.output': ({ worker: of }) => (of === 'wc-1' ? late.promise : [line(1, 'of the second')]),
  });
  watchOutput({ name: 'wc', worker: 'wc-1' });
  const first = frame();
  watchOutput({ name: 'wc', worker: 'wc-2' });
  late.resolve([line(1, 'of the first')]);
  await first;
  await frame();
  expect(texts()).toEqual(['of the second']);
});

test('as many lines are held as the engine keeps', async () => {
  const { watchOutput, pullOutput, frame } = setup({
    'workers.output': ({ after = 0 }) =>
      Array.from({ length: 900 }, (_, at) => line(after + at + 1, `${after + at + 1}`)),
  });
  watchOutput({ name: 'wc', worker: null });
  await frame();
  pullOutput();
  await frame();
  expect([texts().length, texts()[0], texts().at(-1)]).toEqual([1000, '801', '1800']);
});

test('nobody watched is asked for and nothing is saved; what is saved says where', async () => {
  const { watchOutput, pullOutput, saveOutput, frame, said } = setup({
    'workers.output': () => [],
    'workers.saveOutput': () => '/tmp/wc-1.log',
  });
  pullOutput();
  await saveOutput();
  await frame();
  expect(said()).toEqual([]);
  watchOutput({ name: 'wc', worker: 'wc-1' });
  await saveOutput();
  await settled();
  expect(useStore.getState().app.notice).toMatchObject({ kind: 'output-saved', name: '/tmp/wc-1.log' });
});
