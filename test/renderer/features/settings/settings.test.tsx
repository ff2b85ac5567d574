import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { ExporterState } from '../../../../main/contract/exporter.ts';
import { Settings } from '../../../../main/contract/settings.ts';
import { ViewState } from '../../../../main/contract/view.ts';
import { limitText, limitValue } from '../../../../renderer/features/settings/limit-text.ts';
import { SettingsScreen } from '../../../../renderer/features/settings/SettingsScreen.tsx';
import { SETTINGS } from '../../../../renderer/features/settings/table.ts';
import { textIn } from '../../../../renderer/i18n/text.tsx';
import { useStore } from '../../../../renderer/store/index.ts';
import { fakeBridge } from '../../../support/bridge.ts';
import { show } from '../../../support/in-window.tsx';
import { serverStatus, terminalState } from '../../../support/samples.ts';

async function open(
  queue: { path: string; problem: null } | null,
  durable: boolean,
  exporter: (settings: Settings) => ExporterState = () => ({ state: 'off' }),
) {
  let settings = Settings.parse({ durable });
  let server = serverStatus({ queue });
  const bridge = fakeBridge({
    'app.info': () => ({
      version: '1',
      platform: 'linux',
      locale: 'en',
      electron: '42',
      node: '24',
      root: false,
      standIn: null,
    }),
    'view.get': () => ViewState.parse({}),
    'view.kept': () => null,
    'settings.get': () => settings,
    'terminal.state': () => terminalState(),
    'exporter.state': () => exporter(settings),
    'settings.change': (change) => {
      settings = Settings.parse({ ...settings, ...change });
      return settings;
    },
    'server.status': () => server,
    'server.stop': () => serverStatus({ state: 'stopped' }),
    'server.start': () => {
      server = serverStatus({ queue: settings.durable ? { path: '/data/queue.db', problem: null } : null });
      return server;
    },
  });
  const { load, pullServer } = useStore.getState();
  await Promise.all([load(), pullServer()]);
  show(<SettingsScreen />);
  return bridge;
}

const durable = () => screen.getByRole('checkbox', { name: 'Durable background jobs' });
const restart = () => screen.queryByRole('button', { name: 'Restart the job server' });

test('durable background jobs are switched on from the next start on, which can be now', async () => {
  await open(null, false);
  expect([durable().getAttribute('aria-checked'), restart()]).toEqual(['false', null]);
  fireEvent.click(durable());
  await waitFor(() => expect(durable().getAttribute('aria-checked')).toBe('true'));
  expect(screen.queryByText(/queue\.db/)).toBe(null);
  fireEvent.click(restart() as HTMLElement);
  await screen.findByText(/They are in \/data\/queue\.db\./);
  expect(restart()).toBe(null);
});

test('every setting of the table is shown, with what it does', async () => {
  await open(null, false);
  const { t } = textIn('en');
  const rows = [...document.querySelectorAll('[data-setting]')].map((words) => [
    words.textContent,
    words.nextElementSibling?.querySelector('.help')?.textContent,
  ]);
  expect(rows.toSorted()).toEqual(SETTINGS.map(({ label, help }) => [t(label), t(help)]).toSorted());
});

test('switched off they stay durable until the server is started again', async () => {
  await open({ path: '/data/queue.db', problem: null }, true);
  fireEvent.click(durable());
  await waitFor(() => expect(restart()).not.toBe(null));
  expect(screen.queryByText(/They are in/)).not.toBe(null);
});

test('what is not as at first can be put back, and only that', async () => {
  await open(null, false);
  const reset = () => screen.queryByRole('button', { name: 'Reset “Order of jobs”' });
  expect(reset()).toBe(null);
  fireEvent.click(screen.getByRole('radio', { name: 'Priority first' }));
  await waitFor(() => expect(reset()).not.toBe(null));
  fireEvent.click(reset() as HTMLElement);
  await waitFor(() => expect(reset()).toBe(null));
  expect(screen.getByRole('radio', { name: 'Function first' }).getAttribute('aria-checked')).toBe('true');
});

test('how many jobs run at once is typed, and kept where it may be so', async () => {
  const { said } = await open(null, false);
  said();
  const type = (value: string) => {
    const field = screen.getByLabelText('Jobs at once');
    fireEvent.change(field, { target: { value } });
    fireEvent.blur(field);
  };
  for (const none of ['-1', '1e2', '0x8', ' ', '']) type(none);
  expect([said(), screen.queryAllByText('From 0 to 1,024.').length]).toEqual([[], 1]);
  type('8');
  await waitFor(() => expect(said()).toEqual([['settings.change', { concurrency: 8 }]]));
});

