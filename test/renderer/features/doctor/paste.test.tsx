import { act, fireEvent, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { explain } from '../../../../main/calls/doctor-explain.ts';
import { PASTE_MOST } from '../../../../main/contract/doctor.ts';
import { PasteSheet } from '../../../../renderer/features/doctor/PasteSheet.tsx';
import type { Language } from '../../../../renderer/i18n/text.tsx';
import { useStore } from '../../../../renderer/store/index.ts';
import { fakeBridge, settled } from '../../../support/bridge.ts';
import { show } from '../../../support/in-window.tsx';

function opened(language: Language = 'en') {
  const bridge = fakeBridge({ 'doctor.explain': ({ text }) => explain(text) });
  act(() => useStore.getState().showDoctorSheet('paste'));
  show(<PasteSheet />, language);
  return bridge;
}
const paste = (text: string) =>
  act(async () => {
    fireEvent.change(screen.getByRole('textbox'), { target: { value: text } });
    for (let turn = 0; turn < 5; turn += 1) await settled();
  });

test('a log is explained as it is pasted: which check, by its line, what it means and what can be done', async () => {
  opened();
  await paste('running: phpize\nCannot find autoconf. Please check\nERROR\n');
  const cause = screen.getByRole('article', { name: 'autoconf' });
  expect(within(cause).getByRole('heading').textContent).toBe('autoconfline 2');
  expect(cause.textContent).toContain('phpize needs autoconf, which is not there.');
  expect(cause.querySelector('pre')?.textContent).toBe('Cannot find autoconf. Please check');
  expect(within(cause).getAllByRole('listitem')[0]?.textContent).toBe(
    'Install autoconf: brew install autoconf, or your system’s package.',
  );
});

test('in Chinese what it means and what can be done are Chinese', async () => {
  opened('zh');
  await paste('GearmanException: Failed to set exception option');
  const cause = screen.getByRole('article', { name: '扩展能连上' });
  expect(cause.textContent).toContain('PHP 无法连接任务服务器。');
  expect(within(cause).getAllByRole('listitem')[0]?.textContent).toBe('启动任务服务器：gearbench serve');
});

test('what is not known says so; it is cleared, and closed', async () => {
  opened();
  await paste('all is well');
  expect(screen.getByText('Nothing in this text is known. A scan looks at the computer itself.')).toBeDefined();
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Clear' })));
  expect([screen.getByRole<HTMLTextAreaElement>('textbox').value, screen.queryByText(/Nothing in this text/)]).toEqual([
    '',
    null,
  ]);
  fireEvent.click(screen.getByRole('button', { name: 'Close' }));
  expect(screen.queryByRole('textbox')).toBe(null);
});

test('of a long text the end is looked at, and that is said', async () => {
  const { said } = opened();
  await paste(`${'x'.repeat(PASTE_MOST)}\nundefined symbol: oops`);
  expect(said()[0]).toEqual(['doctor.explain', { text: expect.stringMatching(/^x+\nundefined symbol: oops$/) }]);
  expect(screen.getByText('The text is long: only its end is looked at.')).toBeDefined();
  expect(screen.getByRole('article', { name: 'Symbols' })).toBeDefined();
});
