import { act, fireEvent, screen, within } from '@testing-library/react';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Failure } from '../../../../main/contract/errors.ts';
import type { PortHolder, ServerFailure, ServerStatus } from '../../../../main/contract/server.ts';
import type { ServerDraft } from '../../../../main/contract/servers.ts';
import { Settings } from '../../../../main/contract/settings.ts';
import { ConflictBanner } from '../../../../renderer/features/frame/ConflictBanner.tsx';
import { NoticeToast } from '../../../../renderer/features/frame/NoticeToast.tsx';
import { ProblemBanner } from '../../../../renderer/features/frame/ProblemBanner.tsx';
import { ServerBanner } from '../../../../renderer/features/frame/ServerBanner.tsx';
import { StandInBanner } from '../../../../renderer/features/frame/StandInBanner.tsx';
import { serverLook } from '../../../../renderer/features/frame/server-look.ts';
import { useStore } from '../../../../renderer/store/index.ts';
import { Banner } from '../../../../renderer/ui/Banner.tsx';
import { type Answers, fakeBridge, refuse, settled } from '../../../support/bridge.ts';
import { show } from '../../../support/in-window.tsx';
import { attachedServer, serverStatus, workspace } from '../../../support/samples.ts';

const failure = (different: Partial<ServerFailure> = {}): ServerFailure => ({
  code: 'port-in-use',
  message: 'Port 4730 is taken.',
  port: 4730,
  owner: null,
  freePort: null,
  ...different,
});
const failed = (different: Partial<ServerFailure>): Partial<ServerStatus> => ({
  state: 'failed',
  echo: null,
  addresses: [],
  failure: failure(different),
});

async function banner(status: Partial<ServerStatus>) {
  const bridge = fakeBridge({ 'server.status': () => serverStatus(status), 'server.start': () => serverStatus() });
  await useStore.getState().pullServer();
  const { container } = show(<ServerBanner />);
  return { ...bridge, container };
}

const holder = (different: Partial<PortHolder> = {}): PortHolder => ({
  ...{ pid: 41, name: 'gearmand', keeper: null, jobs: { queued: 1200, running: 1 } },
  ...different,
});

async function asked(found: PortHolder | null, answers: Answers = {}) {
  const bridge = fakeBridge({
    'server.status': () => serverStatus(failed({ owner: { pid: 41, name: 'gearmand' }, ownGearmand: true })),
    'server.start': () => serverStatus(),
    'server.holder': () => found,
    'server.takePort': () => serverStatus(),
    ...answers,
  });
  await useStore.getState().pullServer();
  show(<ServerBanner />);
  bridge.said();
  const press = (name: string) => act(async () => void fireEvent.click(screen.getByRole('button', { name })));
  await press('Stop it and take 4730…');
  await act(settled);
  return { ...bridge, press };
}

test('one’s own gearmand is ended for its port once it was said who it is and what is lost', async () => {
  const { press, said } = await asked(holder());
  const dialog = screen.getByRole('alertdialog', { name: 'Stop gearmand and take port 4730?' });
  expect(dialog.textContent).toContain('gearmand (pid 41) is a job server of yours.');
  expect(dialog.textContent).toContain('It has 1,200 queued and 1 running jobs.');
  expect(dialog.textContent).toContain('It is sent SIGTERM');
  said();
  await press('Stop gearmand');
  expect(said()).toEqual([['server.takePort', { port: 4730, pid: 41 }]]);
  await act(settled);
  expect([screen.queryByRole('alertdialog'), useStore.getState().server?.state]).toEqual([null, 'running']);
});

test.each([
  [{ queued: 0, running: 0 }, 'It has no jobs now.'],
  [null, 'It does not tell what jobs it has.'],
])('what would be lost of %j', async (jobs, text) => {
  await asked(holder({ jobs }));
  expect(screen.getByRole('alertdialog').textContent).toContain(text);
});

test('one that is started again is ended by a command to copy, and nothing is sent to it', async () => {
  const { press, said } = await asked(holder({ keeper: { by: 'Homebrew', command: 'brew services stop gearman' } }));
  const dialog = screen.getByRole('alertdialog');
  expect(dialog.textContent).toContain('Homebrew starts it again whenever it ends.');
  expect(dialog.querySelector('code')?.textContent).toBe('brew services stop gearman');
  expect(dialog.textContent).not.toContain('SIGTERM');
  said();
  await press('Take port 4730');
  expect(said()).toEqual([['server.start', { port: 4730 }]]);
});

test('one that does not end is told where it was asked', async () => {
  const details = { name: 'gearmand', pid: 41, port: 4730, seconds: 10 };
  const { press } = await asked(holder(), { 'server.takePort': () => refuse('port-kept', 'No.', details) });
  await press('Stop gearmand');
  await act(settled);
  expect(within(screen.getByRole('alertdialog')).getByRole('alert').textContent).toContain(
    'gearmand (pid 41) was told to end and did not within 10 s',
  );
});