test('a limit is typed with its unit, kept when it may be so, and reset', async () => {
  const { said } = await open(null, false);
  const field = () => screen.getByRole('textbox', { name: 'Packet' }) as HTMLInputElement;
  expect(field().value).toBe('256 M');
  fireEvent.change(field(), { target: { value: '2 G' } });
  fireEvent.keyDown(field(), { key: 'Enter' });
  expect([field().getAttribute('aria-invalid'), screen.queryByText('From 1 K to 1 G.') !== null]).toEqual([
    'true',
    true,
  ]);
  fireEvent.change(field(), { target: { value: '64m' } });
  fireEvent.keyDown(field(), { key: 'Enter' });
  await waitFor(() => expect(field().value).toBe('64 M'));
  fireEvent.click(screen.getByRole('button', { name: 'Reset “Packet”' }));
  await waitFor(() => expect(field().value).toBe('256 M'));
  expect(
    said()
      .filter(([name]) => name === 'settings.change')
      .map(([, input]) => input),
  ).toEqual([{ limits: { packet: 64 * 1024 * 1024 } }, { limits: {} }]);
});

test.each([
  ['line', 8192, '8 K'],
  ['line', 100, '100'],
  ['jobBytes', 2 ** 31, '2 G'],
  ['connections', 2048, '2048'],
] as const)('the limit %s of %d is typed %j', (name, value, text) => {
  expect([limitText(name, value), limitValue(name, text)]).toEqual([text, value]);
});

test.each([
  ['connections', '1K'],
  ['packet', '-1'],
  ['packet', '1.5 M'],
  ['packet', ''],
  ['line', '1'],
] as const)('the limit %s cannot be %j', (name, text) => {
  expect(limitValue(name, text)).toBe(null);
});

test('single keys and the spoken summary are on at first, and switched off', async () => {
  await open(null, false);
  const keys = screen.getByRole('checkbox', { name: 'Letters and signs act in lists' });
  const spoken = screen.getByRole('checkbox', { name: 'Say how many packets have come' });
  expect([keys, spoken].map((box) => box.getAttribute('aria-checked'))).toEqual(['true', 'true']);
  fireEvent.click(keys);
  fireEvent.click(spoken);
  await waitFor(() =>
    expect([keys, spoken].map((box) => box.getAttribute('aria-checked'))).toEqual(['false', 'false']),
  );
  const { settings } = useStore.getState().app;
  expect([settings?.singleKeys, settings?.spokenTraffic]).toEqual([false, false]);
});

/** Presses a button or a box, and lets the engine tell that the settings changed. */
async function press(bridge: Awaited<ReturnType<typeof open>>, role: 'checkbox' | 'button', name: string) {
  bridge.said();
  fireEvent.click(screen.getByRole(role, { name }));
  await waitFor(() => expect(bridge.said().map(([call]) => call)).toContain('settings.change'));
  await act(async () => bridge.emit('tick', { settings: performance.now() }));
}

test('metrics say where they are once they are switched on', async () => {
  const bridge = await open(null, false, ({ exporter, exporterPort }) =>
    exporter ? { state: 'serving', url: `http://127.0.0.1:${exporterPort}/metrics` } : { state: 'off' },
  );
  expect(screen.queryByRole('button', { name: 'Copy the address' })).toBe(null);
  await press(bridge, 'checkbox', 'Serve figures for Prometheus');
  await screen.findByText(/They are on http:\/\/127\.0\.0\.1:9418\/metrics\./);
  expect(screen.queryByRole('button', { name: 'Copy the address' })).not.toBe(null);
});

test('metrics whose port is taken say by whom, and offer another one', async () => {
  const bridge = await open(null, false, ({ exporter, exporterPort }) => {
    if (!exporter) return { state: 'off' };
    if (exporterPort === 9420) return { state: 'serving', url: 'http://127.0.0.1:9420/metrics' };
    const details = { port: 9418, name: 'other', pid: 12, freePort: 9420 };
    return { state: 'failed', failure: { code: 'port-in-use', message: 'Taken.', details } };
  });
  await press(bridge, 'checkbox', 'Serve figures for Prometheus');
  expect((await screen.findByText(/is used by/)).textContent).toBe('Port 9418 is used by other (pid 12).');
  await press(bridge, 'button', 'Use 9420');
  await screen.findByText(/They are on http:\/\/127\.0\.0\.1:9420/);
});
