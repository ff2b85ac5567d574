import { act, fireEvent, screen } from '@testing-library/react';
import { expect, onTestFinished, test, vi } from 'vitest';
import type {
  ManagedCrew,
  OutsideWorkerRow,
  WorkerInfo,
  WorkerOutputLine,
  WorkersView,
} from '../../../../main/contract/workers.ts';
import { OutputPane } from '../../../../renderer/features/workers/OutputPane.tsx';
import { WorkersScreen } from '../../../../renderer/features/workers/WorkersScreen.tsx';
import { doingsFor } from '../../../../renderer/features/workers/worker-actions.ts';
import { useStore } from '../../../../renderer/store/index.ts';
import { fakeBridge } from '../../../support/bridge.ts';
import { copied, show } from '../../../support/in-window.tsx';
import { outcome, serverStatus, wc, worker, workspace } from '../../../support/samples.ts';

const crew = (...workers: WorkerInfo[]): ManagedCrew => ({ function: 'wc', defined: 2, speaks: 'stdio', workers });
const outside: OutsideWorkerRow = {
  connection: 7,
  clientId: '',
  address: '127.0.0.1:50007',
  functions: ['resize', 'crop'],
  done: 0,
  failed: 0,
  handles: [],
  sleeping: true,
  lastPacketAt: null,
};

async function workersScreen(view: WorkersView, functions = [wc]) {
  const bridge = fakeBridge({
    'workers.list': () => view,
    'workers.output': () => [],
    'workers.act': () => undefined,
    'workers.start': () => undefined,
    'functions.list': () => [],
    'workers.scale': () => undefined,
  });
  useStore.setState({ workspace: workspace({ functions }), server: serverStatus() });
  await act(async () => show(<WorkersScreen />));
  await act(bridge.frame);
  bridge.said();
  return {
    ...bridge,
    press: async (name: string) => act(async () => fireEvent.click(screen.getByRole('button', { name }))),
  };
}

const rows = (grid: string) =>
  [...screen.getByRole('grid', { name: grid }).querySelectorAll('.table__row')].map(({ textContent }) => textContent);

test('each worker says how it is, what it does and for whom; a lost server is named', async () => {
  const now = Date.now();
  const clock = vi.spyOn(Date, 'now').mockReturnValue(now);
  onTestFinished(() => void clock.mockRestore());
  const busy: WorkerInfo = {
    ...worker('working'),
    since: now,
    startedAt: now - 125_000,
    handle: 'H:t:1',
    server: 'embedded',
    pid: 812,
    done: 4,
    links: [{ server: 'embedded', state: 'connected', since: 0, problem: null }],
  };
  const waits: WorkerInfo = {
    ...worker('back-off', 2),
    startedAt: now,
    until: now + 30_500,
    links: [
      { server: 'embedded', state: 'connected', since: 0, problem: null },
      { server: 'jobs.example:4730', state: 'lost', since: 0, problem: null },
    ],
  };
  await workersScreen({ managed: [crew(busy, waits)], outside: [] });
  expect(rows('Run by Gearbench')).toEqual([
    'wc2 of 22',
    'wc-1Working 0 sH:t:1Local408122 min',
    'wc-2Paused 30 s left–jobs.example:4730 lost00–0 s',
  ]);
});

test('a function whose workers do not run stands there to be started', async () => {
  const { press, said } = await workersScreen({ managed: [], outside: [] });
  expect(rows('Run by Gearbench')).toEqual(['wcStopped']);
  await press('Start: all workers of wc');
  expect(said().map(([name]) => name)).toContain('workers.start');
});

test('where there is nobody it says what happens to jobs', async () => {
  await workersScreen({ managed: [], outside: [] }, []);
  expect(screen.getByText('No workers connected').className).toBe('empty__title');
});

test('buttons of a function do it to all of its workers, and more or fewer of them', async () => {
  const { press, said } = await workersScreen({ managed: [crew(worker('sleeping'), worker('quiet', 2))], outside: [] });
  await press('Quiet: all workers of wc');
  await press('One worker of wc more');
  await press('One worker of wc less');
  expect(said()).toEqual([
    ['workers.act', { action: 'quiet', name: 'wc', worker: null }],
    ['workers.scale', { name: 'wc', workers: 3 }],
    ['workers.scale', { name: 'wc', workers: 1 }],
  ]);
});

