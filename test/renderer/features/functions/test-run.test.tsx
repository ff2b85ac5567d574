import { act, fireEvent, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { FunctionDefinition, type TestRun } from '../../../../main/contract/functions.ts';
import { TestRunSection } from '../../../../renderer/features/functions/TestRunSection.tsx';
import { useStore } from '../../../../renderer/store/index.ts';
import { type Answers, fakeBridge, refuse, settled } from '../../../support/bridge.ts';
import { show } from '../../../support/in-window.tsx';
import { bytesOf, contentOf, functionRow, wc, workspace } from '../../../support/samples.ts';

const packet = (number: number, name: string, text: string) =>
  ({ number, name, family: 'progress', size: text.length, bytes: bytesOf(text) }) as const;

const tried: TestRun = {
  outcome: { exitCode: 0, signal: null, overflowed: false, timedOut: false, failure: null, errors: '' },
  milliseconds: 12,
  stdout: contentOf('seen\n'),
  stderr: contentOf('hm\n'),
  packets: [packet(1, 'WORK_DATA', 'AAA'), packet(5, 'WORK_COMPLETE', 'BBBB')],
};

/** The section of wc, or of another definition, with what the engine answers to a run. */
async function section(answers: Answers, more: object = {}) {
  const definition = FunctionDefinition.parse({ ...wc, ...more });
  const bridge = fakeBridge({ 'functions.list': () => [functionRow({ definition })], ...answers });
  await useStore.getState().pullFunctions();
  useStore.getState().selectFunction('wc');
  show(<TestRunSection />);
  const workload = () => screen.getByLabelText<HTMLTextAreaElement>('Workload of the test run');
  return { bridge, workload };
}

test('the draft runs with what was typed, secrets too', async () => {
  const { bridge, workload } = await section({ 'functions.testRun': () => tried }, { secrets: ['KEY', 'KEPT'] });
  act(() => useStore.getState().editFunction({ argv: ['wc', '-c'], values: { KEY: 'canary', KEPT: '', GONE: 'x' } }));
  fireEvent.change(workload(), { target: { value: 'a\n' } });
  fireEvent.click(screen.getByRole('button', { name: /^Run/ }));
  await act(settled);
  expect(bridge.said().at(-1)).toEqual([
    'functions.testRun',
    {
      definition: expect.objectContaining({ name: 'wc', command: { kind: 'argv', argv: ['wc', '-c'] } }),
      workload: { kind: 'text', text: 'a\n' },
      secrets: { KEY: 'canary' },
    },
  ]);
});

test('what it did is shown: how it ended, both outputs, and each packet with its bytes', async () => {
  await section({ 'functions.testRun': () => tried });
  fireEvent.click(screen.getByRole('button', { name: /^Run/ }));
  await act(settled);
  expect(screen.getByRole('status').textContent).toMatch(/^Exit code 0 · 12/);
  expect(screen.getByRole('region', { name: 'Standard output' }).textContent).toBe('seen\n');
  fireEvent.click(screen.getByRole('tab', { name: 'Standard error' }));
  expect(screen.getByRole('region', { name: 'Standard error' }).textContent).toBe('hm\n');
  fireEvent.click(screen.getByRole('tab', { name: 'Packets (5)' }));
  const list = screen.getByRole('listbox', { name: 'Packets that would be sent' });
  expect(
    within(list)
      .getAllByRole('option')
      .map(({ textContent }) => textContent),
  ).toEqual(['1WORK_DATA3 bytes', '5WORK_COMPLETE4 bytes']);
  expect(screen.getByText('3 packets before the last are not kept.')).toBeDefined();
  expect(screen.getByRole('region', { name: 'Bytes of packet 1' }).textContent).toContain('414141');
  fireEvent.keyDown(list, { key: 'End' });
  expect(screen.getByRole('region', { name: 'Bytes of packet 5' }).textContent).toContain('42424242');
});

test('while it runs it can be cancelled; another function does not show its result', async () => {
  let end = (_: TestRun) => {};
  const { bridge } = await section({
    'functions.testRun': () => new Promise<TestRun>((resolve) => (end = resolve)),
    'functions.endTestRun': () => end({ ...tried, outcome: { ...tried.outcome, exitCode: null, signal: 'SIGTERM' } }),
  });
  fireEvent.click(screen.getByRole('button', { name: /^Run/ }));
  expect(screen.getByText(/^Runs for /)).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  await act(settled);
  expect(screen.getByRole('status').textContent).toMatch(/^Killed by SIGTERM/);
  fireEvent.click(screen.getByRole('button', { name: /^Run/ }));
  act(() => useStore.getState().createFunction('other'));
  await act(settled);
  expect(bridge.said().filter(([name]) => name === 'functions.endTestRun')).toHaveLength(2);
  expect(screen.queryByRole('status')).toBeNull();
});

test('a file is chosen as workload, and given up again', async () => {
  const file = { token: 't', name: 'picture.png', size: 2048 };
  const { bridge, workload } = await section({ 'functions.testRun': () => tried, 'workload.choose': () => file });
  fireEvent.click(screen.getByRole('button', { name: 'Choose file…' }));
  await act(settled);
  expect(screen.getByText('picture.png')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: /^Run/ }));
  await act(settled);
  expect(bridge.said().at(-1)).toMatchObject(['functions.testRun', { workload: { kind: 'file', token: 't' } }]);
  fireEvent.click(screen.getByRole('button', { name: 'Type the workload instead' }));
  expect(workload().value).toBe('');
});

test('in a workspace that may run nothing yet it asks whether it may, and goes on', async () => {
  const { bridge } = await section({
    'functions.testRun': () => refuse('not-trusted'),
    'workspace.trust': () => workspace({}),
  });
  useStore.setState({ workspace: workspace({ trusted: false }) });
  fireEvent.click(screen.getByRole('button', { name: /^Run/ }));
  await act(settled);
  expect(useStore.getState().onTrust).not.toBe(null);
  bridge.answers['functions.testRun'] = () => tried;
  await act(() => useStore.getState().trustWorkspace());
  expect(screen.getByRole('status').textContent).toMatch(/^Exit code 0/);
});

test('a refusal is said where it was asked for', async () => {
  await section({ 'functions.testRun': () => refuse('secret-missing', 'No.', { function: 'wc', secret: 'KEY' }) });
  fireEvent.click(screen.getByRole('button', { name: /^Run/ }));
  await act(settled);
  expect(screen.getByRole('alert').textContent).toBe('wc needs a value for KEY.');
});

test('what is not complete does not run, and what speaks Gearman has no test run', async () => {
  await section({});
  act(() => useStore.getState().editFunction({ name: '' }));
  expect(screen.getByRole<HTMLButtonElement>('button', { name: /^Run/ }).disabled).toBe(true);
  act(() => useStore.getState().editFunction({ name: 'wc', speaks: 'gearman' }));
  expect(screen.queryByRole('button')).toBeNull();
  expect(screen.getByText(/does nothing without a server/)).toBeDefined();
});
