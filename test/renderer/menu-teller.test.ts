import { expect, onTestFinished, test, vi } from 'vitest';
import { tellMenu } from '../../renderer/menu-teller.ts';
import { useStore } from '../../renderer/store/index.ts';
import { fakeBridge } from '../support/bridge.ts';

test('the menu is told once at the beginning, and after many changes at once again', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { said } = fakeBridge({ 'app.menu': () => undefined });
  const end = tellMenu();
  const told = () => said().map(([, input]) => (input as { off: string[] }).off.includes('traffic.pause'));
  expect(told()).toEqual([true]);
  useStore.getState().go('traffic');
  useStore.getState().go('jobs');
  useStore.getState().go('traffic');
  await vi.runAllTimersAsync();
  expect(told()).toEqual([false]);
  useStore.getState().dismissNotice();
  await vi.runAllTimersAsync();
  expect(told()).toEqual([]);
  useStore.getState().go('jobs');
  end();
  await vi.runAllTimersAsync();
  expect(told()).toEqual([]);
});
