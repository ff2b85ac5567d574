import { act, fireEvent, screen, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { ServerInfo } from '../../../../main/contract/servers.ts';
import { AskServerDialog } from '../../../../renderer/features/servers/AskServerDialog.tsx';
import { ServersScreen } from '../../../../renderer/features/servers/ServersScreen.tsx';
import { serverMenu } from '../../../../renderer/features/servers/server-menu.ts';
import { UnlockDialog } from '../../../../renderer/features/servers/UnlockDialog.tsx';
import { textIn } from '../../../../renderer/i18n/text.tsx';
import { useStore } from '../../../../renderer/store/index.ts';
import { type Answers, fakeBridge, refuse } from '../../../support/bridge.ts';
import { show } from '../../../support/in-window.tsx';
import { attachedServer, serverFunctionRow, serverInfo } from '../../../support/samples.ts';

const counts = { functions: 2, queued: 3, running: 0, workers: 0, connections: 1, stuck: 1 };
const here = (different: Partial<ServerInfo> = {}) =>
  attachedServer({ loopback: true, locked: false, counts, ...different });

async function open(list: ServerInfo[], answers: Answers = {}) {
  const bridge = fakeBridge({
    'servers.list': () => list,
    'servers.history': () => null,
    'servers.functions': () => ({
      ...{ total: 2, functions: 2, queued: 3, running: 0, workers: 1 },
      rows: [
        serverFunctionRow({ name: 'idle', servers: ['staging'], workers: 1 }),
        serverFunctionRow({
          ...{ name: 'stuck', servers: ['staging'], queued: 3, stuck: 1 },
          waiting: { high: 1, normal: 2, low: 0 },
        }),
      ],
    }),
    'servers.workers': () => ({
      total: 1,
      rows: [{ server: 'staging', connection: 33, address: '10.0.0.9', clientId: '-', functions: ['idle'] }],
    }),
    'servers.jobs': () => ({
      total: 1,
      rows: [{ handle: 'H:x:1', retries: 1, abandoned: true, background: false }],
    }),
    'servers.act': () => ({ said: 'OK' }),
    'servers.unlock': ({ unlocked }) => attachedServer({ locked: !unlocked }),
    ...answers,
  });
  useStore.getState().go('servers');
  useStore.getState().pullServers();
  await act(async () => {
    show(
      <>
        <ServersScreen />
        <AskServerDialog />
        <UnlockDialog />
      </>,
    );
  });
  await act(bridge.frame);
  const choose = async (id: string) => {
    act(() => useStore.getState().chooseServer(id));
    await act(bridge.frame);
  };
  const press = async (name: string | RegExp) => {
    await act(async () => fireEvent.click(screen.getByRole('button', { name })));
    await act(bridge.frame);
  };
  const tab = async (name: string) => {
    await act(async () => fireEvent.click(screen.getByRole('tab', { name })));
    await act(bridge.frame);
  };
  const rows = (grid: string) =>
    within(screen.getByRole('grid', { name: grid }))
      .getAllByRole('row')
      .slice(1)
      .map((row) => row.getAttribute('aria-label'));
  return { ...bridge, choose, press, tab, rows };
}

test('each server says how it is and what it counts', async () => {
  const { rows } = await open([serverInfo(), attachedServer(), here({ id: 'b', state: 'failed', counts: null })]);
  expect(rows('Servers')).toEqual([
    'Local, Embedded, Running, 127.0.0.1:4730, 2 queued, 3 running, 4 workers',
    'staging, Attached, Answers, Locked, jobs.example:4730, 2 queued, 3 running, 4 workers',
    'staging, Attached, Not reached, jobs.example:4730',
  ]);
  expect(screen.getByText('3 servers · 2 answer · 1 not reached · 4 queued · 6 running').tagName).toBe('SPAN');
});

test('with the first server alone it is said what others are for', async () => {
  const { press } = await open([serverInfo()]);
  await press('Set up a proxy…');
  expect(useStore.getState().serverSheet?.fields.kind).toBe('proxy');
});

test('what its mode does not tell is said, with the way to a proxy for it', async () => {
  const { choose, press } = await open([serverInfo(), here({ unknown: ['prioritystatus', 'show jobs'] })]);
  await choose('staging');
  const { textContent } = screen.getByRole('complementary', { name: 'Server staging' });
  expect(textContent).toContain('An attached server tells counts, no contents.');
  expect(textContent).toContain(
    'This server does not answer prioritystatus, show jobs. Not told: queues by priority, jobs by handle.',
  );
  await press('Set up a proxy…');
  expect(useStore.getState().serverSheet?.fields).toMatchObject({ kind: 'proxy', address: 'jobs.example:4730' });
});

test('why it is not reached and when it is tried again is said, and it can be tried at once', async () => {
  const problem = { code: 'connection-refused', message: 'No.', details: { address: 'jobs.example:4730' } } as const;
  const { choose, press, said } = await open(
    [serverInfo(), here({ state: 'failed', failure: problem, retryAt: Date.now() + 29_900 })],
    { 'servers.retry': () => undefined },
  );
  await choose('staging');
  expect(screen.getByRole('complementary').textContent).toContain(
    'Nothing listens on jobs.example:4730. Start the server, or check the address. It is tried again in 30 s.',
  );
  said();
  await press('Try again now');
  expect(said()[0]).toEqual(['servers.retry', { id: 'staging' }]);
});

test('what is being tried is not said to be tried later, and when it was counted last is told', async () => {
  const problem = { code: 'connection-timeout', message: 'No.', details: { address: 'a:1', seconds: 5 } } as const;
  const away = { state: 'failed', failure: problem, echo: null, counts: null } as const;
  const { choose } = await open([
    serverInfo(),
    here({ ...away, retryAt: Date.now() - 10, countedAt: Date.now() - 60_500 }),
  ]);
  await choose('staging');
  const { textContent } = screen.getByRole('complementary');
  expect(textContent).toContain('It is being tried now.');
  expect(textContent).toMatch(/Counted at.*1 min ago/);
});

test('functions that nobody does are marked, and what changes one names the server', async () => {
  const { choose, tab, press, rows, said } = await open([serverInfo(), here()]);
  await choose('staging');
  await tab('Functions');
  expect(rows('Functions')).toEqual(['idle, 0 queued, 0 running, 1 worker', 'stuck, 3 queued and no worker']);
  fireEvent.click(screen.getByRole('row', { name: /^stuck/ }));
  await press('Drop…');
  const dialog = screen.getByRole('alertdialog');
  expect(dialog.textContent).toContain('Drop “stuck” on staging?');
  expect(dialog.textContent).toContain('3 queued jobs do not keep a gearmand from it.');
  said();
  await press('Drop on staging');
  expect(said()[0]).toEqual(['servers.act', { id: 'staging', action: { kind: 'drop', function: 'stuck' } }]);
  expect(useStore.getState().app.notice).toMatchObject({ kind: 'server-drop', name: 'stuck', said: 'OK' });
});

test('a function with jobs of a server elsewhere is dropped only once its name was typed', async () => {
  const { choose, tab, press } = await open([serverInfo(), here({ loopback: false })]);
  await choose('staging');
  await tab('Functions');
  fireEvent.click(screen.getByRole('row', { name: /^stuck/ }));
  await press('Drop…');
  const confirm = screen.getByRole<HTMLButtonElement>('button', { name: 'Drop on staging' });
  expect(confirm.disabled).toBe(true);
  fireEvent.change(screen.getByLabelText('Type stuck to confirm.'), { target: { value: 'stuck' } });
  expect(confirm.disabled).toBe(false);
});

test('what the server refuses is said where it was asked', async () => {
  const details = { address: 'jobs.example:4730', why: 'said', said: 'function not found' };
  const { choose, tab, press } = await open([serverInfo(), here()], {
    'servers.act': () => refuse('change-refused', 'No.', details),
  });
  await choose('staging');
  await tab('Functions');
  await press('Create function…');
  fireEvent.change(screen.getByLabelText('Name'), { target: { value: 'new' } });
  await press('Create on staging');
  expect(within(screen.getByRole('alertdialog')).getByRole('alert').textContent).toContain('function not found');
});

test('a bound is a whole number, and none takes it away', async () => {
  const { choose, tab, press, said } = await open([serverInfo(), here()]);
  await choose('staging');
  await tab('Functions');
  fireEvent.click(screen.getByRole('row', { name: /^idle/ }));
  await press('Max queue…');
  const field = screen.getByLabelText('Most jobs; empty takes the bound away');
  fireEvent.change(field, { target: { value: '1.5' } });
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Set on staging' }).disabled).toBe(true);
  fireEvent.change(field, { target: { value: '' } });
  said();
  await press('Set on staging');
  expect(said()[0]).toEqual([
    'servers.act',
    { id: 'staging', action: { kind: 'maxqueue', function: 'idle', most: null } },
  ]);
});

test('jobs and workers are listed as the server tells them', async () => {
  const { choose, tab, press, rows, said } = await open([serverInfo(), here()]);
  await choose('staging');
  await tab('Workers');
  expect(rows('Workers')).toEqual(['-, 10.0.0.9, idle']);
  await tab('Jobs');
  expect(rows('Jobs')).toEqual(['H:x:1, Will be skipped']);
  fireEvent.click(screen.getByRole('row', { name: /^H:x:1/ }));
  await press('Cancel job…');
  expect(screen.getByRole('alertdialog').textContent).toContain('A running one goes on, its worker is not told.');
  said();
  await press('Cancel job on staging');
  expect(said()[0]).toEqual(['servers.act', { id: 'staging', action: { kind: 'cancel', handle: 'H:x:1' } }]);
});

test('a server that is not here cannot be changed until it is unlocked, which asks and names it', async () => {
  const { choose, tab, press, said } = await open([serverInfo(), attachedServer()]);
  await choose('staging');
  await tab('Functions');
  const create = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Create function…' });
  expect([create().disabled, create().title]).toEqual([
    true,
    'staging is locked, because it is not on this machine: nothing of it can be changed, and no worker of Gearbench takes its jobs.',
  ]);
  await press('Unlock…');
  expect(screen.getByRole('alertdialog').textContent).toContain('Unlock staging?');
  said();
  await press('Unlock staging');
  expect(said()[0]).toEqual(['servers.unlock', { id: 'staging', unlocked: true }]);
});

test('an embedded server has no jobs by handle: those are in the list of jobs', async () => {
  const { choose } = await open([serverInfo(), here()]);
  await choose('local');
  expect(screen.getAllByRole('tab').map(({ textContent }) => textContent)).toEqual([
    ...['Details', 'Functions', 'Workers', 'Console'],
  ]);
});

test('addresses of a group are copied as one list, as GEARMAN_SERVERS takes it; of one alone there is none', () => {
  const copied = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  const second = attachedServer({ id: 'second', address: 'b.example:4731' });
  const press = (list: ServerInfo[], label: string) => {
    useStore.setState(({ servers }) => ({ servers: { ...servers, list } }));
    const entries = serverMenu(second, useStore.getState(), textIn('en')).flat();
    const entry = entries.find((each) => each.label === label);
    entry?.run?.();
    return entry !== undefined;
  };
  expect(press([serverInfo(), attachedServer(), second], 'Copy addresses of eu')).toBe(true);
  expect(copied.mock.calls).toEqual([['jobs.example:4730,b.example:4731']]);
  expect(press([serverInfo(), second], 'Copy addresses of eu')).toBe(false);
  copied.mockRestore();
});
