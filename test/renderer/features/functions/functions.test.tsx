import { act, fireEvent, screen } from '@testing-library/react';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { ArgumentsField } from '../../../../renderer/features/functions/ArgumentsField.tsx';
import { FunctionForm } from '../../../../renderer/features/functions/FunctionForm.tsx';
import { FunctionInspector } from '../../../../renderer/features/functions/FunctionInspector.tsx';
import { FunctionName } from '../../../../renderer/features/functions/FunctionName.tsx';
import { faultsOf } from '../../../../renderer/features/functions/faults.ts';
import { TrustDialog } from '../../../../renderer/features/functions/TrustDialog.tsx';
import { AboutSheet } from '../../../../renderer/features/workspace/AboutSheet.tsx';
import { DescriptionLine } from '../../../../renderer/features/workspace/DescriptionLine.tsx';
import { definitionOf, draftOf, type FunctionDraft } from '../../../../renderer/store/functions.ts';
import { useStore } from '../../../../renderer/store/index.ts';
import { fakeBridge, refuse, settled } from '../../../support/bridge.ts';
import { show } from '../../../support/in-window.tsx';
import { functionRow, outsideWorker, wc, worker, workspace } from '../../../support/samples.ts';

function Field({ initial }: { initial: string[] }) {
  const [argv, setArgv] = useState(initial);
  return <ArgumentsField argv={argv} onChange={setArgv} />;
}

/** A field with these arguments; `values` are what its boxes hold. */
function argumentsField(...argv: string[]) {
  show(<Field initial={argv} />);
  const boxes = () => screen.getAllByRole<HTMLInputElement>('textbox');
  return {
    boxes,
    values: () => boxes().map(({ value }) => value),
    press: async (index: number, key: string, more: object = {}) => {
      fireEvent.keyDown(boxes()[index] as Element, { key, ...more });
      await act(settled);
    },
    /** Place of the box that is typed into. */
    at: () => boxes().indexOf(document.activeElement as HTMLInputElement),
  };
}

test('each argument has a box of its own, blanks and all', () => {
  const { boxes, values } = argumentsField('grep', 'a b', '');
  fireEvent.change(boxes()[2] as Element, { target: { value: '-c  x' } });
  expect([values(), boxes().map((box) => box.getAttribute('aria-label'))]).toEqual([
    ['grep', 'a b', '-c  x'],
    ['Program', 'Argument 1', 'Argument 2'],
  ]);
});

test('Enter opens the next box, wherever it is pressed', async () => {
  const { values, press, at } = argumentsField('grep', '-c');
  await press(0, 'Enter');
  expect([values(), at()]).toEqual([['grep', '', '-c'], 1]);
  await press(2, 'Enter');
  expect([values(), at()]).toEqual([['grep', '', '-c', ''], 3]);
});

test('Backspace takes an empty box away and goes to the one before; a full one and the last one stay', async () => {
  const { values, press, at } = argumentsField('', 'x', '');
  await press(1, 'Backspace');
  expect(values()).toEqual(['', 'x', '']);
  await press(2, 'Backspace');
  expect([values(), at()]).toEqual([['', 'x'], 1]);
  await press(0, 'Backspace');
  await press(0, 'Backspace');
  expect([values(), at()]).toEqual([['x'], 0]);
});

test('an argument of several lines, as a script, keeps its line ends while it is edited', () => {
  const { boxes, values } = argumentsField('python3', '-c', 'import sys\nprint(1)\n');
  expect([values()[2], boxes()[2]?.tagName]).toEqual(['import sys\nprint(1)\n', 'TEXTAREA']);
  fireEvent.change(boxes()[2] as Element, { target: { value: 'import sys\nprint(2)\n' } });
  expect(values()[2]).toBe('import sys\nprint(2)\n');
});

test('keys that compose a character do neither', async () => {
  const { values, press } = argumentsField('grep', '');
  await press(0, 'Enter', { isComposing: true });
  await press(1, 'Backspace', { isComposing: true });
  expect(values()).toEqual(['grep', '']);
});

test('a button adds one at the end', async () => {
  const { values, at } = argumentsField('grep');
  fireEvent.click(screen.getByRole('button', { name: 'Add argument' }));
  await act(settled);
  expect([values(), at()]).toEqual([['grep', ''], 1]);
});

const draft = (different: Partial<FunctionDraft>): FunctionDraft => ({ ...draftOf(wc), ...different });

