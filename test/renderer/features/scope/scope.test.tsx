import { act, fireEvent, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { ServerInfo } from '../../../../main/contract/servers.ts';
import { JobsScreen } from '../../../../renderer/features/jobs/JobsScreen.tsx';
import { OverviewScreen } from '../../../../renderer/features/overview/OverviewScreen.tsx';
import { entriesOf, found } from '../../../../renderer/features/palette/entries.ts';
import { WorkersScreen } from '../../../../renderer/features/workers/WorkersScreen.tsx';
import { textIn } from '../../../../renderer/i18n/text.tsx';
import { type ServerLabels, useServerLabels } from '../../../../renderer/lib/server-label.ts';
import { useStore } from '../../../../renderer/store/index.ts';
import { isFirstAlone, scopedIds, scopeNow } from '../../../../renderer/store/scope.ts';
import { fakeBridge, settled } from '../../../support/bridge.ts';
import { show } from '../../../support/in-window.tsx';
import { attachedServer, jobDetail, jobWindow, serverFunctionRow, serverInfo } from '../../../support/samples.ts';

const second = serverInfo({
  id: 'second',
  server: { kind: 'embedded', label: 'Second', colour: 'green', group: 'eu', on: true, port: 4731 },
});
const LIST = [serverInfo(), second, attachedServer()];

function windowOf(list = LIST) {
  const bridge = fakeBridge({ 'servers.list': () => list });
  useStore.setState(({ servers }) => ({ servers: { ...servers, list } }));
  const asked = (name: string) => bridge.said().findLast(([each]) => each === name)?.[1];
  return { ...bridge, asked };
}

test('what is looked at is all where the chosen server or group is gone, and where there is but one server', () => {
  windowOf();
  const { chooseScope, nextScope } = useStore.getState();
  expect([scopedIds(useStore.getState()), isFirstAlone(useStore.getState())]).toEqual([null, false]);
  chooseScope({ kind: 'group', group: 'eu' });
  expect(scopedIds(useStore.getState())).toEqual(['second', 'staging']);
  chooseScope({ kind: 'server', id: 'local' });
  expect([scopedIds(useStore.getState()), isFirstAlone(useStore.getState())]).toEqual([['local'], true]);
  nextScope();
  expect(scopedIds(useStore.getState())).toEqual(['second']);
  useStore.setState(({ servers }) => ({ servers: { ...servers, list: LIST.slice(0, 1) } }));
  expect([scopeNow(useStore.getState()), isFirstAlone(useStore.getState())]).toEqual([{ kind: 'all' }, true]);
});

function Named({ seen }: { seen: Set<ServerLabels> }) {
  const labels = useServerLabels();
  seen.add(labels);
  return labels.label('staging');
}

test('rows that name servers are drawn anew when one is called otherwise, and not with each of their echoes', () => {
  windowOf();
  const seen = new Set<ServerLabels>();
  show(<Named seen={seen} />);
  const become = (change: Partial<ServerInfo>) =>
    act(() =>
      useStore.setState(({ servers }) => ({
        servers: { ...servers, list: [...LIST.slice(0, 2), attachedServer(change)] },
      })),
    );
  become({ echo: { milliseconds: 9, at: 9 }, run: 2 });
  expect(seen.size).toBe(1);
  become({ server: { ...attachedServer().server, label: 'Stage' } });
  expect(screen.getByText('Stage')).toBeDefined();
});

test('a list of jobs is asked for the servers in scope and says whose rows are; another scope begins a list anew', async () => {
  const { answers, asked, frame } = windowOf();
  const rows = [jobDetail({ key: { server: 'second', run: 1, handle: 'H:a:1' } })];
  answers['jobs.window'] = ({ servers }) => (servers === null ? jobWindow({ rows, total: 1 }) : jobWindow());
  show(<JobsScreen />);
  await settled();
  await act(frame);
  expect(asked('jobs.window')).toMatchObject({ servers: null });
  expect(screen.getByRole('columnheader', { name: /Server/ })).toBeDefined();
  expect(screen.getByRole('gridcell', { name: 'Second' })).toBeDefined();
  act(() => useStore.getState().chooseScope({ kind: 'server', id: 'staging' }));
  await act(frame);
  expect(asked('jobs.window')).toMatchObject({ servers: ['staging'] });
  expect(screen.queryByRole('columnheader', { name: /Server/ })).toBe(null);
  expect(screen.getByText('Route clients through a proxy to see them.')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Add a proxy…' }));
  expect(useStore.getState().serverSheet?.fields).toMatchObject({ kind: 'proxy', address: 'jobs.example:4730' });
});

function overviewAnswers(answers: ReturnType<typeof fakeBridge>['answers']) {
  answers['functions.list'] = () => [];
  answers['overview.get'] = () => ({
    ...{ countsOnly: ['staging'], away: ['second'], finished: { lastMinute: 1, median: 1 }, waiting: 5, queued: null },
    ...{
      running: 0,
      workers: 0,
      failed: { count: 0, function: null },
      failures: 0,
      oldestWait: null,
      packetsPerSecond: 0,
    },
    ...{ loopDelay: 0, connections: 1, jobs: 1, ran: null },
  });
  answers['overview.history'] = () => {
    const none = new Uint32Array(1);
    return { from: 0, until: 1, at: new Float64Array(1), done: none, failed: none, queued: none, lines: [] };
  };
}

test('the overview of several servers has rows of windows, under servers or as sums that open', async () => {
  const { answers, asked, frame } = windowOf();
  overviewAnswers(answers);
  const sum = serverFunctionRow({ name: 'mail', servers: ['local', 'staging'], queued: 5, stuck: 1, vague: true });
  const part = (server: string, queued: number) =>
    serverFunctionRow({ is: 'part', name: 'mail', servers: [server], queued });
  const head = serverFunctionRow({ is: 'server', name: '', servers: ['staging'], queued: 4, stuck: 1 });
  answers['servers.functions'] = ({ by, open = [], stuck }) => {
    const rows = stuck
      ? [serverFunctionRow({ name: 'mail', servers: ['staging'], queued: 4, stuck: 1 })]
      : by === 'server'
        ? [head, { ...part('staging', 4), is: 'function' as const }]
        : [sum, ...(open.includes('mail') ? [part('local', 1), part('staging', 4)] : [])];
    return { total: rows.length, functions: 1, queued: 5, running: 0, workers: 0, rows };
  };
  await useStore.getState().pullOverview(); // the status bar does
  show(<OverviewScreen />);
  await settled();
  await act(frame);
  const grid = () => screen.getByRole('grid', { name: 'Functions' });
  const names = () =>
    within(grid())
      .getAllByRole('row')
      .slice(1)
      .map((row) =>
        [...row.querySelectorAll('[role=gridcell]')]
          .slice(0, 3)
          .map((cell) => cell.textContent)
          .join('|'),
      );
  expect(asked('servers.functions')).toBeDefined();
  expect(names()).toEqual(['staging||4', 'mail|staging|4']);
  expect(screen.getByText('No worker is registered for mail on staging.')).toBeDefined();
  expect(screen.getByText('Second does not answer')).toBeDefined();
  expect(screen.getAllByText('without 1 attached server')).toBeDefined();
  fireEvent.click(screen.getByRole('radio', { name: 'By function' }));
  await act(frame);
  expect(names()).toEqual(['mail|2 servers|5']);
  expect(within(grid()).getByRole('row', { name: /^mail on 2 servers: 5 queued, 0 running/ })).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: '2 servers' }));
  await act(frame);
  expect(names()).toEqual(['mail|2 servers|5', 'mail|Local|1', 'mail|staging|4']);

  // Its heads sort it: one is reached by Tab, the others by arrow keys, and which way round is seen. They stay where they are.
  const sorter = (name: string) => within(grid()).getByRole('button', { name });
  expect(within(grid()).getByRole('columnheader', { name: 'Function' }).getAttribute('draggable')).toBe('false');
  const upwards = sorter('Function').querySelector('svg')?.outerHTML;
  sorter('Function').focus();
  fireEvent.keyDown(sorter('Function'), { key: 'ArrowRight' });
  expect(document.activeElement).toBe(sorter('Server'));
  fireEvent.click(sorter('Queued'));
  await act(frame);
  expect(useStore.getState().board).toMatchObject({ order: 'queued', descending: true });
  expect(sorter('Queued').querySelector('svg')?.outerHTML).not.toBe(upwards);
});

