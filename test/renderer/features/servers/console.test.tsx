import { act, fireEvent, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { ConsoleAnswer } from '../../../../main/contract/server-console.ts';
import type { ServerInfo } from '../../../../main/contract/servers.ts';
import { ServersScreen } from '../../../../renderer/features/servers/ServersScreen.tsx';
import { useStore } from '../../../../renderer/store/index.ts';
import { type Answers, fakeBridge, refuse, settled } from '../../../support/bridge.ts';
import { show } from '../../../support/in-window.tsx';
import { attachedServer, serverFunctionRow, serverInfo } from '../../../support/samples.ts';

const here = (different: Partial<ServerInfo> = {}) => attachedServer({ loopback: true, locked: false, ...different });

const whole = (said: string, more: Partial<ConsoleAnswer> = {}): ConsoleAnswer => ({
  ...{ said, left: 0, end: 'whole', milliseconds: 3 },
  ...more,
});

async function open(info: ServerInfo, answers: Answers = {}) {
  const bridge = fakeBridge({
    'servers.list': () => [serverInfo(), info],
    'servers.history': () => null,
    'servers.say': () => whole('OK\r\n'),
    'servers.hush': () => undefined,
    'servers.functions': () => ({
      ...{ total: 2, functions: 2, queued: 0, running: 0, workers: 0 },
      rows: ['resize', 'reverse'].map((name) => serverFunctionRow({ name })),
    }),
    ...answers,
  });
  useStore.getState().pullServers();
  useStore.getState().openConsole(info.id);
  await act(async () => void show(<ServersScreen />));
  await act(bridge.frame);
  bridge.said();
  const field = () => screen.getByRole<HTMLInputElement>('combobox', { name: /^Line for/ });
  const type = (value: string) => act(async () => void fireEvent.change(field(), { target: { value } }));
  const key = (name: string, more: object = {}) =>
    act(async () => {
      fireEvent.keyDown(field(), { key: name, ...more });
      await settled();
    });
  const say = async (line: string) => {
    await type(line);
    await key('Enter');
  };
  const offers = () => screen.queryAllByRole('option').map(({ textContent }) => textContent);
  const entry = (line: string) => screen.getByRole('region', { name: line });
  return { ...bridge, field, type, key, say, offers, entry };
}

test('it is opened with the caret in its field, and says what it is for', async () => {
  const { field, said } = await open(here());
  expect(document.activeElement).toBe(field());
  expect(screen.getByRole('log').textContent).toContain('Say something to staging');
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'workers' })));
  expect(said()).toEqual([['servers.say', { id: 'staging', line: 'workers' }]]);
});

test('a table has heads and what it means, or is shown as it came', async () => {
  const { say, entry } = await open(here(), { 'servers.say': () => whole('resize\t3\t1\t2\n.\n') });
  await say('status');
  const table = within(entry('status'));
  expect(table.getAllByRole('columnheader').map(({ textContent }) => textContent)).toEqual([
    'Function',
    'Total',
    'Running',
    'Workers',
  ]);
  expect(table.getAllByRole('cell').map(({ textContent }) => textContent)).toEqual(['resize', '3', '1', '2']);
  expect(entry('status').textContent).toContain('Each function with all its jobs');
  expect(screen.getByRole('status').textContent).toBe('status: 1 row');
  await act(async () => fireEvent.click(screen.getByRole('radio', { name: 'As it came' })));
  expect(entry('status').querySelector('pre')?.textContent).toBe('resize\t3\t1\t2\n.');
});

test('what a line means is said, and what the server did not know is not offered again', async () => {
  const { say, entry, type, offers } = await open(here(), {
    'servers.say': () => whole('ERR UNKNOWN_COMMAND Unknown+server+commandverbose\r\n'),
  });
  await say('verbose');
  expect(entry('verbose').textContent).toContain('The server does not know this line.');
  await type('ver');
  expect(offers()).toEqual(['versionits version']);
});

test('arrows bring earlier lines back, and what was typed after them', async () => {
  const { say, type, key, field } = await open(here());
  await say('status');
  await say('workers');
  await say('status'); // stands once
  await type('x');
  const values: string[] = [];
  for (const name of ['ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowDown', 'ArrowDown', 'ArrowDown']) {
    await key(name);
    values.push(field().value);
  }
  expect(values).toEqual(['status', 'workers', 'workers', 'status', 'x', 'x']);
});

test('what may be meant is chosen by arrows and taken by Tab or Enter, which sends nothing', async () => {
  const { type, key, field, offers, said } = await open(here());
  await type('sh');
  expect(offers()).toEqual(['show jobsjobs by handle', 'show unique jobsunique IDs of jobs']);
  await key('ArrowDown');
  await key('ArrowDown');
  await key('Enter');
  expect([field().value, offers(), said()]).toEqual(['show unique jobs', [], []]);
  await type('dro');
  await key('Tab');
  await act(async () => settled());
  expect([field().value, offers()]).toEqual(['drop function ', ['resize', 'reverse']]);
  await type('drop function rev');
  await key('Tab');
  expect(field().value).toBe('drop function reverse');
});

