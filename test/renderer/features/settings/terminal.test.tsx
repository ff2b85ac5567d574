import { fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { TerminalCommandState } from '../../../../main/contract/terminal-command.ts';
import { TerminalSettings } from '../../../../renderer/features/settings/TerminalSettings.tsx';
import { fakeBridge, settled } from '../../../support/bridge.ts';
import { show } from '../../../support/in-window.tsx';
import { terminalState } from '../../../support/samples.ts';

const PATH_LINE = "echo 'export PATH=…' >> ~/.zshrc";

async function open(state: Partial<TerminalCommandState>, installed: Partial<TerminalCommandState> = {}) {
  const bridge = fakeBridge({
    'terminal.state': () => terminalState(state),
    'terminal.install': () => terminalState({ state: 'installed', ...installed }),
    'terminal.remove': () => terminalState(),
  });
  show(<TerminalSettings />);
  await screen.findByRole('status');
  return bridge;
}

const buttons = () => screen.getAllByRole('button').map(({ textContent }) => textContent);
const lines = () => [...document.querySelectorAll('code')].map(({ textContent }) => textContent);

test('what installs it installs it, and says what to type where terminals do not find it', async () => {
  await open({}, { found: 'nothing' });
  expect(lines()).toEqual([]);
  fireEvent.click(screen.getByRole('button', { name: 'Install the gearbench command' }));
  await screen.findByText(/Terminals do not find it yet/);
  expect(lines()).toEqual([PATH_LINE]);
  expect(buttons()).toEqual(['Remove it', 'Look again', '']);
});

test('where terminals find it, the line for completion is told', async () => {
  await open({ state: 'installed' });
  expect(lines()).toEqual(["echo 'source <(gearbench completion zsh)' >> ~/.zshrc"]);
  fireEvent.click(screen.getByRole('button', { name: 'Remove it' }));
  await screen.findByText(/It would be/);
  expect(lines()).toEqual([]);
});

test.each<[Partial<TerminalCommandState>, RegExp]>([
  [{ state: 'outdated' }, /runs another Gearbench than this one/],
  [{ state: 'installed', found: 'another', another: '/opt/bin/gearbench' }, /find \/opt\/bin\/gearbench first/],
  [{ state: 'installed', found: 'unknown' }, /did not tell where it finds programs/],
  [{ state: 'installed', found: 'nothing', shell: null, pathLine: null }, /Add ~\/\.local\/bin to the PATH/],
])('%o is told', async (state, words) => {
  await open(state);
  screen.getByText(words);
});

test('a state that was asked for before does not go over what came of installing it', async () => {
  let tell = (_: TerminalCommandState) => {};
  fakeBridge({
    'terminal.state': () => new Promise((resolve) => (tell = resolve)),
    'terminal.install': () => terminalState({ state: 'installed' }),
  });
  show(<TerminalSettings />);
  fireEvent.click(screen.getByRole('button', { name: 'Install the gearbench command' }));
  await screen.findByText(/^It is /);
  tell(terminalState());
  await settled();
  screen.getByText(/^It is /);
});