test.each<[string, Partial<FunctionDraft>, (keyof ReturnType<typeof faultsOf>)[]]>([
  ['all in order', {}, []],
  ['blanks around its name', { name: ' wc ' }, []],
  ['a blank in its name', { name: 'word count' }, ['name']],
  ['an invisible character in its name', { name: 'word\u200bcount' }, ['name']],
  ['no name', { name: '' }, ['name']],
  ['a name of 256 bytes', { name: 'ä'.repeat(128) }, ['name']],
  ['no program', { argv: ['', '-l'] }, ['command']],
  ['an empty line', { kind: 'shell', line: '  ' }, ['command']],
  ['no worker', { workers: 0 }, ['workers']],
  ['half a worker', { workers: 1.5 }, ['workers']],
  ['65 workers', { workers: 65 }, ['workers']],
  ['a pattern with two groups', { progress: '(\\d+) of (\\d+)' }, []],
  ['a pattern without a group', { progress: '\\d+' }, ['progress']],
  ['a pattern that is none', { progress: '(' }, ['progress']],
  ['half a second', { timeLimit: 0.5 }, []],
  ['less than no time', { timeLimit: -1 }, ['timeLimit']],
  ['no output at all', { outputLimit: 0 }, ['outputLimit']],
  ['variables', { environment: 'A=1\n\n_B2=x=y' }, []],
  ['a variable that begins with a digit', { environment: '1A=1' }, ['environment']],
  ['servers', { servers: 'embedded\n[::1]:4730\njobs.example:4731' }, []],
  ['a server without a port', { servers: 'jobs.example' }, ['servers']],
  ['half a job for each run', { jobsPerProcess: 0.5 }, ['jobsPerProcess']],
  ['all wrong', { name: '', argv: [''], workers: 0 }, ['name', 'command', 'workers']],
])('the faults of a draft with %s', (_what, different, fields) => {
  expect(Object.keys(faultsOf(draft(different)))).toEqual(fields);
});

async function form(row = functionRow()) {
  const bridge = fakeBridge({ 'functions.list': () => [row], 'workers.output': () => [] });
  await useStore.getState().pullFunctions();
  useStore.getState().selectFunction(row.name);
  const { container } = show(<FunctionForm row={row} />);
  const faults = () =>
    [...container.querySelectorAll('.help--error, .help--warn')].map(({ textContent }) => textContent);
  return {
    ...bridge,
    faults,
    edit: (change: Partial<FunctionDraft>) => act(() => useStore.getState().editFunction(change)),
  };
}

test('what is typed is in the draft', async () => {
  await form();
  const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
  type('Name', 'lines');
  type('Program', '/usr/bin/wc');
  type('Folder', 'jobs');
  type('At once', '3');
  type('Description', 'Counts lines');
  fireEvent.click(screen.getByRole('radio', { name: 'Shell line' }));
  type('Shell line', 'wc -l');
  expect(useStore.getState().functions.draft?.content).toMatchObject({
    name: 'lines',
    description: 'Counts lines',
    kind: 'shell',
    argv: ['/usr/bin/wc', '-l'],
    line: 'wc -l',
    folder: 'jobs',
    workers: 3,
  });
});

test('servers stand one on each line, and what is none says so', async () => {
  const { faults } = await form();
  const type = (value: string) => fireEvent.change(screen.getByLabelText('Servers'), { target: { value } });
  const definition = () => definitionOf(useStore.getState().functions.draft?.content as FunctionDraft);
  type(' embedded \n\n10.0.0.1:4731\n');
  expect([definition().servers, faults()]).toEqual([['embedded', '10.0.0.1:4731'], []]);
  type('10.0.0.1');
  expect(faults()).toEqual(['One on each line, at most 16: embedded or host:port.']);
});

test('a program that speaks Gearman itself has other fields than a command that is run for each job', async () => {
  const { edit } = await form();
  const fields = () =>
    ['Progress', 'Start rate', 'Jobs per run', 'Servers'].filter((name) => screen.queryByLabelText(name));
  expect(fields()).toEqual(['Progress', 'Start rate', 'Servers']);
  fireEvent.click(screen.getByRole('radio', { name: 'Gearman itself' }));
  expect([fields(), screen.getByText(/GEARMAN_SERVERS/).textContent]).toEqual([
    ['Jobs per run', 'Servers'],
    expect.stringContaining('{host} {port} {servers}'),
  ]);
  fireEvent.change(screen.getByLabelText('Jobs per run'), { target: { value: '100' } });
  edit({ name: 'rev' });
  expect(useStore.getState().functions.draft?.content).toMatchObject({ speaks: 'gearman', jobsPerProcess: 100 });
});

