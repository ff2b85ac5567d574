import { act, screen } from '@testing-library/react';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Settings } from '../../../../main/contract/settings.ts';
import { Summary } from '../../../../renderer/features/traffic/Summary.tsx';
import { useStore } from '../../../../renderer/store/index.ts';
import { fakeBridge } from '../../../support/bridge.ts';
import { show } from '../../../support/in-window.tsx';
import { packetWindow } from '../../../support/samples.ts';

function summary(spokenTraffic: boolean) {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  fakeBridge();
  useStore.setState(({ app }) => ({ app: { ...app, settings: Settings.parse({ spokenTraffic }) } }));
  const come = (next: number) =>
    useStore.setState(({ traffic }) => ({ traffic: { ...traffic, window: packetWindow({ next }) } }));
  come(0);
  show(<Summary />);
  return {
    come: (next: number) => {
      come(next);
      act(() => void vi.advanceTimersByTime(5000));
    },
    said: () => screen.queryByRole('status')?.textContent,
  };
}

test('a sentence every five seconds in which packets came', () => {
  const { come, said } = summary(true);
  come(41);
  expect(said()).toBe('41 new packets');
  come(43);
  expect(said()).toBe('2 new packets');
});

test('switched off it says nothing', () => {
  const { come, said } = summary(false);
  come(41);
  expect(said()).toBe(undefined);
});
