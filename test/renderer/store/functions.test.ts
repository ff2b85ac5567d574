// @vitest-environment node
import { expect, test } from 'vitest';
import { FunctionDefinition } from '../../../main/contract/functions.ts';
import { runCommand } from '../../../renderer/commands.ts';
import { wireOf } from '../../../renderer/lib/bytes.ts';
import { definitionOf, draftOf, type FunctionDraft } from '../../../renderer/store/functions.ts';
import { useStore } from '../../../renderer/store/index.ts';
import { fakeBridge, refuse, settled } from '../../support/bridge.ts';
import { functionRow, wc, worker, workspace } from '../../support/samples.ts';

const shell = FunctionDefinition.parse({
  name: 'größe',
  description: 'Counts bytes',
  command: { kind: 'shell', line: 'wc -c | tr -d " "' },
  folder: 'jobs',
  workers: 3,
});
const draft = (different: Partial<FunctionDraft>): FunctionDraft => ({ ...draftOf(wc), ...different });

/** An engine with these functions, which it really keeps. */
function setup(...definitions: FunctionDefinition[]) {
  let kept = definitions;
  const bridge = fakeBridge({
    'functions.list': () => kept.map((definition) => functionRow({ name: wireOf(definition.name), definition })),
    'functions.save': ({ definition, replaces }) => {
      kept = [...kept.filter(({ name }) => name !== replaces), FunctionDefinition.parse(definition)];
    },
    'functions.remove': ({ name }) => {
      const [removed] = kept.filter((each) => each.name === name);
      kept = kept.filter((each) => each.name !== name);
      return removed ?? refuse('unknown-function', 'No.', { function: name });
    },
    'workers.start': () => undefined,
    'workers.stop': () => undefined,
    'workers.output': () => [],
  });
  /** The calls since that change something. */
  const changed = () => bridge.said().filter(([name]) => name !== 'functions.list' && name !== 'workers.output');
  return { ...useStore.getState(), ...bridge, changed, functions: () => useStore.getState().functions };
}

test('a definition becomes a draft and the same definition again', () => {
  expect([definitionOf(draftOf(wc)), definitionOf(draftOf(shell))]).toEqual([wc, shell]);
});

test.each<[string, Partial<FunctionDraft>, Partial<FunctionDefinition>]>([
  ['empty boxes at the end', { argv: ['wc', '', '-l', '', ''] }, { command: { kind: 'argv', argv: ['wc', '', '-l'] } }],
  ['all boxes but the program', { argv: ['wc', ''] }, { command: { kind: 'argv', argv: ['wc'] } }],
  ['a program that is missing', { argv: ['', ''] }, { command: { kind: 'argv', argv: [''] } }],
  ['blanks around name and folder', { name: ' wc ', folder: ' jobs ' }, { name: 'wc', folder: 'jobs' }],
  ['variables', { environment: 'A=1\n\n B =x=y\nC' }, { environment: { A: '1', B: 'x=y', C: '' } }],
  ['arguments beside a line', { kind: 'shell', line: 'date' }, { command: { kind: 'shell', line: 'date' } }],
])('of a draft with %s', (_what, content, definition) => {
  expect(definitionOf(draft(content))).toEqual({ ...wc, ...definition });
});

test('a function that is begun stays when another one is asked for', () => {
  setup();
  const { createFunction, editFunction } = useStore.getState();
  createFunction();
  editFunction({ name: 'half' });
  createFunction();
  expect(useStore.getState().functions.draft?.content.name).toBe('half');
  createFunction('other');
  expect(useStore.getState().functions.draft?.content.name).toBe('other');
});