test('how fast jobs begin and whether commands wait for them is said', async () => {
  const { faults } = await form();
  fireEvent.change(screen.getByLabelText('Start rate'), { target: { value: '2.5' } });
  fireEvent.click(screen.getByRole('checkbox', { name: 'Start commands before their jobs come' }));
  expect(useStore.getState().functions.draft?.content).toMatchObject({ startRate: 2.5, prestart: true });
  fireEvent.change(screen.getByLabelText('Start rate'), { target: { value: '-1' } });
  expect(faults()).toEqual(['From 0 to 10,000 a second; 0 is any number.']);
});

test('a function to begin with is filled in under a name that is free; what it lacks is said', async () => {
  const command = { kind: 'argv' as const, argv: ['python3', '-c', 'print(1)'] };
  fakeBridge({
    'functions.starters': () => [
      { id: 'wc', definition: wc, missing: null },
      { id: 'python', definition: { ...wc, name: 'reverse', command }, missing: 'program' },
    ],
  });
  useStore.setState({ workspace: workspace() });
  useStore.getState().createFunction();
  show(<FunctionForm row={undefined} />);
  const choose = async (name: RegExp) => {
    await act(async () => fireEvent.click(screen.getByRole('button', { name: /^Begin with/ })));
    await act(async () => fireEvent.click(await screen.findByRole('menuitem', { name })));
    return useStore.getState().functions.draft?.content;
  };
  expect(await choose(/^Count lines/)).toMatchObject({
    name: 'wc-2',
    argv: ['wc', '-l'],
    description: 'Counts the lines of the workload.',
  });
  expect(await choose(/^Python/)).toMatchObject({ name: 'reverse', argv: command.argv });
  const said = screen.getAllByText('python3 was not found here').map(({ className }) => className);
  expect(said).toContain('help help--warn');
});

test('a field says what is wrong with it as it is typed', async () => {
  const { faults, edit } = await form();
  expect(faults()).toEqual([]);
  edit({ name: 'word count', workers: 0 });
  expect(faults()).toEqual([
    'A name has no blanks, no control or invisible characters, and at most 255 bytes.',
    'A number from 1 to 64.',
  ]);
  expect(screen.getByLabelText('Name').getAttribute('aria-invalid')).toBe('true');
  edit({ name: 'wc', workers: 1 });
  expect(faults()).toEqual([]);
});

test('a command that was emptied is said to be missing', async () => {
  const { faults, edit } = await form();
  edit({ argv: ['', '-l'] });
  expect(faults()).toEqual(['The command is missing.']);
});

test.each([
  ['/usr/bin/wc', /^Found at \/usr\/bin\/wc\./, 0],
  [null, /^wc was not found\./, 1],
] as const)(
  'where the program lies at %s it says so, until the command is changed',
  async (program, said, warnings) => {
    const { faults, edit } = await form(functionRow({ program }));
    expect([screen.getByText(said).tagName, faults().length]).toEqual(['P', warnings]);
    edit({ argv: ['sort'] });
    expect([screen.queryByText(said), faults().length]).toEqual([null, 0]);
  },
);

test('where commands run with all rights, the form says so', async () => {
  const { app } = useStore.getInitialState();
  const { faults } = await form();
  expect(faults()).toEqual([]);
  const info = {
    version: '',
    platform: 'linux',
    locale: 'en',
    electron: '',
    node: '',
    root: true,
    standIn: null,
  } as const;
  act(() => useStore.setState({ app: { ...app, info } }));
  expect(faults()).toEqual(['Gearbench runs as root, and so does this command.']);
});

test('the inspector saves what was changed, and shows why it could not be', async () => {
  const { answers, edit, said } = await form(functionRow({ workers: [worker('idle')] }));
  show(<FunctionInspector />);
  const save = screen.getByRole<HTMLButtonElement>('button', { name: /^Save/ });
  expect([save.disabled, screen.getByText('1 idle').tagName]).toEqual([true, 'SPAN']);
  edit({ description: 'Lines' });
  answers['functions.save'] = () => refuse('file-unwritable', 'No.', { path: '/ro/x', reason: 'EROFS' });
  said();
  await act(async () => fireEvent.click(save));
  expect([said().map(([name]) => name), screen.getByRole('alert').textContent]).toEqual([
    ['functions.save'],
    '/ro/x could not be written: EROFS. Nothing was changed.',
  ]);
});