test('a server that is in the list twice is said to count as the other one, where sums and lists have it once', async () => {
  const before = serverInfo({
    id: 'before',
    server: {
      ...{
        kind: 'proxy',
        label: 'Before',
        colour: 'none',
        group: '',
        on: true,
        address: 'jobs.example:4730',
        port: 4732,
      },
      ...{ tls: null, ownTls: null, readOnly: true },
    },
    same: 'jobs.example:4730',
  });
  const { answers, frame } = windowOf([serverInfo(), attachedServer({ same: 'jobs.example:4730' }), before]);
  const head = (server: string) => serverFunctionRow({ is: 'server', name: '', servers: [server], queued: 2 });
  overviewAnswers(answers);
  const rows = [head('staging'), head('before')];
  answers['servers.functions'] = () => ({ total: 2, functions: 2, queued: 2, running: 0, workers: 0, rows });
  show(<OverviewScreen />);
  await settled();
  await act(frame);
  const why = 'staging and Before are one server. It is counted once, as Before.';
  expect(screen.getByText('staging counts as Before').closest('[title]')?.getAttribute('title')).toBe(why);
  const said = within(screen.getByRole('grid', { name: 'Functions' })).getByRole('gridcell', {
    name: 'counts as Before',
  });
  expect(said.getAttribute('title')).toBe(why);
  expect(screen.getAllByText('counts as Before')).toHaveLength(1);
  act(() => useStore.getState().chooseScope({ kind: 'server', id: 'staging' }));
  expect(screen.queryByText('staging counts as Before')).toBeNull();
});