test('of others it says what the server knows, and how they could be named', async () => {
  await workersScreen({ managed: [], outside: [outside] });
  const [, theirs] = screen.getAllByRole('grid');
  expect(rows('Outside of Gearbench')).toEqual(['#7 —Sleeping–resize, crop127.0.0.1:5000700unknown']);
  await act(async () => fireEvent.keyDown(theirs as Element, { key: 'ArrowDown' }));
  expect(screen.getByRole('complementary', { name: 'Worker #7' }).textContent).toContain('call SET_CLIENT_ID');
});

test('arrow keys choose a row, and Enter goes into its inspector', async () => {
  await workersScreen({
    managed: [crew(worker('sleeping'), { ...worker('sleeping', 2), lastFailure: outcome() })],
    outside: [],
  });
  const grid = screen.getByRole('grid', { name: 'Run by Gearbench' });
  const press = (key: string) => act(async () => fireEvent.keyDown(grid, { key }));
  await press('End');
  expect(useStore.getState().workers.selected).toEqual({ kind: 'worker', name: 'wc', worker: 'wc-2' });
  expect(screen.getByRole('complementary', { name: 'Worker wc-2' }).textContent).toContain('Exit code 3');
  await press('Enter');
  expect(document.activeElement?.closest('.inspector')).not.toBe(null);
  await press('Home');
  expect(useStore.getState().workers.selected).toEqual({ kind: 'function', name: 'wc' });
});

test('of hundreds of functions only those in sight are drawn; keys reach them all, and Tab the buttons of one', async () => {
  const functions = Array.from({ length: 500 }, (_, at) => ({ ...wc, name: `f${String(at).padStart(3, '0')}` }));
  const run = (name: string): ManagedCrew => ({ ...crew(worker('sleeping')), function: name });
  await workersScreen({ managed: functions.map(({ name }) => run(name)), outside: [] }, functions);
  const grid = screen.getByRole('grid', { name: 'Run by Gearbench' });
  expect(grid.getAttribute('aria-rowcount')).toBe('1001');
  expect(rows('Run by Gearbench').length).toBeLessThan(60);
  await act(async () => fireEvent.keyDown(grid, { key: 'Home' }));
  await act(async () => fireEvent.keyDown(grid, { key: 'ArrowDown' }));
  await act(async () => fireEvent.keyDown(grid, { key: 'ArrowDown' }));
  expect(useStore.getState().workers.selected).toEqual({ kind: 'function', name: 'f001' });
  const reachable = [...grid.querySelectorAll('.table__row button:not([tabindex="-1"])')];
  expect(new Set(reachable.map((button) => button.closest('.table__row')?.querySelector('b')?.textContent))).toEqual(
    new Set(['f001']),
  );
});

test('keys on a button in a row press that button', async () => {
  await workersScreen({ managed: [crew(worker('sleeping'))], outside: [] });
  const button = screen.getByRole('button', { name: 'Quiet: all workers of wc' });
  for (const key of ['Enter', ' ']) expect(fireEvent.keyDown(button, { key })).toBe(true);
  expect(useStore.getState().workers.selected).toBe(null);
});

test('the filter finds functions, workers and connections of others', async () => {
  await workersScreen({ managed: [crew(worker('sleeping'))], outside: [outside] });
  const grids = () => screen.queryAllByRole('grid').map((grid) => grid.getAttribute('aria-label'));
  const filter = (text: string) => act(async () => useStore.getState().filterWorkers(text));
  const found: (string | null)[][] = [];
  for (const text of ['WC-1', 'crop', '#7', 'nobody']) {
    await filter(text);
    found.push(grids());
  }
  expect(found).toEqual([['Run by Gearbench'], ['Outside of Gearbench'], ['Outside of Gearbench'], []]);
});