test('handles that the server has told are offered', async () => {
  const { say, type, offers } = await open(here(), {
    'servers.say': () => whole('H:x:1\t0\t0\t1\nH:x:2\t0\t0\t0\n.\n'),
  });
  await say('show jobs');
  await type('cancel job H:x');
  expect(offers()).toEqual(['H:x:1', 'H:x:2']);
});

test('what destroys something asks first and names the server; what does not is sent', async () => {
  const { say, said } = await open(here());
  await say('drop function resize');
  const dialog = screen.getByRole('alertdialog');
  expect(dialog.textContent).toContain('Drop “resize” on staging?');
  expect(said().filter(([name]) => name === 'servers.say')).toEqual([]);
  await act(async () => fireEvent.click(within(dialog).getByRole('button', { name: 'Send to staging' })));
  expect(said()).toEqual([['servers.say', { id: 'staging', line: 'drop function resize' }]]);
  await say('shutdown');
  expect(screen.getByRole('alertdialog').textContent).toContain('Shut down staging?');
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Cancel' })));
  await say('maxqueue resize 3');
  expect(said().filter(([name]) => name === 'servers.say')).toEqual([
    ['servers.say', { id: 'staging', line: 'maxqueue resize 3' }],
  ]);
});

test('our own server is not asked about a shutdown that it does not know', async () => {
  const { say, said, entry } = await open(serverInfo(), {
    'servers.say': () => whole('ERR UNKNOWN_COMMAND Unknown+server+commandshutdown\r\n'),
  });
  await say('shutdown');
  expect(said()).toEqual([['servers.say', { id: 'local', line: 'shutdown' }]]);
  expect(entry('shutdown').textContent).toContain('as gearmand 1.1.20 and Gearbench’s own do not');
});

test('a locked server is only asked: the rest is refused where it was typed, with the words of all changes', async () => {
  const { say, entry } = await open(attachedServer(), {
    'servers.say': ({ line }) =>
      line === 'version' ? whole('OK 1.1.20\n') : refuse('server-locked', 'No.', { server: 'staging' }),
  });
  expect(screen.getByText('While staging is locked, lines that only ask are sent.').tagName).toBe('SPAN');
  await say('version');
  expect(entry('version').textContent).toContain('OK 1.1.20');
  await say('shutdown');
  expect(screen.queryByRole('alertdialog')).toBe(null);
  expect(entry('shutdown').textContent).toContain('staging is locked');
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Unlock…' })));
  expect(useStore.getState().servers.unlocking).toBe('staging');
});

test('an answer that does not come can be given up, and comes too late then', async () => {
  let answer = (_: ConsoleAnswer) => {};
  const { type, key, entry, said } = await open(here(), {
    'servers.say': () => new Promise<ConsoleAnswer>((resolve) => (answer = resolve)),
  });
  await type('status');
  await key('Enter');
  expect(entry('status').textContent).toContain('Runs for');
  await key('Escape');
  expect(said().at(-1)).toEqual(['servers.hush', { id: 'staging' }]);
  answer(whole('.\n'));
  await act(async () => settled());
  expect(entry('status').textContent).toContain('Nobody waited for the answer.');
});

test.each([
  [whole('', { end: 'closed' }), 'The server closed the connection and said nothing.'],
  [whole('OK\r\n', { end: 'closed' }), 'Then the server closed the connection.'],
  [whole('a\t1', { end: 'late' }), 'That is all that came within 10 s.'],
  [whole('', { end: 'late' }), 'Nothing came within 10 s.'],
  [whole('a\t1\n', { end: 'cut', left: 5_000_000 }), 'More was left out: 5.0 MB.'],
  [whole(''), 'It said nothing to that'],
])('how an answer ended is said: %j', async (answer, text) => {
  const { say, entry } = await open(here(), { 'servers.say': () => answer });
  await say('status');
  expect(entry('status').textContent).toContain(text);
});

test('of many rows the first are shown, and all where they are asked for', async () => {
  const rows = Array.from({ length: 250 }, (_, index) => `f${index}\t0\t0\t0\n`);
  const { say, entry } = await open(here(), { 'servers.say': () => whole(`${rows.join('')}.\n`) });
  await say('status');
  expect(within(entry('status')).getAllByRole('row')).toHaveLength(201);
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Show all 250 rows' })));
  expect(within(entry('status')).getAllByRole('row')).toHaveLength(251);
});

test('all is cleared, by keys too', async () => {
  const { say, key } = await open(here());
  await say('version');
  await key('l', { ctrlKey: true });
  expect(screen.queryByRole('region', { name: 'version' })).toBe(null);
});