test('choosing a function of ours opens its draft; one of others has none', async () => {
  const { answers, pullFunctions, selectFunction, functions } = setup();
  answers['functions.list'] = () => [
    functionRow({ name: wireOf('größe'), definition: shell }),
    functionRow({ name: 'php', definition: null }),
  ];
  await pullFunctions();
  selectFunction(wireOf('größe'));
  expect([functions().known, functions().draft]).toEqual([
    true,
    { content: draftOf(shell), replaces: 'größe', changed: false },
  ]);
  selectFunction('php');
  expect([functions().selected, functions().draft]).toEqual(['php', null]);
});

test('an edited function keeps both kinds of command until it is saved, and can be reverted', async () => {
  const { pullFunctions, selectFunction, editFunction, revertFunction, functions } = setup(wc);
  await pullFunctions();
  selectFunction('wc');
  editFunction({ kind: 'shell', line: 'date' });
  editFunction({ kind: 'argv' });
  expect(functions().draft).toEqual({ content: draft({ line: 'date' }), replaces: 'wc', changed: true });
  revertFunction();
  expect(functions().draft).toEqual({ content: draftOf(wc), replaces: 'wc', changed: false });
});

test('a new function that is given up leaves nothing', () => {
  const { createFunction, revertFunction, functions } = setup();
  createFunction('php');
  expect([useStore.getState().app.screen, functions().draft]).toMatchObject([
    'functions',
    { content: { name: 'php', argv: [''] }, replaces: null, changed: true },
  ]);
  revertFunction();
  expect([functions().draft, functions().selected]).toEqual([null, null]);
});

test('a new function is saved, chosen and, if wanted, started', async () => {
  const { createFunction, editFunction, saveFunction, changed, functions } = setup();
  createFunction();
  expect(functions().draft?.changed).toBe(false);
  editFunction({ name: 'größe', argv: ['wc', '-c', ''] });
  await saveFunction({ start: true });
  const definition = { ...wc, name: 'größe', command: { kind: 'argv', argv: ['wc', '-c'] } };
  expect(changed()).toEqual([
    ['functions.save', { definition, replaces: null }],
    ['workers.start', { name: 'größe' }],
  ]);
  expect([functions().selected, functions().draft?.replaces, functions().draft?.changed]).toEqual([
    wireOf('größe'),
    'größe',
    false,
  ]);
});

test('a change of name replaces the old one and starts nothing by itself', async () => {
  const { pullFunctions, selectFunction, editFunction, saveFunction, changed, functions } = setup(wc);
  await pullFunctions();
  selectFunction('wc');
  editFunction({ name: 'lines' });
  await saveFunction({ start: false });
  expect(changed()).toEqual([['functions.save', { definition: { ...wc, name: 'lines' }, replaces: 'wc' }]]);
  expect([functions().rows.map(({ name }) => name), functions().selected]).toEqual([['lines'], 'lines']);
});

test('a function that cannot be saved stays as it is written, beside the reason', async () => {
  const { answers, createFunction, editFunction, saveFunction, changed, functions } = setup(wc);
  answers['functions.save'] = () => refuse('name-taken', 'There is one already.', { function: 'wc' });
  createFunction('wc');
  await saveFunction({ start: true });
  expect([functions().problem?.code, changed()]).toEqual(['bad-input', []]);
  editFunction({ argv: ['wc'] });
  await saveFunction({ start: true });
  const problem = { code: 'name-taken', message: 'There is one already.', details: { function: 'wc' } };
  expect([functions().problem, functions().draft?.content.name]).toEqual([problem, 'wc']);
  expect(changed().map(([name]) => name)).toEqual(['functions.save']);
  answers['functions.save'] = () => undefined;
  editFunction({ name: 'wc2' });
  await saveFunction({ start: false });
  expect(functions().problem).toBe(null);
});