test.each([
  ['sleeping', null, ['quiet', 'restart', 'stop', 'kill']],
  ['working', 'H:t:1', ['quiet', 'restart', 'stop', 'kill', 'kill-job']],
  ['quiet', null, ['start', 'restart', 'stop', 'kill']],
  ['failed', null, ['start', 'restart', 'stop', 'kill']],
  ['stopping', 'H:t:1', ['kill', 'kill-job']],
  ['stopped', null, ['start', 'restart']],
] as const)('what can be done to a worker that is %s', (state, handle, actions) => {
  expect(doingsFor([{ ...worker(state), handle }])).toEqual(actions);
});

const at = new Date(2026, 2, 9, 10, 32, 4, 745).getTime();
const line = { at, worker: 'wc-1', handle: 'H:t:1' };

async function output(...lines: WorkerOutputLine[]) {
  const bridge = fakeBridge({ 'workers.output': ({ after = 0 }) => lines.filter(({ number }) => number > after) });
  await act(async () => show(<OutputPane name="wc" />));
  await act(bridge.frame);
  return screen.getByRole('log');
}

test('what workers did and what their commands wrote, one line each; colours are shown, not codes', async () => {
  const texts = copied();
  const log = await output(
    { ...line, number: 1, kind: 'began', bytesIn: 1204 },
    { ...line, number: 2, kind: 'stderr', text: '\x1b[31mbroken\x1b[0m <b>' },
    { ...line, number: 3, kind: 'ended', bytesIn: 1204, bytesOut: 2, milliseconds: 3.25, outcome: outcome() },
    { ...line, number: 4, handle: null, kind: 'refused', text: 'ERR: no' },
    { ...line, number: 5, kind: 'cut', bytes: 16_384 },
  );
  const lines = [...log.children].map(({ textContent }) => textContent);
  expect(lines).toEqual([
    '10:32:04.745wc-1H:t:1Job began: 1,204 bytes in',
    '10:32:04.745wc-1stderrbroken <b>',
    '10:32:04.745wc-1H:t:1Exit code 3: 1,204 bytes in, 2 bytes out, 3.3 ms',
    '10:32:04.745wc-1refusedERR: no',
    '10:32:04.745wc-1H:t:1Standard output of this job goes on; what comes after 16.4 kB is not shown here.',
  ]);
  expect(screen.getByText('broken').style.color).toBe('var(--ansi-red)');
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Copy output' })));
  expect(texts[0]?.split('\n')[1]).toBe('10:32:04.745 wc-1 H:t:1 stderr broken <b>');
});

test('before anything happened it says what will be here', async () => {
  expect((await output()).textContent).toMatch(/^Nothing yet\./);
});

test('a search marks what it finds and goes from one place to the next, around the ends', async () => {
  const log = await output(
    { ...line, number: 1, kind: 'stdout', text: 'Error one' },
    { ...line, number: 2, kind: 'stdout', text: 'error two, error three' },
  );
  await act(async () => fireEvent.keyDown(log, { key: 'f', ctrlKey: true }));
  const field = screen.getByRole('searchbox', { name: 'Search in the output' });
  fireEvent.change(field, { target: { value: 'error' } });
  const current = () => [
    [...log.querySelectorAll('mark')].findIndex((mark) => 'current' in mark.dataset),
    screen.getByRole('status').textContent,
  ];
  const seen = [current()];
  for (const shiftKey of [false, false, false, true]) {
    fireEvent.keyDown(field, { key: 'Enter', shiftKey });
    seen.push(current());
  }
  expect(seen).toEqual([
    [0, '1 of 3'],
    [1, '2 of 3'],
    [2, '3 of 3'],
    [0, '1 of 3'],
    [2, '3 of 3'],
  ]);
  await act(async () => fireEvent.keyDown(field, { key: 'Escape' }));
  expect([log.querySelector('mark'), document.activeElement === log]).toEqual([null, true]);
});

test('who scrolls away from the end stays there, and comes back with a button', async () => {
  const log = await output({ ...line, number: 1, kind: 'stdout', text: 'x' });
  Object.defineProperties(log, { scrollHeight: { value: 500 }, clientHeight: { value: 100 } });
  log.scrollTop = 40;
  await act(async () => fireEvent.scroll(log));
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Jump to the end' })));
  expect([log.scrollTop, screen.queryByRole('button', { name: 'Jump to the end' })]).toEqual([500, null]);
});
