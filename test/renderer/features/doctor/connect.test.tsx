import { act, fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { snippetsOf } from '../../../../main/doctor/snippets.ts';
import { ConnectSheet } from '../../../../renderer/features/doctor/ConnectSheet.tsx';
import { NoPhp } from '../../../../renderer/features/doctor/NoPhp.tsx';
import { useStore } from '../../../../renderer/store/index.ts';
import { fakeBridge, settled } from '../../../support/bridge.ts';
import { copied, show } from '../../../support/in-window.tsx';
import { serverStatus } from '../../../support/samples.ts';
import { scanOf } from '../../../support/scans.ts';

const CLIENT = '/opt/Gearbench/php/gearman.php';
const THERE = { address: { host: '127.0.0.1', port: 4730 }, php: '/usr/bin/php', dropIn: CLIENT };

async function opened(name: string, { serves = true, switchedOn = false } = {}) {
  const scan = await scanOf(name);
  const bridge = fakeBridge({
    'doctor.scan': () => scan,
    'doctor.snippets': ({ name: of }) => ({
      ...{ address: '127.0.0.1:4730', dropIn: CLIENT, switchedOn },
      ways: snippetsOf({ ...THERE, name: of }),
    }),
  });
  await useStore.getState().scanPhp(null);
  useStore.setState({ server: serverStatus({ state: serves ? 'running' : 'stopped' }) });
  useStore.getState().showDoctorSheet('connect');
  show(<ConnectSheet />);
  await act(settled);
  bridge.said();
  return bridge;
}
const texts = () => [...document.querySelectorAll('pre')].map(({ textContent }) => textContent);

test('scripts for the chosen PHP, with the server’s address: where gearman is loaded, with the extension', async () => {
  await opened('Debian, all well');
  expect(screen.getByRole('tab', { selected: true }).textContent).toBe('With the extension');
  expect(screen.getByText('The extension is loaded in this PHP.')).toBeDefined();
  expect(texts()[0]).toContain("$worker->addServer('127.0.0.1', 4730);");
  expect(texts()[1]).toContain("$client->doNormal('reverse', 'Hello');");
  expect(screen.getByText('The job server listens at 127.0.0.1:4730.')).toBeDefined();
  const said = copied();
  fireEvent.click(screen.getByRole('button', { name: 'Copy the worker' }));
  fireEvent.click(screen.getAllByRole('button', { name: 'Copy the command' })[1] as HTMLElement);
  expect(said[0]).toMatch(/^<\?php\n\n\$worker = /);
  expect(said[1]).toBe('/usr/bin/php client.php');
});

test('where it is not loaded, with the file that takes its place', async () => {
  await opened('Debian without php-gearman');
  expect(screen.getByRole('tab', { selected: true }).textContent).toBe('Without the extension');
  expect(texts()[0]).toContain(`<?php\nrequire '${CLIENT}';`);
  expect(JSON.parse(texts()[2] ?? '')).toEqual({ autoload: { files: ['gearman.php'] } });
  fireEvent.click(screen.getByRole('tab', { name: 'With the extension' }));
  expect(screen.getByText('The extension is not loaded in this PHP.')).toBeDefined();
  expect(texts()[2]).toBe("composer require 'ext-gearman:*'");
});

test('a server that does not run is started from there', async () => {
  const { answers, said } = await opened('Debian, all well', { serves: false });
  expect(screen.getByText('The job server at 127.0.0.1:4730 does not run.')).toBeDefined();
  answers['server.start'] = () => serverStatus({ state: 'running' });
  await act(async () => {
    fireEvent.click(screen.getByRole('button', { name: 'Start server' }));
    await settled();
  });
  expect(said().map(([call]) => call)).toContain('server.start');
  expect(screen.getByText('The job server listens at 127.0.0.1:4730.')).toBeDefined();
});

test('without any PHP it says how one comes to this system, and that no extension is needed', () => {
  fakeBridge();
  useStore.setState(({ app }) => ({ app: { ...app, info: { platform: 'darwin' } as never } }));
  show(<NoPhp actions={null} />);
  const said = copied();
  fireEvent.click(screen.getByRole('button', { name: 'Copy the command of Homebrew' }));
  fireEvent.click(screen.getByRole('button', { name: 'Copy the command of Docker' }));
  expect(said).toEqual(['brew install php', 'docker run --rm -it php:8.4-cli php -a']);
  fireEvent.click(screen.getByRole('button', { name: 'Do without the extension' }));
  expect(useStore.getState().doctor.sheet).toBe('connect');
});