test('one that has gone meanwhile is not asked about', async () => {
  const { said } = await asked(null);
  expect([said().map(([name]) => name), screen.queryByRole('alertdialog')]).toEqual([
    ['server.holder', 'server.start'],
    null,
  ]);
});

test('an error is told at once, all else when there is time; it can be dismissed where that helps', () => {
  const dismiss = vi.fn();
  show(
    <>
      <Banner tone="error" onDismiss={dismiss}>
        {'It broke.'}
      </Banner>
      <Banner tone="info">{'It rests.'}</Banner>
    </>,
  );
  expect([screen.getByRole('alert').textContent, screen.getByRole('status').textContent]).toEqual([
    'It broke.',
    'It rests.',
  ]);
  fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
  expect([dismiss.mock.calls.length, screen.getAllByRole('button').length]).toEqual([1, 1]);
});

const full: Failure = { code: 'queue-disk-full', message: 'No.', details: { path: '/q.db', reason: 'full' } };

test.each<[string, Partial<ServerStatus>, string]>([
  [
    'cannot keep background jobs',
    { queue: { path: '/q.db', problem: full } },
    'Background jobs are refused because they cannot be kept. The queue file /q.db cannot grow: the disk is full. Make room on the disk.',
  ],
  [
    'has lost its queue file',
    { queue: { path: '/q.db', problem: { ...full, code: 'queue-gone' } } },
    'Background jobs are refused because they cannot be kept. The queue file /q.db was removed while it was in use. Jobs that are queued are in memory only, until they are done or the server stops. Others are refused until the server is restarted, which begins a new file.Restart server',
  ],
  [
    'did not start because of its queue file',
    failed({ code: 'queue-unusable', message: 'No.', queue: { ...full, code: 'queue-locked' } }),
    'The job server could not be started. The queue file /q.db is locked by another program. Close that program or choose another file.Try again',
  ],
  ['runs and answers', {}, ''],
  ['has not been started yet', { state: 'stopped', run: 0, echo: null }, ''],
  [
    'was stopped',
    { state: 'stopped', echo: null },
    'The job server is stopped. Clients and workers cannot connect, and nothing is queued.Start server',
  ],
  [
    'answers no echo',
    { echo: null },
    'The job server does not answer an echo. It may be busy; clients may have to wait.',
  ],
  [
    'finds its port taken',
    failed({ owner: { pid: 41, name: 'gearmand' }, port: 14_730 }),
    'Port 14730 is used by gearmand (pid 41).Try againAttach to it',
  ],
  ['finds its port taken by nobody knows whom', failed({}), 'Port 4730 is used by another program.Try again'],
  [
    'may not have its port',
    failed({ code: 'port-forbidden', port: 80 }),
    'Port 80 needs administrator rights. Choose one above 1023 in Settings.Try again',
  ],
  [
    'finds no address',
    failed({ code: 'address-missing' }),
    'This machine does not have the address that the server should listen on.Try again',
  ],
  [
    'cannot listen',
    failed({ code: 'listen-failed', message: 'EMFILE' }),
    'The job server could not be started. EMFILETry again',
  ],
])('a server that %s', async (_what, status, said) => {
  const { container } = await banner(status);
  expect(container.textContent).toBe(said);
});

test('a job server that has the port can be attached to instead', async () => {
  const { said, answers } = await banner(failed({ owner: { pid: 41, name: 'gearmand' }, port: 14_730 }));
  answers['servers.add'] = ({ server }) => attachedServer({ server: server as ServerDraft });
  answers['servers.list'] = () => [];
  said();
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Attach to it' })));
  expect(said()).toMatchObject([
    ['servers.add', { server: { kind: 'attached', label: '127.0.0.1:14730', address: '127.0.0.1:14730' } }],
  ]);
  expect(useStore.getState().app.screen).toBe('servers');
});

test('the way out of a taken port is the next free one', async () => {
  const { said, container } = await banner(failed({ freePort: 4731 }));
  said();
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Use port 4731' })));
  expect([said(), container.textContent]).toEqual([[['server.start', { port: 4731 }]], '']);
});

test.each<[Partial<ServerStatus>, string]>([
  [{}, 'running ok server.state.running'],
  [{ echo: null }, 'warn warn server.state.silent'],
  [{ state: 'starting', echo: null }, 'queued active server.state.starting'],
  [{ state: 'failed', echo: null }, 'error error server.state.failed'],
  [{ state: 'stopped', echo: null }, 'queued idle server.state.stopped'],
])('only an echo makes the light green: %o', (status, expected) => {
  expect(Object.values(serverLook(serverStatus(status))).join(' ')).toBe(expected);
});

