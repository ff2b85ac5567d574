import { act, fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { FunctionRow } from '../../../../main/contract/functions.ts';
import type { Overview } from '../../../../main/contract/overview.ts';
import { Changing } from '../../../../renderer/features/overview/Changing.tsx';
import { Figures } from '../../../../renderer/features/overview/Figures.tsx';
import { OverviewScreen } from '../../../../renderer/features/overview/OverviewScreen.tsx';
import { pathOf } from '../../../../renderer/features/overview/Sparkline.tsx';
import { TextProvider } from '../../../../renderer/i18n/text.tsx';
import { useStore } from '../../../../renderer/store/index.ts';
import { fakeBridge, settled } from '../../../support/bridge.ts';
import { show } from '../../../support/in-window.tsx';
import { functionRow, jobWindow } from '../../../support/samples.ts';

const OVERVIEW: Overview = {
  countsOnly: [],
  away: [],
  waiting: 12,
  finished: { lastMinute: 118, median: 104 },
  queued: { high: 1, normal: 9, low: 2 },
  running: 2,
  workers: 11,
  failed: { count: 3, function: 'mail.send' },
  failures: 3,
  oldestWait: { since: Date.now() - 60_000, function: 'pdf.render', hasWorker: false },
  packetsPerSecond: 41,
  loopDelay: 0,
  connections: 3,
  jobs: 1200,
  ran: { median: 38, p95: 214 },
};

test.each<[tile: RegExp, states: string[], search: string, sort: string, screen: string]>([
  [/^Finished 118/, ['done'], '', 'submitted', 'jobs'],
  [/^Queued 12 H 1 · N 9 · L 2/, ['queued'], '', 'submitted', 'jobs'],
  [/^Running 2/, ['running'], '', 'submitted', 'jobs'],
  [/^Failed 3/, ['failed', 'exception'], 'mail.send', 'submitted', 'jobs'],
  [/^Oldest wait 1 min \d+ s pdf.render, no worker/, ['queued'], '', 'waited', 'jobs'],
  [/^Run time p95 214.0 ms median 38.0 ms/, ['done'], '', 'ran', 'jobs'],
  [/^Packets 41/, [], '', 'submitted', 'traffic'],
])('the tile %s leads to what it counts', async (tile, states, search, sort, where) => {
  const { frame } = fakeBridge({ 'jobs.window': () => jobWindow() });
  useStore.setState({ overview: OVERVIEW });
  show(<Figures />);
  fireEvent.click(screen.getByRole('button', { name: tile }));
  const { jobs, app } = useStore.getState();
  expect([app.screen, jobs.states, jobs.search, jobs.sort, jobs.descending]).toEqual([
    where,
    states,
    search,
    sort,
    true,
  ]);
  await frame();
});

async function overviewOf(rows: FunctionRow[], lines: (name: string) => number[] = () => []) {
  const bridge = fakeBridge({
    'functions.list': () => rows,
    'overview.history': ({ functions = [] }) => ({
      from: 0,
      until: 900,
      at: Float64Array.of(900),
      done: Uint32Array.of(3),
      failed: Uint32Array.of(1),
      queued: Uint32Array.of(2),
      lines: functions.map((name) => Uint32Array.from({ length: 60 }, (_, index) => lines(name)[index] ?? 0)),
    }),
  });
  await act(async () => show(<OverviewScreen />));
  await act(bridge.frame);
  await act(settled);
  return bridge;
}

const cells = (name: string) =>
  [...screen.getByRole('row', { name: new RegExp(name) }).children].map(({ textContent }) => textContent);

test('a row says what waits, what runs, who is idle, how long jobs waited, how it went', async () => {
  const busy = functionRow({
    name: 'busy',
    queued: { high: 1, normal: 2, low: 0 },
    running: 1,
    outside: [1, 2, 3].map((connection) => ({ connection, clientId: '', address: '' })),
    waited: { median: 2, p95: 40 },
  });
  await overviewOf([busy, functionRow({ name: 'quiet' })], (name) => (name === 'busy' ? [1, 0, 4] : []));
  expect([cells('busy'), cells('quiet')]).toEqual([
    ['busy', '3', '1', '2 of 3', '2.0 ms', '40.0 ms', '5 jobs in 5 minutes, at most 4 in 5 seconds', ''],
    ['quiet', '0', '0', 'none', '–', '–', 'no jobs', ''],
  ]);
  expect(screen.getByRole('img', { name: 'High 1 · normal 2 · low 0' }).children.length).toBe(2);
});

test('the line goes from the first span to the last, the highest at the top', () => {
  expect(pathOf(Uint32Array.of(0, 2, 1))).toBe('M0 14L48 2L96 8');
});

test('what has changed says so with an arrow up or down, and stays itself in another language', () => {
  const view = show(<Changing text="5" value={5} />);
  const mark = () => view.container.querySelector('span')?.getAttribute('data-changed');
  expect(mark()).toBe(null);
  view.rerender(<Changing text="7" value={7} />);
  expect(mark()).toBe('up');
  view.rerender(<Changing text="6" value={6} />);
  expect(mark()).toBe('down');
  view.rerender(<Changing text="7" value={7} />);
  view.rerender(
    <TextProvider language="zh">
      <Changing text="2 / 2" value={4} />
    </TextProvider>,
  );
  expect(mark()).toBe(null);
  view.rerender(
    <TextProvider language="zh">
      <Changing text="2 of 2" value={4} />
    </TextProvider>,
  );
  expect(mark()).toBe(null);
});

test('of a thousand functions only the rows in sight exist, and twenty that need attention are told', async () => {
  const many = Array.from({ length: 1000 }, (_, index) => functionRow({ name: `f${index}`, failed: 1 }));
  const { said } = await overviewOf(many);
  const grid = screen.getByRole('grid', { name: 'Functions' });
  expect(grid.getAttribute('aria-rowcount')).toBe('1001');
  expect(grid.querySelectorAll('.table__row').length).toBeLessThan(60);
  const attention = screen.getByRole('complementary', { name: 'Needs attention' });
  expect([attention.querySelectorAll('li').length, screen.getByText('and 980 more').tagName]).toEqual([21, 'LI']);
  const asked = said().findLast(([name]) => name === 'overview.history')?.[1] as { functions: string[] };
  expect(asked.functions.length).toBeLessThan(60);
});

test('a click on a row shows the function; arrow keys choose one and Enter shows it', async () => {
  await overviewOf([functionRow({ name: 'crop' }), functionRow({ name: 'wc' })]);
  const grid = screen.getByRole('grid', { name: 'Functions' });
  fireEvent.keyDown(grid, { key: 'ArrowDown' });
  fireEvent.keyDown(grid, { key: 'ArrowDown' });
  expect([useStore.getState().app.screen, screen.getByRole('row', { selected: true }).textContent]).toEqual([
    'overview',
    expect.stringMatching(/^wc/),
  ]);
  fireEvent.keyDown(grid, { key: 'Enter' });
  expect([useStore.getState().app.screen, useStore.getState().functions.selected]).toEqual(['functions', 'wc']);
  act(() => useStore.getState().go('overview'));
  fireEvent.click(screen.getByRole('row', { name: /crop/ }));
  expect(useStore.getState().functions.selected).toBe('crop');
});
