import type { IpcMainInvokeEvent, WebContents } from 'electron';
import { expect, test, vi } from 'vitest';
import type { Handlers, Reply } from '../../../main/contract/api.ts';
import { AppError } from '../../../main/contract/errors.ts';
import type { WorkspaceInfo } from '../../../main/contract/workspace.ts';
import { sendEvent, serveCalls, serveDrops } from '../../../main/shell/ipc.ts';

const ORIGIN = 'app://gearbench';
type Sender = { parent: object | null; origin: string } | null;
const ours: Sender = { parent: null, origin: ORIGIN };
const key = { server: 'local', run: 7, handle: 'H:t:1' };

/** The door, with these handlers behind it. */
function setup(handlers: { [name: string]: (input: never) => unknown } = {}) {
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  let listener: (event: IpcMainInvokeEvent, ...args: unknown[]) => Promise<Reply<unknown>>;
  serveCalls(
    {
      handle: (channel, handle) => {
        expect(channel).toBe('gearbench:call');
        listener = handle as typeof listener;
      },
    },
    handlers as unknown as Handlers,
    { origin: ORIGIN, log },
  );
  return {
    log,
    call: (name: unknown, input?: unknown, senderFrame: Sender = ours) =>
      listener({ senderFrame } as unknown as IpcMainInvokeEvent, name, input),
  };
}

test('what is checked goes to the handler, and its answer back', async () => {
  const query = vi.fn(async () => ({ rows: [] }));
  const { call } = setup({ 'packets.window': query });
  expect(await call('packets.window', { from: 'end', rows: 10, more: 'unknown' })).toEqual({
    ok: true,
    value: { rows: [] },
  });
  expect(query.mock.calls).toEqual([
    [
      {
        from: 'end',
        rows: 10,
        filter: '',
        probes: false,
        until: null,
        scope: { job: null, connections: null, time: null, servers: null },
      },
    ],
  ]);
});

test.each<[string, Sender, unknown, unknown, string]>([
  [
    'a page of somebody else',
    { parent: null, origin: 'https://gearbench.example' },
    'server.stop',
    undefined,
    'forbidden',
  ],
  [
    'a page whose origin begins like ours',
    { parent: null, origin: `${ORIGIN}.x` },
    'server.stop',
    undefined,
    'forbidden',
  ],
  ['a page with no origin', { parent: null, origin: 'null' }, 'server.stop', undefined, 'forbidden'],
  ['a frame in our page', { parent: {}, origin: ORIGIN }, 'server.stop', undefined, 'forbidden'],
  ['a frame that is gone', null, 'server.stop', undefined, 'forbidden'],
  ['an unknown call', ours, 'server.restart', undefined, 'unknown-call'],
  ['__proto__', ours, '__proto__', undefined, 'unknown-call'],
  ['what every object has', ours, 'toString', undefined, 'unknown-call'],
  ['constructor', ours, 'constructor', undefined, 'unknown-call'],
  ['no name', ours, undefined, undefined, 'unknown-call'],
  ['a name that is a list', ours, ['server.stop'], undefined, 'unknown-call'],
  ['input of the wrong kind', ours, 'server.start', { port: '4730' }, 'bad-input'],
  ['no input', ours, 'jobs.get', undefined, 'bad-input'],
  ['input where there is none', ours, 'server.stop', { force: true }, 'bad-input'],
])('%s is refused, and no handler runs', async (_what, sender, name, input, code) => {
  const handler = vi.fn();
  const { call } = setup({ 'server.start': handler, 'server.stop': handler, 'jobs.get': handler });
  expect(await call(name, input, sender)).toMatchObject({ ok: false, error: { code } });
  expect(handler).not.toHaveBeenCalled();
});

test('bad input is told with its field', async () => {
  const { call } = setup();
  expect(await call('jobs.get', { ...key, handle: 'Ā' })).toEqual({
    ok: false,
    error: {
      code: 'bad-input',
      message: 'handle: it is not a string of bytes',
      details: { field: 'handle', why: 'not-bytes', reason: 'it is not a string of bytes' },
    },
  });
});

test('a refusal of the engine keeps its code and its details, and is no fault', async () => {
  const { call, log } = setup({
    'workers.start': () => {
      throw new AppError('program-not-found', 'wc was not found.', { program: 'wc' });
    },
  });
  expect(await call('workers.start', { name: 'wc' })).toEqual({
    ok: false,
    error: { code: 'program-not-found', message: 'wc was not found.', details: { program: 'wc' } },
  });
  expect(log.error).not.toHaveBeenCalled();
});

test.each<[string, unknown, string]>([
  ['an error', new TypeError('x is not a function'), 'x is not a function'],
  ['something else', 'oh', 'oh'],
])('a bug that throws %s is internal, and in the log', async (_what, thrown, message) => {
  const { call, log } = setup({ 'jobs.get': () => Promise.reject(thrown) });
  expect(await call('jobs.get', key)).toEqual({ ok: false, error: { code: 'internal', message, details: {} } });
  expect(log.error.mock.calls).toEqual([['The call jobs.get failed.', thrown]]);
});

test('a file that was dropped is opened by its path, from our own page only', async () => {
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const open = vi.fn(async (path: string) => {
    if (path === '/bug') throw new TypeError('x is not a function');
    if (path !== '/a') throw new AppError('file-missing', `${path} does not exist.`, { path });
    return { name: 'a' } as WorkspaceInfo;
  });
  let listener: (event: IpcMainInvokeEvent, ...args: unknown[]) => Promise<Reply<unknown>>;
  serveDrops({ handle: (_channel, handle) => (listener = handle as typeof listener) }, open, { origin: ORIGIN, log });
  const drop = (path: unknown, senderFrame: Sender = ours) =>
    listener({ senderFrame } as unknown as IpcMainInvokeEvent, path);
  expect(await drop('/a')).toEqual({ ok: true, value: { name: 'a' } });
  expect(await drop('/b')).toMatchObject({ ok: false, error: { code: 'file-missing', details: { path: '/b' } } });
  expect(await drop('/bug')).toMatchObject({ ok: false, error: { code: 'internal' } });
  expect(log.error).toHaveBeenCalledOnce();
  open.mockClear();
  expect(await drop('/a', { parent: null, origin: 'null' })).toMatchObject({ error: { code: 'forbidden' } });
  // A file that the page made itself has no path.
  for (const path of ['', undefined, ['/a']]) expect(await drop(path)).toMatchObject({ error: { code: 'bad-input' } });
  expect(open).not.toHaveBeenCalled();
});

test('an event goes to a window as long as there is one', () => {
  const send = vi.fn();
  const target = (gone: boolean) => ({ isDestroyed: () => gone, send }) as unknown as WebContents;
  sendEvent(target(false), 'command', 'go.jobs');
  sendEvent(target(true), 'command', 'go.traffic');
  expect(send.mock.calls).toEqual([['gearbench:event', 'command', 'go.jobs']]);
});
