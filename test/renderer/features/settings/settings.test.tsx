import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { Settings } from '../../../../main/contract/model.ts';
import { SettingsScreen } from '../../../../renderer/features/settings/SettingsScreen.tsx';
import { useStore } from '../../../../renderer/store/index.ts';
import { fakeBridge } from '../../../support/bridge.ts';
import { show } from '../../../support/in-window.tsx';
import { serverStatus } from '../../../support/samples.ts';

async function open(queue: { path: string; problem: null } | null, durable: boolean) {
  let settings = Settings.parse({ durable });
  let server = serverStatus({ queue });
  const bridge = fakeBridge({
    'app.info': () => ({ version: '1', platform: 'linux', locale: 'en', electron: '42', node: '24', root: false }),
    'settings.get': () => settings,
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

test('switched off they stay durable until the server is started again', async () => {
  await open({ path: '/data/queue.db', problem: null }, true);
  fireEvent.click(durable());
  await waitFor(() => expect(restart()).not.toBe(null));
  expect(screen.queryByText(/They are in/)).not.toBe(null);
});

test('the order of jobs is chosen, and what it means is said', async () => {
  await open(null, false);
  expect(screen.queryByText(/^As gearmand 1\.x/)).not.toBe(null);
  fireEvent.click(screen.getByRole('radio', { name: 'Priority first' }));
  await screen.findByText(/^As gearmand 2\.x/);
});
