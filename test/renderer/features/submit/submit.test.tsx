import { act, fireEvent, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { Failure } from '../../../../main/contract/errors.ts';
import type { FunctionRow } from '../../../../main/contract/functions.ts';
import type { SubmissionInfo } from '../../../../main/contract/submission.ts';
import { SubmissionResult } from '../../../../renderer/features/submit/SubmissionResult.tsx';
import { SubmitForm } from '../../../../renderer/features/submit/SubmitForm.tsx';
import { SubmitSheet } from '../../../../renderer/features/submit/SubmitSheet.tsx';
import { useStore } from '../../../../renderer/store/index.ts';
import type { SubmitDraft } from '../../../../renderer/store/submit.ts';
import { fakeBridge, refuse, settled } from '../../../support/bridge.ts';
import { show } from '../../../support/in-window.tsx';
import {
  contentOf,
  functionRow,
  jobWindow,
  key,
  outcome,
  preview,
  submission,
  worker,
} from '../../../support/samples.ts';

const edit = (change: Partial<SubmitDraft>) => act(() => useStore.getState().editSubmit(change));

async function form(draft: Partial<SubmitDraft>, rows: FunctionRow[] = [], language: 'en' | 'zh' = 'en') {
  const bridge = fakeBridge({
    'functions.list': () => rows,
    'workers.start': () => undefined,
    'workload.preview': () => preview(),
  });
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
  expect([screen.getByText('7 bytes, 5 characters').tagName, useStore.getState().submit.draft.text]).toEqual([
    'SPAN',
    'größe',
  ]);
});