test('workers of all servers in scope are listed with their servers', async () => {
  const { answers, asked, frame } = windowOf();
  answers['workers.list'] = () => ({ managed: [], outside: [] });
  answers['servers.workers'] = () => ({
    total: 1,
    rows: [{ server: 'second', connection: 7, address: '10.0.0.1', clientId: 'w', functions: ['mail'] }],
  });
  show(<WorkersScreen />);
  await settled();
  await act(frame);
  expect(asked('servers.workers')).toMatchObject({ scope: { kind: 'all' }, from: 0 });
  expect(screen.getByRole('gridcell', { name: 'Second' })).toBeDefined();
  expect(screen.getByRole('gridcell', { name: '#7 w' })).toBeDefined();
  act(() => useStore.getState().filterWorkers('mail'));
  await act(frame);
  expect(asked('servers.workers')).toMatchObject({ search: 'mail' });
});

test('workers of a server that numbers no connections are told apart, and have no number', async () => {
  const { answers, frame } = windowOf();
  answers['workers.list'] = () => ({ managed: [], outside: [] });
  const row = (address: string, clientId: string) => ({
    ...{ server: 'staging', connection: 0, functions: ['mail'] },
    ...{ address, clientId },
  });
  answers['servers.workers'] = () => ({ total: 2, rows: [row('10.0.0.1', ''), row('10.0.0.2', 'w')] });
  show(<WorkersScreen />);
  await settled();
  await act(frame);
  const rows = within(screen.getByRole('grid', { name: 'Registered workers' }))
    .getAllByRole('row')
    .slice(1);
  expect(rows.map((each) => each.querySelectorAll('[role=gridcell]')[1]?.textContent)).toEqual(['—', 'w']);
  expect(rows[0]?.getAttribute('aria-label')).toContain('10.0.0.1');
  fireEvent.click(rows[1] as Element);
  const chosen = within(screen.getByRole('grid', { name: 'Registered workers' })).getAllByRole('row', {
    selected: true,
  });
  expect(chosen.map(({ dataset }) => dataset['key'])).toEqual([rows[1]?.dataset['key']]);
});

test('the palette shows one server only', () => {
  windowOf();
  const entries = found(entriesOf(useStore.getState(), textIn('en')), 'only Second');
  const [entry] = entries.find(({ kind }) => kind === 'server')?.entries ?? [];
  expect(entry?.label).toBe('Show only Second');
  entry?.run();
  expect(scopedIds(useStore.getState())).toEqual(['second']);
});