test('where a workspace is not trusted, starting asks for trust, then starts', async () => {
  const { answers, startWorkers, trustWorkspace, stayRestricted, changed, functions } = setup(wc);
  answers['workers.start'] = () => refuse('not-trusted');
  answers['workspace.trust'] = () => workspace();
  useStore.setState({ workspace: workspace({ trusted: false, fingerprint: 'read' }) });
  await startWorkers('wc');
  expect([useStore.getState().onTrust !== null, functions().problem]).toEqual([true, null]);
  stayRestricted();
  expect([useStore.getState().onTrust, changed()]).toEqual([null, [['workers.start', { name: 'wc' }]]]);
  await startWorkers('wc');
  answers['workers.start'] = () => undefined;
  await trustWorkspace();
  expect([useStore.getState().onTrust, useStore.getState().workspace?.trusted]).toEqual([null, true]);
  expect(changed()).toEqual([
    ['workers.start', { name: 'wc' }],
    ['workspace.trust', { fingerprint: 'read' }],
    ['workers.start', { name: 'wc' }],
  ]);
});

test('workers that cannot start are a problem in sight, wherever they were started', async () => {
  const { answers, startWorkers } = setup(wc);
  answers['workers.start'] = () => refuse('folder-missing', 'No.', { folder: '/gone' });
  await startWorkers('wc');
  const { app, onTrust } = useStore.getState();
  expect([app.problem?.code, onTrust]).toEqual(['folder-missing', null]);
});

test('a deleted function can be brought back', async () => {
  const { pullFunctions, selectFunction, deleteFunction, changed, functions } = setup(wc);
  await pullFunctions();
  selectFunction('wc');
  await deleteFunction('wc');
  const { notice } = useStore.getState().app;
  expect([functions().rows, functions().draft, notice]).toMatchObject([[], null, { kind: 'function-deleted' }]);
  notice?.undo?.();
  await settled();
  expect(changed()).toEqual([
    ['functions.remove', { name: 'wc' }],
    ['functions.save', { definition: wc, replaces: null }],
  ]);
});

test('a deleted function whose workers ran is started again, and asks for what that needs', async () => {
  const { answers, pullFunctions, deleteFunction, changed } = setup(wc);
  answers['functions.list'] = () => [functionRow({ name: wireOf('wc'), definition: wc, workers: [worker('idle')] })];
  await pullFunctions();
  await deleteFunction('wc');
  answers['workers.start'] = () => refuse('not-trusted');
  useStore.getState().app.notice?.undo?.();
  await settled();
  expect(changed().map(([name]) => name)).toEqual(['functions.remove', 'functions.save', 'workers.start']);
  expect(useStore.getState().onTrust).not.toBe(null);
  useStore.getState().stayRestricted();
});

test('a function that cannot be deleted stays open', async () => {
  const { answers, pullFunctions, selectFunction, deleteFunction, functions } = setup(wc);
  await pullFunctions();
  selectFunction('wc');
  answers['functions.remove'] = () => refuse('file-unwritable');
  await deleteFunction('wc');
  const { problem, notice } = useStore.getState().app;
  expect([functions().selected, problem?.code, notice]).toEqual(['wc', 'file-unwritable', null]);
});

test('a duplicate is a new function that is as the other but for its name', async () => {
  const second = { ...wc, name: 'wc-2' };
  const { pullFunctions, selectFunction, duplicateFunction, saveFunction, functions } = setup(wc, second);
  await pullFunctions();
  selectFunction('wc');
  duplicateFunction('wc');
  expect(functions()).toMatchObject({ selected: null, draft: { replaces: null, changed: true } });
  await saveFunction({ start: false });
  expect(functions().rows.map(({ definition }) => definition)).toEqual([wc, second, { ...wc, name: 'wc-3' }]);
});

test('the keys for undo bring a deleted function back, once', async () => {
  const { pullFunctions, deleteFunction, changed } = setup(wc);
  await pullFunctions();
  await deleteFunction('wc');
  changed();
  runCommand('undo', useStore.getState());
  runCommand('undo', useStore.getState());
  await settled();
  expect(changed()).toEqual([['functions.save', { definition: wc, replaces: null }]]);
});