test('what is wrong with a file or an ID stands below it; a missing one is no fault yet', async () => {
  await form({ function: 'wc', source: 'file', file: { token: 't', name: 'big', size: 300_000_000 } });
  expect(screen.getByText('The file is over 200 MiB.').className).toBe('help help--error');
  expect(screen.getByText('The file is read when it is sent. It cannot be saved as a workload.').className).toBe(
    'help',
  );
  edit({ source: 'text', unique: 'custom' });
  const help = () => document.querySelector('[id$=-unique]');
  expect(help()?.className).toBe('help');
  edit({ uniqueValue: 'x'.repeat(65) });
  expect([help()?.className, help()?.textContent]).toEqual([
    'help help--error',
    'A unique ID has at most 64 bytes; this one has 65.',
  ]);
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
    'The connection to 127.0.0.1:4730 failed: it was closed.',
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

test('the job of another server of ours is opened too; of somebody else’s there is none to open', async () => {
  const second = { ...key, server: 'second' };
  const { answers } = await result({ server: '127.0.0.1:4731', listed: true, key: second });
  answers['jobs.window'] = () => jobWindow();
  answers['jobs.get'] = () => null;
  fireEvent.click(screen.getByRole('button', { name: 'Open job' }));
  expect(useStore.getState().jobs.selected).toEqual(second);
});

test('the job of somebody else’s server is in no list to open', async () => {
  await result({ server: '10.0.0.1:4730' });
  expect(screen.queryByRole('button', { name: 'Open job' })).toBeNull();
});

/** The sheet for a draft, and what has been sent since it was opened. */
async function sheet(draft: Partial<SubmitDraft>, rows = [functionRow({ workers: [worker('idle')] })]) {
  const bridge = fakeBridge({
    'functions.list': () => rows,
    'workload.submit': () => submission(),
    'workload.preview': () => preview(),
    'submissions.get': () => submission(),
    'submissions.list': () => [],
    'workers.start': () => undefined,
  });
  useStore.getState().openSubmit(draft);
  await act(async () => show(<SubmitSheet />));
  const sent = () => bridge.said().filter(([name]) => ['workload.submit', 'workers.start'].includes(name));
  const press = (event: object = {}) =>
    act(async () => {
      fireEvent.keyDown(screen.getByRole('textbox', { name: 'Workload' }), { key: 'Enter', ctrlKey: true, ...event });
      await settled();
    });
  return { ...bridge, sent, press };
}

test.each<[string, Partial<SubmitDraft>, object, number]>([
  ['a draft in order', { function: 'wc' }, {}, 1],
  ['a draft with a fault', { function: '' }, {}, 0],
  ['text that is composed', { function: 'wc' }, { isComposing: true }, 0],
  ['a plain Enter', { function: 'wc' }, { ctrlKey: false }, 0],
])('Control and Enter send %s or do not', async (_what, draft, event, times) => {
  const { sent, press } = await sheet(draft);
  await press(event);
  expect(sent()).toHaveLength(times);
});

test('a job that is sent closes the sheet and leads back to its result; with Shift the sheet stays', async () => {
  const { press } = await sheet({ function: 'wc' });
  await press({ shiftKey: true });
  expect(useStore.getState().submit).toMatchObject({ open: true, shown: { id: 1 } });
  await press();
  const { submit, app } = useStore.getState();
  expect([submit.open, app.notice?.kind, app.notice?.name]).toEqual([false, 'job-submitted', 'wc']);
  act(() => app.notice?.show?.());
  expect(useStore.getState().submit).toMatchObject({ open: true, shown: { id: 1 } });
});

test('a job that nobody can do is asked about first', async () => {
  const { press, sent } = await sheet({ function: 'nobody' });
  await press();
  expect(screen.getByRole('alertdialog').textContent).toContain('No worker can do “nobody” now.');
  expect([sent(), screen.queryByRole('button', { name: 'Start worker' })]).toEqual([[], null]);
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Cancel' })));
  expect([sent(), useStore.getState().submit.open]).toEqual([[], true]);
  await press({ shiftKey: true });
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Submit anyway' })));
  expect([sent().map(([name]) => name), useStore.getState().submit.open]).toEqual([['workload.submit'], true]);
});

test('a worker of ours is started before its job is sent', async () => {
  const { press, sent, answers } = await sheet({ function: 'wc' }, [functionRow()]);
  await press();
  answers['functions.list'] = () => [functionRow({ workers: [worker('idle')] })];
  await act(async () => {
    fireEvent.click(screen.getByRole('button', { name: 'Start worker' }));
    await settled();
  });
  expect(sent().map(([name]) => name)).toEqual(['workers.start', 'workload.submit']);
});

test('a name that is like a known one is remarked, and taken over on a click', async () => {
  await form({ function: 'WC' }, [functionRow({ workers: [worker('idle')] })]);
  fireEvent.click(screen.getByRole('button', { name: 'Use wc' }));
  expect([useStore.getState().submit.draft.function, screen.queryByRole('button', { name: 'Use wc' })]).toEqual([
    'wc',
    null,
  ]);
});

test('bytes change their form, and stay what they are', async () => {
  await form({ function: 'wc', text: 'é\n' });
  const as = (name: string) => fireEvent.click(screen.getByRole('radio', { name }));
  as('Hex');
  const field = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Workload' });
  expect(field().value).toBe('c3 a9 0a');
  fireEvent.change(field(), { target: { value: 'c3 a9 21' } });
  as('Text');
  expect(field().value).toBe('é!');
  as('Hex');
  fireEvent.change(field(), { target: { value: 'ff' } });
  as('Text');
  expect([screen.getByRole('alert').textContent, field().value]).toEqual([
    'The bytes under Hex are no text, so they are not taken over. They are kept there.',
    'é!',
  ]);
  as('Hex');
  expect(field().value).toBe('ff');
  as('Text');
  fireEvent.change(field(), { target: { value: 'a' } });
  as('Hex');
  expect([field().value, screen.queryByRole('alert')]).toEqual(['61', null]);
});

test('a time is told as it is read; one that is past is refused', async () => {
  await form({ function: 'wc', later: '+90' });
  expect(screen.getByText(/Second \d+ since 1970\./).className).toBe('help');
  edit({ later: '1000' });
  expect(screen.getByText('This time is past. Choose a later one, or submit the job for now.').className).toBe(
    'help help--error',
  );
  expect(screen.getByRole('radio', { name: 'Background' }).getAttribute('aria-checked')).toBe('true');
});

test('what would be sent is shown as bytes, with the command that does the same', async () => {
  const { frame } = await form({ function: 'wc', text: 'a' });
  await act(() => vi.waitFor(() => frame().then(() => expect(useStore.getState().submit.preview).not.toBe(null))));
  expect([screen.getByText('SUBMIT_JOB').tagName, screen.getByText(/gearman -f wc/).tagName]).toEqual(['SPAN', 'CODE']);
  expect(document.querySelectorAll('.hex b[data-marked]').length).toBe(2); // in both columns
});

test('a submission of before comes back with its result', async () => {
  const { answers, frame } = await sheet({ function: 'wc' });
  const before = {
    id: 7,
    function: 'old',
    server: null,
    background: false,
    state: 'done',
    sentAt: 0,
    endedAt: 1,
  } as const;
  answers['submissions.list'] = () => [before];
  answers['submissions.get'] = () => submission({ id: 7 });
  await act(async () => {
    useStore.getState().pullSubmissions();
    await frame();
  });
  await act(async () => fireEvent.click(screen.getByRole('button', { name: /^old.*done/ })));
  expect(useStore.getState().submit.shown?.id).toBe(7);
});
