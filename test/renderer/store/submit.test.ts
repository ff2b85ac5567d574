// @vitest-environment node
import { expect, test } from 'vitest';
import type { SubmissionInfo } from '../../../main/contract/submission.ts';
import { useStore } from '../../../renderer/store/index.ts';
import type { SubmitDraft } from '../../../renderer/store/submit.ts';
import { fakeBridge, refuse } from '../../support/bridge.ts';
import { submission } from '../../support/samples.ts';

const PLAIN = {
  function: 'wc',
  workload: { kind: 'text', text: '' },
  background: false,
  priority: 'normal',
  unique: { kind: 'none' },
  exceptions: true,
  at: null,
  target: 'embedded',
};
const file = { token: 't1', name: 'big.bin', size: 5 };

function setup() {
  const bridge = fakeBridge({
    'workload.submit': () => submission({ state: 'queued', endedAt: null }),
    'submissions.get': () => submission(),
  });
  return { ...useStore.getState(), ...bridge, submit: () => useStore.getState().submit };
}

test.each<[string, Partial<SubmitDraft>, object]>([
  ['text', { text: 'größe\n' }, { workload: { kind: 'text', text: 'größe\n' } }],
  ['a file', { source: 'file', file }, { workload: { kind: 'file', token: 't1' } }],
  ['a file chosen, then text', { source: 'text', file, text: 'x' }, { workload: { kind: 'text', text: 'x' } }],
  ['another script', { function: 'größe' }, { function: 'gr\xc3\xb6\xc3\x9fe' }],
  ['an own ID', { unique: 'custom', uniqueValue: 'ü1' }, { unique: { kind: 'custom', value: '\xc3\xbc1' } }],
  [
    'all else',
    { background: true, priority: 'high', exceptions: false },
    { background: true, priority: 'high', exceptions: false },
  ],
])('a draft with %s goes out as it was meant', async (_what, draft, sent) => {
  const { editSubmit, submitJob, said } = setup();
  editSubmit({ function: 'wc', ...draft });
  await submitJob();
  expect(said()).toEqual([['workload.submit', { ...PLAIN, ...sent }]]);
});

test('what comes back is shown, and asked for as it goes on', async () => {
  const { editSubmit, submitJob, frame, submit } = setup();
  editSubmit({ function: 'wc' });
  const sent = submitJob();
  expect(submit().sending).toBe(true);
  await sent;
  expect([submit().sending, submit().shown?.state]).toEqual([false, 'queued']);
  await frame();
  expect(submit().shown?.state).toBe('done');
});

test('while a job is being sent, the result of the one before is not in sight', async () => {
  const { answers, editSubmit, submitJob, submit } = setup();
  editSubmit({ function: 'wc' });
  await submitJob();
  const answer = Promise.withResolvers<SubmissionInfo>();
  answers['workload.submit'] = () => answer.promise;
  const sent = submitJob();
  expect(submit()).toMatchObject({ sending: true, shown: null });
  answer.resolve(submission({ id: 2 }));
  await sent;
  expect(submit().shown?.id).toBe(2);
});

test('an answer to an earlier submission is not taken for the one in sight', async () => {
  const { answers, editSubmit, submitJob, frame, submit } = setup();
  const late = Promise.withResolvers<SubmissionInfo>();
  editSubmit({ function: 'wc' });
  await submitJob();
  answers['submissions.get'] = () => late.promise;
  await frame();
  answers['workload.submit'] = () => submission({ id: 2, state: 'sending' });
  await submitJob();
  late.resolve(submission({ id: 1 }));
  answers['submissions.get'] = () => null;
  await frame();
  expect(submit().shown).toMatchObject({ id: 2, state: 'sending' });
});

test('a refusal stays beside the draft until it is changed', async () => {
  const { answers, editSubmit, submitJob, submit } = setup();
  answers['workload.submit'] = () => refuse('server-not-running', 'Start it.');
  editSubmit({ function: 'wc' });
  await submitJob();
  expect(submit()).toMatchObject({ problem: { code: 'server-not-running' }, sending: false, shown: null });
  editSubmit({ text: 'x' });
  expect([submit().problem, submit().draft.function]).toEqual([null, 'wc']);
});

test('opened again it has the last draft; opened for a function it begins anew', async () => {
  const { openSubmit, editSubmit, submitJob, closeSubmit, submit } = setup();
  openSubmit();
  editSubmit({ function: 'wc', text: 'x' });
  await submitJob();
  closeSubmit();
  openSubmit();
  expect([submit().open, submit().draft.text, submit().shown?.id]).toEqual([true, 'x', 1]);
  openSubmit({ function: 'php' });
  expect([submit().draft.function, submit().draft.text, submit().shown]).toEqual(['php', 'x', null]);
});

test('a file is chosen, not chosen, or refused', async () => {
  const { answers, chooseWorkload, submit } = setup();
  answers['workload.choose'] = () => null;
  await chooseWorkload();
  expect([submit().draft.source, submit().draft.file]).toEqual(['text', null]);
  answers['workload.choose'] = () => file;
  await chooseWorkload();
  expect([submit().draft.source, submit().draft.file]).toEqual(['file', file]);
  answers['workload.choose'] = () => refuse('file-missing', 'No.', { path: '/gone' });
  await chooseWorkload();
  expect([submit().problem?.code, submit().draft.file]).toEqual(['file-missing', file]);
});

test('to stop waiting and to save the result are about the submission in sight', async () => {
  const { answers, editSubmit, submitJob, abandonJob, saveSubmissionResult, said, frame } = setup();
  answers['submissions.abandon'] = () => undefined;
  answers['submissions.saveResult'] = () => 'result.txt';
  await saveSubmissionResult();
  expect(said()).toEqual([]);
  editSubmit({ function: 'wc' });
  await submitJob();
  await frame();
  said();
  await abandonJob();
  await frame();
  await saveSubmissionResult();
  expect([said(), useStore.getState().app.notice?.name]).toEqual([
    [
      ['submissions.abandon', { id: 1 }],
      ['submissions.get', { id: 1 }],
      ['submissions.saveResult', { id: 1 }],
    ],
    'result.txt',
  ]);
});
