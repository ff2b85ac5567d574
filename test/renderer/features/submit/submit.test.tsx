import { act, fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Failure } from '../../../../main/contract/errors.ts';
import type { FunctionRow, SubmissionInfo } from '../../../../main/contract/model.ts';
import { SubmissionResult } from '../../../../renderer/features/submit/SubmissionResult.tsx';
import { SubmitForm } from '../../../../renderer/features/submit/SubmitForm.tsx';
import { SubmitSheet } from '../../../../renderer/features/submit/SubmitSheet.tsx';
import { useStore } from '../../../../renderer/store/index.ts';
import type { SubmitDraft } from '../../../../renderer/store/submit.ts';
import { fakeBridge, refuse } from '../../../support/bridge.ts';
import { show } from '../../../support/in-window.tsx';
import { contentOf, functionRow, jobWindow, key, outcome, submission, worker } from '../../../support/samples.ts';

const edit = (change: Partial<SubmitDraft>) => act(() => useStore.getState().editSubmit(change));

async function form(draft: Partial<SubmitDraft>, rows: FunctionRow[] = [], language: 'en' | 'zh' = 'en') {
  const bridge = fakeBridge({ 'functions.list': () => rows, 'workers.start': () => undefined });
  useStore.getState().editSubmit(draft);
  await act(async () => show(<SubmitForm />, language));
  return bridge;
}

test('where nobody can do the function it says so, and offers to start ours', async () => {
  const { said } = await form({ function: 'wc' }, [functionRow()]);
  expect(screen.getByRole('status').textContent).toContain(
    'No worker can do “wc” now. The job waits until one registers.',
  );
  said();
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Start workers' })));
  expect(said()[0]).toEqual(['workers.start', { name: 'wc' }]);
});

test('a background job for nobody stays in the queue; for somebody there is nothing to say', async () => {
  await form({ function: 'php', background: true }, [functionRow({ workers: [worker('idle')] })]);
  expect(screen.getByRole('status').textContent).toContain('The job stays in the queue until one registers.');
  edit({ function: 'wc' });
  expect(screen.queryByRole('status')).toBe(null);
});

test('what is typed is measured in bytes and kept in the draft', async () => {
  await form({ function: 'wc' });
  fireEvent.change(screen.getByRole('textbox', { name: 'Workload' }), { target: { value: 'größe' } });
  expect([screen.getByText('7 bytes, UTF-8').tagName, useStore.getState().submit.draft.text]).toEqual([
    'SPAN',
    'größe',
  ]);
});

test('what is wrong with a file or an ID stands below it; a missing one is no fault yet', async () => {
  await form({ function: 'wc', source: 'file', file: { token: 't', name: 'big', size: 300_000_000 } });
  expect(screen.getByText('The file is over 200 MiB.').className).toBe('help help--error');
  edit({ source: 'text', unique: 'custom' });
  const help = () => document.querySelector('[id$=-unique]');
  expect(help()?.className).toBe('help');
  edit({ uniqueValue: 'x'.repeat(65) });
  expect([help()?.className, help()?.textContent]).toEqual(['help help--error', 'A unique ID has at most 64 bytes.']);
});

test('a refusal is told in the window’s language', async () => {
  const { answers } = await form({ function: 'wc' }, [], 'zh');
  answers['workload.submit'] = () => refuse('connection-refused', 'No.', { address: '127.0.0.1:4730' });
  await act(() => useStore.getState().submitJob());
  expect(screen.getByRole('alert').textContent).toBe('127.0.0.1:4730 上没有程序在监听。请启动服务器，或检查地址。');
});

async function result(info: Partial<SubmissionInfo>) {
  const shown = submission(info);
  const bridge = fakeBridge({ 'workload.submit': () => shown, 'submissions.get': () => shown });
  useStore.getState().editSubmit({ function: 'wc' });
  await useStore.getState().submitJob();
  await act(async () => show(<SubmissionResult />));
  return bridge;
}
const pane = () => document.querySelector('section[aria-live]')?.textContent ?? '';

test('a result is shown with how long it took, and where the time went', async () => {
  await result({});
  expect([screen.getByText('Done in 10.0 ms').tagName, screen.getByRole('img').getAttribute('aria-label')]).toEqual([
    'SPAN',
    'Waited 2.0 ms, Ran 5.0 ms, Answer 3.0 ms',
  ]);
  expect(document.querySelector('pre')?.textContent).toBe('1\n');
});

test.each<[Failure, string]>([
  [
    { code: 'server-refused', message: 'No.', details: { reason: 'Too many jobs' } },
    'The job server refused the job. Too many jobs.',
  ],
  [
    { code: 'connection-lost', message: 'No.', details: { address: '127.0.0.1:4730', reason: 'it was closed' } },
    'The connection to 127.0.0.1:4730 broke: it was closed.',
  ],
])('a submission that broke says why: %o', async (problem, said) => {
  await result({ state: 'broken', result: contentOf(''), ran: null, problem });
  expect([screen.getByText('Not done').tagName, screen.getByRole('alert').textContent]).toEqual(['SPAN', said]);
});

test('a job that still runs shows its progress and can be left', async () => {
  const progress = { numerator: 30, denominator: 1200 };
  const { answers, said } = await result({ state: 'running', endedAt: null, result: contentOf(''), progress });
  expect([screen.getByRole('progressbar').getAttribute('max'), pane().includes('30 of 1,200')]).toEqual(['1200', true]);
  answers['submissions.abandon'] = () => undefined;
  said();
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Stop waiting' })));
  expect(said()[0]).toEqual(['submissions.abandon', { id: 1 }]);
});

test('a failed job shows how its command ended', async () => {
  await result({ state: 'failed', result: contentOf(''), outcome: outcome({ errors: 'broken' }) });
  expect([screen.getByText('Exit code 3').tagName, document.querySelector('pre')?.textContent]).toEqual([
    'P',
    'broken',
  ]);
});

test('the job of a submission is opened where jobs are', async () => {
  const { answers } = await result({});
  answers['jobs.window'] = () => jobWindow();
  answers['jobs.get'] = () => null;
  fireEvent.click(screen.getByRole('button', { name: 'Open job' }));
  const { app, jobs, submit } = useStore.getState();
  expect([app.screen, jobs.selected, submit.open]).toEqual(['jobs', key, false]);
});

test.each([
  ['a draft in order', { function: 'wc' }, {}, ['workload.submit']],
  ['a draft with a fault', { function: '' }, {}, []],
  ['text that is composed', { function: 'wc' }, { isComposing: true }, []],
  ['a plain Enter', { function: 'wc' }, { ctrlKey: false }, []],
])('Control and Enter send %s or do not', async (_what, draft, event, sent) => {
  const { said } = fakeBridge({
    'functions.list': () => [],
    'workload.submit': () => submission(),
    'submissions.get': () => submission(),
  });
  useStore.getState().openSubmit(draft);
  await act(async () => show(<SubmitSheet />));
  said();
  const workload = screen.getByRole('textbox', { name: 'Workload' });
  await act(async () => fireEvent.keyDown(workload, { key: 'Enter', ctrlKey: true, ...event }));
  expect(said().map(([name]) => name)).toEqual(sent);
});
