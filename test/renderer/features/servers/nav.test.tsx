import { act, fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { ServerInfo } from '../../../../main/contract/servers.ts';
import { infoLook } from '../../../../renderer/features/servers/looks.ts';
import { ServerNav } from '../../../../renderer/features/servers/ServerNav.tsx';
import { useStore } from '../../../../renderer/store/index.ts';
import { fakeBridge } from '../../../support/bridge.ts';
import { show } from '../../../support/in-window.tsx';
import { attachedServer, serverInfo } from '../../../support/samples.ts';

const NOW = 1_000_000;

test.each<[string, Partial<ServerInfo>, string]>([
  ['that answered just now', { echo: { milliseconds: 1, at: NOW - 4900 } }, 'running ok servers.state.answers'],
  ['whose last answer is old', { echo: { milliseconds: 1, at: NOW - 5100 } }, 'warn warn server.state.silent'],
  ['that has never answered', { echo: null }, 'warn warn server.state.silent'],
  ['that is not connected yet', { state: 'starting' }, 'queued active servers.state.connecting'],
  ['that cannot be reached', { state: 'failed' }, 'error error servers.state.unreachable'],
  ['that is not looked at', { state: 'stopped' }, 'queued idle servers.state.detached'],
])('the light of a server %s', (_which, different, look) => {
  expect(Object.values(infoLook(attachedServer(different), NOW)).join(' ')).toBe(look);
});

test('a proxy whose server is away runs, and does not reach it', () => {
  const proxy: ServerInfo['server'] = {
    ...{ kind: 'proxy', label: 'Gate', colour: 'none', group: '', on: true, address: 'jobs.example:4730', tls: null },
    ...{ port: 4731, ownTls: null, readOnly: false },
  };
  const word = (failure: ServerInfo['failure']) =>
    infoLook(serverInfo({ id: 'gate', server: proxy, state: 'failed', failure }), NOW).word;
  expect(word({ code: 'connection-refused', message: 'No.', details: {} })).toBe('servers.state.unreachable');
  const taken = { code: 'port-in-use', message: 'No.', port: 4731, owner: null, freePort: 4732 } as const;
  expect(word({ ...taken, details: {} })).toBe('server.state.failed');
});

async function nav(list: ServerInfo[]) {
  const bridge = fakeBridge({ 'servers.list': () => list });
  await act(async () => show(<ServerNav />));
  await act(bridge.frame);
  return bridge;
}

test('servers stand by their groups, each with its mode, how it is and what is amiss', async () => {
  await nav([
    serverInfo(),
    attachedServer(),
    attachedServer({ id: 'b', locked: false, counts: { ...zero, stuck: 2 } }),
  ]);
  const names = [
    'Local 127.0.0.1:4730, Embedded, Running',
    'staging jobs.example:4730, Attached, Answers, Locked',
    'staging jobs.example:4730, Attached, Answers, 2 functions have queued jobs and no worker',
  ];
  expect(names.map((name) => screen.getAllByRole('button', { name }).length)).toEqual([1, 1, 1]);
  expect(screen.getByRole('list', { name: 'eu' }).childElementCount).toBe(2);
});

const zero = { functions: 0, queued: 0, running: 0, workers: 0, connections: 0, stuck: 0 };

test('they are one tab stop, arrow keys go through them, and a click shows one', async () => {
  await nav([serverInfo(), attachedServer()]);
  const [first, second] = screen.getAllByRole('listitem').map((item) => item.querySelector('button') as HTMLElement);
  expect([first?.tabIndex, second?.tabIndex]).toEqual([0, -1]);
  first?.focus();
  fireEvent.keyDown(first as Element, { key: 'ArrowDown' });
  expect(document.activeElement).toBe(second);
  act(() => fireEvent.click(second as Element));
  expect([useStore.getState().app.screen, useStore.getState().servers.chosen]).toEqual(['servers', 'staging']);
  expect([second?.getAttribute('aria-current'), second?.tabIndex, first?.tabIndex]).toEqual(['page', 0, -1]);
});