test('a refusal is told in the window’s language, with its numbers as they are, until it is dismissed', async () => {
  const details = { path: '/x.json', size: 10_485_761, limit: 10_485_760 };
  fakeBridge({ 'server.stop': () => refuse('file-too-large', 'No.', details) });
  await useStore.getState().stopServer();
  show(<ProblemBanner />, 'zh');
  expect(screen.getByRole('alert').textContent).toBe('/x.json 过大：10485761 字节，上限为 10485760 字节。');
  fireEvent.click(screen.getByRole('button', { name: '知道了' }));
  expect(screen.queryByRole('alert')).toBe(null);
});

test('where a refusal has no reason of its own, its sentence is the reason', async () => {
  fakeBridge({ 'server.stop': () => refuse('internal', 'x is not a function') });
  await useStore.getState().stopServer();
  show(<ProblemBanner />);
  expect(screen.getByRole('alert').textContent).toBe(
    'Something went wrong in Gearbench: x is not a function. The log has the details.',
  );
});

test('a notice can be undone, and leaves by itself', () => {
  fakeBridge();
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  show(<NoticeToast />);
  const undo = vi.fn();
  const tell = () => act(() => useStore.getState().tell({ kind: 'function-deleted', name: 'wc', undo }));
  tell();
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  expect([undo.mock.calls.length, useStore.getState().app.notice]).toEqual([1, null]);
  tell();
  act(() => void vi.advanceTimersByTime(5999));
  expect(screen.getByText('Function wc deleted').tagName).toBe('SPAN');
  act(() => void vi.advanceTimersByTime(1));
  expect(screen.queryByText('Function wc deleted')).toBe(null);
});

test('a recent workspace that is gone can be taken out of the list where that is said', async () => {
  const path = '/gone.gearbench.json';
  const settings = (recent: string[]) => Settings.parse({ recent });
  const { said } = fakeBridge({
    'settings.get': () => settings([path]),
    'workspace.openRecent': () => refuse('file-missing', 'No.', { path }),
    'workspace.forget': () => undefined,
    'workspace.recent': () => [],
  });
  await useStore.getState().pullSettings();
  show(<ProblemBanner />);
  await act(() => useStore.getState().openRecent(path));
  said();
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Remove from the list' })));
  expect(said()).toEqual([
    ['workspace.forget', { path }],
    ['workspace.recent', undefined],
  ]);
  expect(screen.queryByRole('alert')).toBe(null);
});

test('another file that is gone is not', async () => {
  fakeBridge({
    'settings.get': () => Settings.parse({ recent: ['/other'] }),
    'workspace.open': () => refuse('file-missing', 'No.', { path: '/gone' }),
  });
  await useStore.getState().pullSettings();
  show(<ProblemBanner />);
  await act(() => useStore.getState().openWorkspace());
  expect([screen.getByRole('alert').textContent, screen.queryByRole('button', { name: /Remove/ })]).toEqual([
    '/gone does not exist any more.',
    null,
  ]);
});

test('who has to choose between their changes and the file is told why, and can', async () => {
  const problem = { code: 'file-not-json', message: 'No.', details: { path: '/a', line: 3, column: 1 } } as const;
  const { said } = fakeBridge({
    'workspace.get': () => workspace({ unsaved: true, conflict: { problem } }),
    'workspace.save': () => workspace(),
    'workspace.revert': () => null,
  });
  await useStore.getState().pullWorkspace();
  show(<ConflictBanner />);
  expect(screen.getByRole('status').textContent).toContain('its JSON breaks at line 3, column 1.');
  said();
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Read the file again' })));
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Overwrite the file' })));
  expect([said(), screen.queryByRole('status')]).toEqual([
    [
      ['workspace.revert', undefined],
      ['workspace.save', { overwrite: true }],
    ],
    null,
  ]);
});

test('a profile that cannot be written is told, with where things go instead', () => {
  const problem: Failure = {
    code: 'file-unwritable',
    message: 'No.',
    details: { path: '/home/me/.config/Gearbench', why: 'read-only', reason: 'it is read-only' },
  };
  const info = { version: '1', platform: 'linux', locale: 'en', electron: '', node: '', root: false } as const;
  useStore.setState(({ app }) => ({
    app: { ...app, info: { ...info, standIn: { problem, folder: '/tmp/gearbench-1' } } },
  }));
  show(<StandInBanner />);
  expect(screen.getByRole('status').textContent).toBe(
    'Gearbench cannot write to /home/me/.config/Gearbench: the disk can only be read. Settings, functions and the history of this session go to /tmp/gearbench-1, and are not there at the next start.',
  );
});

test('a workspace that could not be made is tried again', () => {
  const problem: Failure = {
    code: 'file-unwritable',
    message: 'No.',
    details: { path: '/w', why: 'disk-full', reason: 'full' },
  };
  const { said } = fakeBridge({ 'workspace.save': () => workspace() });
  useStore.setState({ workspace: workspace({ conflict: { problem } }) });
  show(<ConflictBanner />);
  expect(screen.getByRole('status').textContent).toContain('/w could not be written: the disk is full.');
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(said()).toEqual([['workspace.save', { overwrite: true }]]);
});
