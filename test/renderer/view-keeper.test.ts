import { expect, onTestFinished, test, vi } from 'vitest';
import { Settings } from '../../main/contract/settings.ts';
import { ViewState } from '../../main/contract/view.ts';
import { useStore } from '../../renderer/store/index.ts';
import { keepView } from '../../renderer/view-keeper.ts';
import { fakeBridge } from '../support/bridge.ts';

function open(unsent: string | null = null) {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  return fakeBridge({
    'app.info': () => ({
      version: '1',
      electron: '1',
      node: '1',
      platform: 'linux',
      locale: 'en',
      root: false,
      standIn: null,
    }),
    'settings.get': () => Settings.parse({}),
    'view.get': () => ViewState.parse({ packets: { filter: 'gb.failed', probes: true, expert: false } }),
    'view.kept': () => unsent,
    'view.change': () => undefined,
    'view.keep': () => undefined,
  });
}
const type = (text: string) =>
  useStore.setState(({ submit }) => ({ submit: { ...submit, draft: { ...submit.draft, text } } }));

test('a window shows how the last one was left, and what that held unsent', async () => {
  const { said } = open();
  onTestFinished(keepView());
  useStore.getState().go('jobs');
  type('not sent yet');
  useStore.setState(({ traffic }) => ({ traffic: { ...traffic, filter: 'gb.fai' } }));
  await vi.runAllTimersAsync();
  const [[name, input] = [], ...more] = said();
  expect([name, more]).toEqual(['view.keep', []]); // nothing of it goes to the file

  open((input as { view: string }).view);
  await useStore.getState().load();
  const { app, submit, traffic } = useStore.getState();
  expect([app.screen, submit.draft.text]).toEqual(['jobs', 'not sent yet']);
  expect(traffic).toMatchObject({ filter: 'gb.fai', accepted: 'gb.failed', probes: true });
});

test('what was typed is left out where it is more than is kept', async () => {
  const { said } = open();
  onTestFinished(keepView());
  useStore.getState().go('jobs');
  type('x'.repeat(1_000_000));
  await vi.runAllTimersAsync();
  expect(said()).toEqual([['view.keep', { view: '{"app":{"screen":"jobs"}}' }]]);
});

test('packets that come are nothing to keep', async () => {
  const { said } = open();
  onTestFinished(keepView());
  useStore.setState(({ traffic }) => ({ traffic: { ...traffic, released: 5 } }));
  await vi.runAllTimersAsync();
  expect(said()).toEqual([]);
});
