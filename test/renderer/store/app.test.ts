// @vitest-environment node

import { expect, test } from 'vitest';
import { Settings } from '../../../main/contract/settings.ts';
import { CallError } from '../../../renderer/api.ts';
import { useStore } from '../../../renderer/store/index.ts';
import { fakeBridge, refuse } from '../../support/bridge.ts';
import { functionRow, serverStatus, workspace } from '../../support/samples.ts';

const PROBLEM = { code: 'file-missing', message: 'It is gone.', details: { path: '/gone' } } as const;
const refused = (): never => refuse(PROBLEM.code, PROBLEM.message, PROBLEM.details);
const app = () => useStore.getState().app;

test('what is refused becomes the problem in sight; the next thing that works takes it away', async () => {
  fakeBridge();
  const { attempt } = useStore.getState();
  const value = await attempt(async () => {
    throw new CallError(PROBLEM.code, PROBLEM.message, PROBLEM.details);
  });
  expect([value, app().problem]).toEqual([undefined, PROBLEM]);
  expect([await attempt(async () => 5), app().problem]).toEqual([5, null]);
});

test('a bug is not taken for a refusal', async () => {
  fakeBridge();
  const bug = new TypeError('x is not a function');
  await expect(useStore.getState().attempt(() => Promise.reject(bug))).rejects.toBe(bug);
  expect(app().problem).toBe(null);
});

test('a problem leaves with the screen it was on, or when it is dismissed', async () => {
  fakeBridge({ 'server.stop': refused });
  const { stopServer, dismissProblem, go } = useStore.getState();
  await stopServer();
  expect(app().problem).toEqual(PROBLEM);
  dismissProblem();
  expect(app().problem).toBe(null);
  await stopServer();
  go('jobs');
  expect([app().problem, app().screen]).toEqual([null, 'jobs']);
});

test('settings that were changed are those the engine kept; refused ones change nothing', async () => {
  const settings = Settings.parse({ language: 'zh' });
  const { answers, said } = fakeBridge({ 'settings.change': () => settings });
  await useStore.getState().changeSettings({ language: 'zh' });
  answers['settings.change'] = refused;
  await useStore.getState().changeSettings({ theme: 'dark' });
  expect([said().map(([, input]) => input), app().settings, app().problem?.code]).toEqual([
    [{ language: 'zh' }, { theme: 'dark' }],
    settings,
    'file-missing',
  ]);
});

test('each notice is a new one, even where it says the same', () => {
  fakeBridge();
  const { tell, dismissNotice } = useStore.getState();
  tell({ kind: 'result-saved', name: 'a' });
  const first = app().notice;
  tell({ kind: 'result-saved', name: 'a' });
  expect(app().notice?.id).not.toBe(first?.id);
  dismissNotice();
  expect(app().notice).toBe(null);
});

test('the server starts on the port of the settings, or on the one that is given', async () => {
  const { answers, said } = fakeBridge({ 'server.start': () => serverStatus() });
  await useStore.getState().startServer();
  await useStore.getState().startServer(4731);
  expect([said(), useStore.getState().server?.state]).toEqual([
    [
      ['server.start', {}],
      ['server.start', { port: 4731 }],
    ],
    'running',
  ]);
  answers['server.start'] = refused;
  await useStore.getState().startServer();
  expect([useStore.getState().server?.state, app().problem?.code]).toEqual(['running', 'file-missing']);
});

test('a workspace that is opened shows its functions, with none chosen', async () => {
  fakeBridge({ 'workspace.open': () => workspace({ name: 'theirs', trusted: false }) });
  const { createFunction, go, openWorkspace } = useStore.getState();
  createFunction('mine');
  go('jobs');
  await openWorkspace();
  expect(useStore.getState()).toMatchObject({
    workspace: { name: 'theirs' },
    functions: { draft: null },
    app: { screen: 'functions' },
  });
});

test.each<[string, () => null, string | null]>([
  ['no file was chosen', () => null, null],
  ['the file is refused', refused, 'file-missing'],
])('where %s everything stays as it is', async (_what, answer, code) => {
  fakeBridge({
    'workspace.get': () => workspace(),
    'workspace.open': answer,
    'workspace.create': answer,
    'workspace.trust': refused,
  });
  const { pullWorkspace, createFunction, go, openWorkspace, createWorkspace } = useStore.getState();
  await pullWorkspace();
  createFunction('mine');
  go('jobs');
  await openWorkspace();
  await createWorkspace();
  expect(useStore.getState()).toMatchObject({
    workspace: { name: 'mine' },
    functions: { draft: { content: { name: 'mine' } } },
    app: { screen: 'jobs', problem: code === null ? null : { code } },
  });
});

test('trust that is refused starts nothing', async () => {
  const { said } = fakeBridge({ 'workspace.trust': refused });
  const { askForTrust, trustWorkspace } = useStore.getState();
  useStore.setState({ workspace: workspace({ trusted: false }) });
  askForTrust(() => useStore.getState().startWorkers('wc'));
  await trustWorkspace();
  expect([said().map(([name]) => name), app().problem?.code]).toEqual([['workspace.trust'], 'file-missing']);
});

test('a workspace that was opened from outside ends what is edited and what could be undone', async () => {
  const answers = fakeBridge({ 'workspace.get': () => workspace() }).answers;
  const { pullWorkspace, createFunction, tell } = useStore.getState();
  await pullWorkspace();
  createFunction('mine');
  tell({ kind: 'function-deleted', name: 'old', undo: () => undefined });
  await pullWorkspace();
  expect([useStore.getState().functions.draft?.content.name, app().notice?.name]).toEqual(['mine', 'old']);
  answers['workspace.get'] = () => workspace({ path: '/other.gearbench.json' });
  await pullWorkspace();
  expect([useStore.getState().functions.draft, app().notice]).toEqual([null, null]);
});

test.each([
  [true, true, ['functions.save']],
  [false, true, ['functions.save', 'workspace.save']],
  [false, false, ['workspace.save']],
])('saving with autosave %s and a function edited %s', async (autosave, edited, calls) => {
  const { said } = fakeBridge({
    'settings.get': () => Settings.parse({ autosave }),
    'functions.save': () => undefined,
    'functions.list': () => [functionRow()],
    'workers.output': () => [],
    'workspace.save': () => workspace(),
  });
  const store = useStore.getState();
  await store.pullSettings();
  await store.pullFunctions();
  store.go('functions');
  store.selectFunction('wc');
  if (edited) store.editFunction({ description: 'Counts' });
  await store.save();
  expect(said().flatMap(([name]) => (name.endsWith('.save') ? [name] : []))).toEqual(calls);
});