test('of a function of others the inspector tells who does it', async () => {
  fakeBridge({ 'functions.list': () => [functionRow({ definition: null, outside: [outsideWorker] })] });
  await useStore.getState().pullFunctions();
  useStore.getState().selectFunction('wc');
  show(<FunctionInspector />);
  expect(screen.getByRole('complementary').textContent).toContain('A worker outside of Gearbench does wc.');
  expect(screen.getByRole('listitem').textContent).toBe('#3 php 127.0.0.1:50003');
  fireEvent.click(screen.getByRole('button', { name: 'Create worker' }));
  expect(useStore.getState().functions.draft).toMatchObject({ content: { name: 'wc' }, replaces: null });
});

test('a command of the stock tool is taken over as it is pasted; one that is none says why', async () => {
  const { answers } = fakeBridge({ 'functions.list': () => [] });
  answers['functions.fromCommand'] = ({ text }) =>
    text.startsWith('gearman') ? wc : refuse('command-not-gearman', 'No.', { what: 'php' });
  act(() => useStore.getState().createFunction());
  show(<FunctionForm row={undefined} />);
  const field = screen.getByLabelText('A gearman command to take over');
  fireEvent.change(field, { target: { value: 'php worker.php' } });
  await act(() => settled());
  expect(screen.getByText('This begins with “php”, not with gearman.')).toBeDefined();
  expect(useStore.getState().functions.draft?.changed).toBe(false);
  fireEvent.change(field, { target: { value: 'gearman -w -f wc -- wc -l' } });
  await act(() => settled());
  expect(screen.getByText('Taken over.')).toBeDefined();
  expect(useStore.getState().functions.draft?.content).toMatchObject({ name: 'wc', argv: ['wc', '-l'] });
});

test('a name that is nearly another one is told, and is no fault', async () => {
  const { edit, faults } = await form(functionRow({ name: 'wc', definition: wc }));
  edit({ name: 'W-C' });
  expect(faults()).toEqual([]); // its own name before
  act(() => useStore.getState().createFunction());
  edit({ name: 'W-C' });
  expect(faults()).toEqual(['Nearly the same as wc. Clients that mean that one do not find this one.']);
});

test('what is chosen back to what it was is not hidden meanwhile', async () => {
  const { edit } = await form();
  const more = screen.getByText('Workload, output and limits').parentElement as HTMLDetailsElement;
  const opened = () => {
    fireEvent(more, new Event('toggle')); // as a browser tells of it
    return more.open;
  };
  expect(more.open).toBe(false);
  edit({ timeLimit: 5 });
  expect(opened()).toBe(true);
  edit({ timeLimit: 0 });
  expect(more.open).toBe(true);
});

const shellOf = (name: string, line: string, more: object = {}) => ({
  name,
  command: { kind: 'shell', line } as const,
  folder: '',
  environment: {},
  secrets: [],
  speaks: 'stdio' as const,
  servers: [],
  ...more,
});

/** What the question about a workspace's commands says, one line of code or heading each. */
function question(different: Partial<ReturnType<typeof workspace>>): string[] {
  fakeBridge();
  useStore.setState({
    workspace: workspace({ trusted: false, ...different }),
    onTrust: () => useStore.getState().startWorkers('wc'),
  });
  show(<TrustDialog />);
  const parts = screen.getByRole('alertdialog').querySelectorAll('h2, h3, b, code > *, code:not(:has(*)), li > .faint');
  return [...parts].map(({ tagName, textContent }) => `${tagName.toLowerCase()} ${textContent}`);
}

test('commands from elsewhere are shown with their variables and folders before they may run', () => {
  const functions = [
    wc,
    { ...wc, name: 'env', folder: '/srv', environment: { A: 'a\nb', PATH: '/x' }, secrets: ['KEY'] },
  ];
  expect(question({ functions })).toEqual([
    'h2 This workspace wants to run 2 commands',
    'b wc',
    'code wc -l',
    'span program with arguments, in /home/me',
    'b env',
    'code wc -l',
    'code A=a↵b\nPATH=/x\nKEY, a secret',
    'span program with arguments, in /srv',
  ]);
});

