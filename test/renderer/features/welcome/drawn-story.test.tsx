import { act, fireEvent, screen } from '@testing-library/react';
import { expect, onTestFinished, test, vi } from 'vitest';
import { DrawnStory } from '../../../../renderer/features/welcome/DrawnStory.tsx';
import { fakeBridge } from '../../../support/bridge.ts';
import { show } from '../../../support/in-window.tsx';
import { bytes } from '../../../support/packets.ts';
import { key, wc } from '../../../support/samples.ts';
import { telling } from '../../../support/telling.ts';

const EVERY = 350;

/** A job that was counted, shown to somebody who wants motion or not. */
async function drawn({ motion }: { motion: boolean }) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  vi.stubGlobal('matchMedia', () => ({ matches: !motion }));
  onTestFinished(() => void vi.unstubAllGlobals());
  const { submit, take, send, whole } = telling();
  submit(1, 'wc');
  take(2, 'wc');
  send(2, { name: 'WORK_COMPLETE', handle: 'H:t:1', result: bytes('3\n') });
  const { frame } = fakeBridge({ 'packets.story': () => whole('H:t:1') });
  show(<DrawnStory job={key} by={wc} />);
  await act(async () => {
    const framed = frame();
    for (let turn = 0; turn < 10; turn += 1) await vi.advanceTimersByTimeAsync(0);
    await framed;
  });
  return { tick: () => act(() => vi.advanceTimersByTimeAsync(EVERY)) };
}

const lines = () => screen.getAllByRole('option').length;
const said = () => screen.getByText(/ of 6$/).parentElement?.textContent;

test('its arrows come one after the other, and each says what it means', async () => {
  const { tick } = await drawn({ motion: true });
  expect([lines(), said()]).toEqual([
    1,
    'SUBMIT_JOB You hand the job server a job: the name of a function, wc, and your text.1 of 6',
  ]);
  await tick();
  expect([lines(), said()?.startsWith('JOB_CREATED')]).toEqual([2, true]);
  for (let more = 0; more < 8; more += 1) await tick();
  expect([lines(), said()]).toEqual([
    6,
    'WORK_COMPLETE The server passes the answer on to you. Client and worker never meet; each knows only the server.6 of 6',
  ]);
  expect(screen.getByRole('button', { name: 'Next arrow' }).hasAttribute('disabled')).toBe(true);
});

test('who goes to an arrow has the whole story at once, and it stays there', async () => {
  const { tick } = await drawn({ motion: true });
  await tick();
  fireEvent.click(screen.getByRole('button', { name: 'Previous arrow' }));
  expect([lines(), said()?.endsWith('1 of 6')]).toEqual([6, true]);
  await tick();
  expect(said()?.endsWith('1 of 6')).toBe(true);
  fireEvent.keyDown(screen.getByRole('listbox'), { key: 'End' });
  expect(said()?.endsWith('6 of 6')).toBe(true);
});

test('where motion is not wanted the story is whole at once', async () => {
  await drawn({ motion: false });
  expect([lines(), said()?.endsWith('6 of 6')]).toEqual([6, true]);
});

test('it is told who is who, and not by the addresses that they came from', async () => {
  await drawn({ motion: false });
  expect(screen.getAllByRole('option')[0]?.getAttribute('aria-label')).toContain('You');
  expect(screen.getAllByRole('option')[2]?.getAttribute('aria-label')).toContain('wc -l');
});
