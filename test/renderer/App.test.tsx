import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { AppInfo, Overview } from '../../main/contract/overview.ts';
import { Settings } from '../../main/contract/settings.ts';
import { type ViewChange, ViewState } from '../../main/contract/view.ts';
import { App } from '../../renderer/App.tsx';
import { useStore } from '../../renderer/store/index.ts';
import { fakeBridge } from '../support/bridge.ts';
import {
  functionRow,
  jobWindow,
  packetWindow,
  serverInfo,
  serverStatus,
  terminalState,
  workspace,
} from '../support/samples.ts';

const INFO: AppInfo = {
  version: '0.1.0',
  platform: 'linux',
  locale: 'zh-CN',
  electron: '',
  node: '',
  root: false,
  standIn: null,
};
const SETTINGS = Settings.parse({
  language: 'en',
  theme: 'dark',
  density: 'comfortable',
  welcomed: true,
  packetColumns: ['number', 'type', 'info'],
});
const OVERVIEW: Overview = {
  countsOnly: [],
  away: [],
  waiting: 1,
  finished: { lastMinute: 0, median: 0 },
  queued: { high: 0, normal: 1, low: 0 },
  running: 2,
  workers: 1,
  failed: { count: 0, function: null },
  failures: 0,
  oldestWait: null,
  packetsPerSecond: 0,
  loopDelay: 3,
  connections: 3,
  jobs: 3,
  ran: null,
};
const NONE = {
  server: 0,
  functions: 0,
  jobs: 0,
  packets: 0,
  submissions: 0,
  workspace: 0,
  settings: 0,
  doctor: 0,
  captures: 0,
};

/** The whole window, as it is when the engine has answered. */
async function open(settings: Partial<Settings> = {}, view: ViewChange = {}) {
  const kept = { ...SETTINGS, ...settings };
  const told = { failures: 0 };
  const bridge = fakeBridge({
    'app.info': () => INFO,
    'app.menu': () => undefined,
    'app.watches': () => undefined,
    'view.get': () => ViewState.parse(view),
    'view.kept': () => null,
    'view.keep': () => undefined,
    'view.change': () => undefined,
    'settings.get': () => ({ ...kept }),
    'settings.fault': () => null,
    'terminal.state': () => terminalState(),
    'exporter.state': () => ({ state: 'off' }),
    'faults.list': () => [],
    'server.status': () => serverStatus(),
    'servers.list': () => [serverInfo()],
    'workspace.get': () => workspace(),
    'overview.get': () => ({ ...OVERVIEW, ...told }),
    'overview.history': () => ({
      ...{ from: 0, until: 60, at: Float64Array.of(60), lines: [new Uint32Array(60)] },
      ...{ done: Uint32Array.of(0), failed: Uint32Array.of(0), queued: Uint32Array.of(1) },
    }),
    'functions.list': () => [functionRow()],
    'workers.list': () => ({ managed: [], outside: [] }),
    'jobs.window': () => jobWindow(),
    'captures.state': () => ({ open: null, left: null, exporting: null, recording: null }),
    'packets.window': () => packetWindow(),
    'submissions.get': () => null,
    'demonstration.run': () => new Promise(() => {}),
  });
  const { unmount } = await act(async () => render(<App />));
  onTestFinished(cleanup);
  /** What was asked; the menu is told when there is time. */
  const said = () => bridge.said().filter(([name]) => name !== 'app.menu' && name !== 'app.watches');
  return { ...bridge, said, kept, told, unmount, heading: () => screen.getByRole('heading', { level: 1 }).textContent };
}

test('it begins with the welcome until that was seen, in the language and look of the settings', async () => {
  const { heading } = await open({ welcomed: false, language: 'system', theme: 'system' });
  expect([heading(), document.documentElement.lang, { ...document.documentElement.dataset }]).toEqual([
    'Gearman 任务服务器\u200b正在运行。',
    'zh-Hans-CN',
    { platform: 'linux', density: 'comfortable' },
  ]);
});