test('of commands that changed only the difference is shown: new, before and now, gone', () => {
  const before = shellOf('b', 'date', { environment: { A: '1', KEPT: 'k' } });
  const now = shellOf('b', 'date; id', { folder: '/', environment: { A: '2', KEPT: 'k' } });
  const difference = { added: [shellOf('n', 'true')], changed: [{ before, now }], gone: [shellOf('g', 'ls')] };
  expect(question({ functions: [wc, { ...wc, name: 'b' }, { ...wc, name: 'n' }], difference })).toEqual([
    'h2 The commands of this workspace have changed',
    'h3 New',
    'b n',
    'code true',
    'span shell line, in /home/me',
    'h3 Changed',
    'b b',
    'del Before: date',
    'ins Now: date; id',
    'del Before: A=1',
    'ins Now: A=2',
    'span KEPT=k',
    'del Before: shell line, in /home/me',
    'ins Now: shell line, in /',
    'h3 Gone',
    'b g',
    'code ls',
    'span shell line, in /home/me',
  ]);
  expect(screen.getByText('1 other command is as you allowed it.')).toBeDefined();
});

test('for whom commands work, and that one runs on, is a part of what is read', () => {
  const before = shellOf('b', 'date', { servers: ['embedded', '10.0.0.1:4730'] });
  const now = shellOf('b', 'date', { servers: ['embedded', '10.0.0.2:4730'], speaks: 'gearman' });
  const lines = question({
    functions: [{ ...wc, name: 'b' }],
    difference: { added: [], changed: [{ before, now }], gone: [] },
  });
  expect(lines.slice(3)).toEqual([
    'span date',
    'del Before: for jobs of 10.0.0.1:4730',
    'ins Now: a worker by itself, which runs on',
    'span for jobs of embedded',
    'ins Now: for jobs of 10.0.0.2:4730',
    'span shell line, in /home/me',
  ]);
  expect(question({ functions: [{ ...wc, servers: ['10.0.0.1:4730'] }] })).toContain('code for jobs of 10.0.0.1:4730');
});

test('a command cannot hide a part of itself from who reads it', () => {
  const line = 'rm -rf ~ #\r\u001b[2Kdate \u202e';
  const functions = [{ ...wc, command: { kind: 'shell', line } as const }];
  expect(question({ functions })).toContain('code rm -rf ~ #\\x0d\\x1b[2Kdate \\u202e');
});

test('a colour is chosen by name and is a dot before the name wherever that stands', async () => {
  const { frame } = await form();
  fireEvent.click(screen.getByRole('radio', { name: 'Teal' }));
  expect(useStore.getState().functions.draft?.content.colour).toBe('teal');
  await act(frame); // what the form asks is asked of its own bridge
  fakeBridge({ 'workspace.get': () => workspace({ functions: [{ ...wc, colour: 'teal' }] }) });
  await useStore.getState().pullWorkspace();
  const { container } = show(
    <>
      <FunctionName name="wc" />
      <FunctionName name="other" />
    </>,
  );
  expect([...container.querySelectorAll('i')].map(({ dataset }) => dataset['colour'])).toEqual(['teal']);
  expect(container.textContent).toBe('wcother');
});

test('the description of a workspace is read above its functions and written in a sheet', async () => {
  const { said } = fakeBridge({
    'workspace.get': () => workspace({ description: 'The shop' }),
    'workspace.describe': ({ description }) => workspace({ description }),
  });
  await useStore.getState().pullWorkspace();
  show(<DescriptionLine />);
  show(<AboutSheet />);
  fireEvent.click(screen.getByRole('button', { name: 'Edit the description of the workspace' }));
  const save = screen.getByRole<HTMLButtonElement>('button', { name: 'Save description' });
  const field = screen.getByLabelText('Description');
  expect(save.disabled).toBe(true);
  fireEvent.change(field, { target: { value: 'x'.repeat(10_001) } });
  expect(save.disabled).toBe(true);
  fireEvent.change(field, { target: { value: 'Our shop' } });
  said();
  await act(async () => fireEvent.click(save));
  expect(said()).toEqual([['workspace.describe', { description: 'Our shop' }]]);
  expect([screen.queryByRole('dialog'), screen.getByText('Our shop').tagName]).toEqual([null, 'P']);
});