test('how the window was left is shown, and is nothing new to keep', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const { said } = await open({}, { functions: { filter: 'w' } });
  onTestFinished(() => void vi.useRealTimers());
  expect(useStore.getState().functions.filter).toBe('w');
  const told = async () => {
    await act(() => vi.advanceTimersByTimeAsync(1000));
    return said().filter(([name]) => name.startsWith('view.'));
  };
  expect(await told()).toEqual([
    ['view.get', undefined],
    ['view.kept', undefined],
  ]);
  act(() => useStore.getState().filterFunctions('x'));
  expect(await told()).toMatchObject([['view.change', { functions: { filter: 'x' } }]]);
});

test('the status bar tells how the server is', async () => {
  await open();
  expect([screen.getByRole('contentinfo').textContent, document.documentElement.dataset['theme']]).toEqual([
    '127.0.0.1:4730 · EmbeddedEcho 100 µs1 worker2 running · 1 queued0 packets/s3.0 ms delay',
    'dark',
  ]);
});

test('keys and the menu go to each screen, and each draws itself while there is nothing yet', async () => {
  const { emit, heading, frame } = await open();
  const headings: (string | null)[] = [heading()];
  for (const key of ['2', '3', '4', '5', ',']) {
    expect(fireEvent.keyDown(document.body, { key, ctrlKey: true })).toBe(false); // the press is used up
    await act(frame);
    headings.push(heading());
  }
  act(() => emit('command', 'go.jobs'));
  await act(frame);
  expect([...headings, heading(), screen.getByText('No jobs yet').className]).toEqual([
    'Overview',
    'Functions',
    'Workers',
    'Jobs',
    'Traffic',
    'Settings',
    'Jobs',
    'empty__title',
  ]);
  expect(fireEvent.keyDown(document.body, { key: 'x', ctrlKey: true })).toBe(true);
});

test('beside Jobs stands how many have failed since they were looked at', async () => {
  const { frame, told } = await open();
  const beside = () => screen.getByRole('button', { name: /^Jobs/ }).getAttribute('aria-description');
  const pull = () => act(() => useStore.getState().pullOverview());
  const go = async (to: 'jobs' | 'traffic') => {
    act(() => useStore.getState().go(to));
    await act(frame);
    return beside();
  };
  expect(beside()).toBe(null);
  told.failures = 2;
  await pull();
  expect(beside()).toBe('2 jobs have failed since you looked');
  expect([await go('jobs'), await go('traffic')]).toEqual([null, null]);
  told.failures = 3;
  await pull();
  expect(beside()).toBe('1 job has failed since you looked');
  // A server was removed, and with it failures that had been seen.
  told.failures = 1;
  await pull();
  told.failures = 2;
  await pull();
  expect(beside()).toBe('1 job has failed since you looked');
  // What failed on other servers is not news.
  told.failures = 7;
  const { servers } = useStore.getState();
  const list = [serverInfo(), serverInfo({ id: 'other' })];
  act(() => useStore.setState({ servers: { ...servers, list }, scope: { kind: 'server', id: 'other' } }));
  await pull();
  expect(beside()).toBe(null);
});

test('what changed is asked for again, what did not is not', async () => {
  // What is asked for every so often is another matter, and a busy machine is slow.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] });
  const { emit, said, kept } = await open();
  onTestFinished(() => void vi.useRealTimers());
  await act(async () => emit('tick', NONE));
  said();
  await act(async () => emit('tick', { ...NONE, packets: 5 }));
  expect(said()).toEqual([]);
  expect('singleKeys' in document.documentElement.dataset).toBe(false);
  Object.assign(kept, { theme: 'light', singleKeys: false });
  await act(async () => emit('tick', { ...NONE, packets: 5, settings: 1 }));
  expect([said(), document.documentElement.dataset['theme']]).toEqual([[['settings.get', undefined]], 'light']);
  expect(document.documentElement.dataset['singleKeys']).toBe('off');
});

test('a window that is gone listens to nothing', async () => {
  const { listeners, unmount } = await open();
  expect(listeners().length).toBeGreaterThan(3);
  unmount();
  fireEvent.keyDown(document.body, { key: '3', ctrlKey: true });
  expect([listeners(), useStore.getState().app.screen]).toEqual([[], 'overview']);
});
