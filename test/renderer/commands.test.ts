import { expect, onTestFinished, test, vi } from 'vitest';
import { COMMAND_WORDS } from '../../main/contract/command-words.ts';
import {
  type ChosenKeys,
  COMMAND_IDS,
  COMMAND_TABLE,
  type CommandId,
  firstKeys,
  type MenuState,
} from '../../main/contract/commands.ts';
import { Settings } from '../../main/contract/settings.ts';
import { refusalOfSingle } from '../../main/contract/shortcuts.ts';
import { applicationMenu } from '../../main/shell/menu.ts';
import { commandWordsFor, textsFor } from '../../main/shell/texts.ts';
import { COMMANDS, canDo, commandFor, meet, menuState, packetCommandFor, runCommand } from '../../renderer/commands.ts';
import { shortcutIn, singleIn } from '../../renderer/lib/shortcuts.ts';
import { type Store, useStore } from '../../renderer/store/index.ts';
import { crewOf } from '../../renderer/store/workers.ts';
import { fakeBridge, refuse } from '../support/bridge.ts';
import { functionRow, packetRow, packetWindow, wc, worker } from '../support/samples.ts';

vi.mock('electron', () => ({ Menu: { buildFromTemplate: (template: unknown) => template } }));

/** The window is one of that system. */
function on(platform: 'darwin' | 'linux'): void {
  const info = { version: '1', platform, locale: 'en', electron: '', node: '', root: false, standIn: null };
  useStore.setState(({ app }) => ({ app: { ...app, info } }));
}

const choose = (shortcuts: ChosenKeys, more: Partial<Settings> = {}) =>
  useStore.setState(({ app }) => ({
    app: { ...app, settings: Settings.parse({ welcomed: true, shortcuts, ...more }) },
  }));

/** A key press as `Mod+Shift+N`, where it happens. */
function press(
  keys: string,
  mac: boolean,
  { target = document.body, ...more }: KeyboardEventInit & { target?: Element } = {},
): string | undefined {
  const parts = keys.split('+');
  const mod = parts.includes('Mod');
  const event = new KeyboardEvent('keydown', {
    key: ({ Plus: '+' } as Record<string, string>)[parts.at(-1) as string] ?? (parts.at(-1) as string),
    metaKey: (mod && mac) || parts.includes('Meta'),
    ctrlKey: (mod && !mac) || parts.includes('Control') || parts.includes('Ctrl'),
    shiftKey: parts.includes('Shift'),
    altKey: parts.includes('Alt'),
    bubbles: true,
    ...more,
  });
  // The test's page takes Alt for it.
  event.getModifierState = (name) => name === 'AltGraph' && more.modifierAltGraph === true;
  target.dispatchEvent(event);
  on(mac ? 'darwin' : 'linux');
  return commandFor(event, useStore.getState())?.id;
}

const element = (html: string): Element => {
  document.body.innerHTML = html;
  onTestFinished(() => document.body.replaceChildren());
  return document.body.firstElementChild as Element;
};
const onTraffic = () => {
  fakeBridge({
    'packets.window': () => packetWindow({ next: 9 }),
    'packets.clear': () => undefined,
    'packets.get': () => null,
    'packets.find': () => null,
  });
  useStore.getState().go('traffic');
  const window = packetWindow({ rows: [packetRow({ seq: 3, job: 'H:t:1' })] });
  useStore.setState(({ traffic }) => ({ traffic: { ...traffic, window } }));
  useStore.getState().selectPacket(3);
};

test.each([true, false])('each shortcut means its command, and with no other modifier (Mac: %s)', (mac) => {
  for (const screen of ['traffic', 'jobs', 'doctor'] as const) {
    onTraffic();
    useStore.getState().go(screen);
    const store = useStore.getState();
    const withKeys = COMMANDS.flatMap((command) => {
      const keys = firstKeys(command.id, mac);
      return keys === null || !canDo(command, store) ? [] : [{ id: command.id, keys }];
    });
    expect(withKeys.length).toBeGreaterThan(15);
    expect(withKeys.map(({ keys }) => press(keys, mac))).toEqual(withKeys.map(({ id }) => id));
  }
  const wrong = ['1', 'Alt+Mod+1', 'Shift+1', mac ? 'Control+1' : 'Meta+Mod+1', 'Mod+Shift+O', 'Mod+6', 'Mod+Enter'];
  expect(wrong.map((keys) => press(keys, mac))).toEqual(wrong.map(() => undefined));
});

test('keys that were chosen go before those of the table, also where there are none', () => {
  onTraffic();
  choose({ 'traffic.pause': 'Mod+Shift+P', 'go.jobs': null });
  expect(['Mod+E', 'Mod+Shift+P', 'Mod+4'].map((keys) => press(keys, false))).toEqual([
    undefined,
    'traffic.pause',
    undefined,
  ]);
  expect(
    ['traffic.pause', 'go.jobs', 'packet.mark', 'traffic.clear'].map((id) =>
      shortcutIn(useStore.getState(), id as CommandId),
    ),
  ).toEqual(['Ctrl+Shift+P', '', 'm', 'Ctrl+Bksp']);
  choose({}, { singleKeys: false });
  expect(shortcutIn(useStore.getState(), 'packet.mark')).toBe('');
});

test('what is written with AltGr is no shortcut', () => {
  onTraffic();
  expect([press('Mod+Alt+F', false), press('Mod+Alt+F', false, { modifierAltGraph: true })]).toEqual([
    'traffic.followJob',
    undefined,
  ]);
});

test('capital letters are the letters, and Shift is another key', () => {
  fakeBridge();
  expect([
    press('Mod+n', false),
    press('Mod+N', true),
    press('Mod+Shift+n', true),
    press('Mod+Shift+N', false),
  ]).toEqual(['job.submit', 'job.submit', 'workspace.create', 'workspace.create']);
});

test.each([{ isComposing: true }, { keyCode: 229 }])('nothing happens while text is composed: %o', (composing) => {
  onTraffic();
  expect(['Mod+N', 'Mod+E', 'Mod+1'].map((keys) => press(keys, true, composing))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test.each([
  ['an input', '<input>'],
  ['a text area', '<textarea></textarea>'],
])('in %s a field’s own keys stay its own', (_what, html) => {
  onTraffic();
  const target = element(html);
  const pressed = (at: Element) => ['Mod+E', 'Mod+Backspace', 'Mod+2'].map((keys) => press(keys, true, { target: at }));
  expect([pressed(target), pressed(element('<button></button>'))]).toEqual([
    [undefined, undefined, 'go.functions'],
    ['traffic.pause', 'traffic.clear', 'go.functions'],
  ]);
});

test('in a dialog over a screen the keys of that mean nothing, others do', () => {
  onTraffic();
  const target = element('<div role="dialog"><button></button></div>').firstElementChild as Element;
  expect(['Mod+E', 'Mod+G', 'Mod+2'].map((keys) => press(keys, false, { target }))).toEqual([
    undefined,
    undefined,
    'go.functions',
  ]);
});

test('commands of a screen mean nothing elsewhere', () => {
  fakeBridge();
  useStore.getState().go('jobs');
  expect(['Mod+E', 'Mod+Backspace', 'Mod+S'].map((keys) => press(keys, false))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  runCommand('traffic.pause', useStore.getState());
  runCommand('not.there', useStore.getState());
  expect(useStore.getState().traffic.pausedAt).toBe(null);
});

test('a draft is saved by its shortcut once it was changed; a new function is started too', async () => {
  const { said } = fakeBridge({
    'functions.save': () => undefined,
    'functions.list': () => [],
    'workers.start': () => undefined,
  });
  useStore.getState().createFunction();
  expect(press('Mod+s', true)).toBe(undefined);
  useStore.getState().editFunction({ name: 'wc', argv: ['wc'] });
  expect(press('Mod+s', true)).toBe('save');
  runCommand('save', useStore.getState());
  await vi.waitFor(() => expect(said().map(([name]) => name)).toContain('workers.start'));
});

test('one key pauses and resumes', () => {
  onTraffic();
  const { traffic } = useStore.getState();
  useStore.setState({ traffic: { ...traffic, window: packetWindow({ next: 7 }) } });
  const paused = [1, 2].map(() => {
    runCommand('traffic.pause', useStore.getState());
    return useStore.getState().traffic.pausedAt;
  });
  expect(paused).toEqual([7, null]);
});

test.each([
  ['go.jobs', (store: Store) => store.app.screen, 'jobs'],
  ['job.submit', (store: Store) => store.submit.open, true],
  ['function.create', (store: Store) => store.functions.draft?.replaces, null],
] as const)('%s does what it says', (id, what, expected) => {
  fakeBridge();
  runCommand(id, useStore.getState());
  expect(what(useStore.getState())).toBe(expected);
});

test('no two commands that meet share their keys, on a Mac or elsewhere', () => {
  const pairs = COMMAND_IDS.flatMap((one, at) => COMMAND_IDS.slice(at + 1).map((other) => [one, other] as const));
  const clashes = [true, false].flatMap((mac) =>
    pairs.filter(([one, other]) => {
      const keys = firstKeys(one, mac);
      return keys !== null && keys === firstKeys(other, mac) && meet(one, other);
    }),
  );
  expect(clashes).toEqual([]);
  expect([meet('find', 'traffic.filter'), meet('find', 'go.jobs'), meet('job.cancel', 'find')]).toEqual([
    false,
    true,
    true,
  ]);
});

test('a single key that was chosen does what the first one did, and menus offer it', () => {
  onTraffic();
  choose({}, { singleShortcuts: { 'traffic.filter': 'q', 'search.next': null } });
  const store = useStore.getState();
  expect(['q', '/', 'n'].map((key) => packetCommandFor(key, store)?.id)).toEqual([
    'traffic.filter',
    undefined,
    undefined,
  ]);
  expect([singleIn(store, 'traffic.filter'), singleIn(store, 'search.next')]).toEqual(['q', '']);
});

test.each([
  ['m', {}, null],
  ['M', {}, null],
  [';', {}, null],
  ['é', {}, null],
  ['j', {}, 'moves'],
  ['G', {}, 'moves'],
  ['m', { ctrlKey: true }, 'alone'],
  ['F5', {}, 'alone'],
  [' ', {}, 'alone'],
] as const)('whether %s %o can be a single key', (key, held, refused) => {
  const none = { code: '', altKey: false, shiftKey: false, ctrlKey: false, metaKey: false };
  expect(refusalOfSingle({ ...none, key, ...held })).toBe(refused);
});

test('no two single keys are the same', () => {
  const singles = COMMAND_IDS.flatMap((id) => COMMAND_TABLE[id].single ?? []);
  expect(new Set(singles).size).toBe(singles.length);
});

interface Item {
  id?: CommandId;
  label?: string;
  accelerator?: string;
  registerAccelerator?: boolean;
  enabled?: boolean;
  checked?: boolean;
  click?: () => void;
  submenu?: Item[];
}

/** The items of the menu that are commands. */
function itemsOf(
  platform: NodeJS.Platform,
  state: MenuState = { off: [], on: [] },
  { language = 'en', shortcuts = {} }: { language?: 'en' | 'zh'; shortcuts?: ChosenKeys } = {},
) {
  const texts = textsFor(language, 'en');
  const words = commandWordsFor(language, 'en');
  const sent: string[] = [];
  const menu = applicationMenu(texts, platform, {
    send: (id) => void sent.push(id),
    recent: [],
    openRecent: () => undefined,
    clearRecent: () => undefined,
    words,
    shortcuts,
    state,
  }) as unknown as Item[];
  const all = (items: readonly Item[]): Item[] => items.flatMap((item) => [item, ...all(item.submenu ?? [])]);
  return { sent, items: all(menu).filter(({ id }) => id !== undefined) };
}

test.each(['darwin', 'linux'] as const)('each command is in a menu, once, with its keys (%s)', (platform) => {
  const { sent, items } = itemsOf(platform, undefined, {
    shortcuts: { 'go.jobs': 'Mod+Alt+ArrowUp', 'go.traffic': null },
  });
  for (const { click } of items) click?.();
  expect(sent).toEqual(items.map(({ id }) => id));
  // Undoing is the text's own in the menu.
  expect(sent.toSorted()).toEqual(COMMAND_IDS.filter((id) => id !== 'undo').toSorted());
  const of = (id: CommandId) => {
    const { accelerator, registerAccelerator } = items.find((item) => item.id === id) as Item;
    return [accelerator, registerAccelerator];
  };
  expect([of('go.jobs'), of('go.traffic'), of('go.overview'), of('view.sidebar'), of('traffic.pause')]).toEqual([
    ['CommandOrControl+Alt+Up', undefined],
    [undefined, undefined],
    ['CommandOrControl+1', undefined],
    [platform === 'darwin' ? 'CommandOrControl+Control+S' : 'CommandOrControl+B', undefined],
    platform === 'darwin' ? [undefined, undefined] : ['CommandOrControl+E', false],
  ]);
});

test.each(['en', 'zh'] as const)('the menu says what the window says: %s', (language) => {
  const { items } = itemsOf('linux', { off: [], on: ['server.toggle', 'picture.lanes'] }, { language });
  const label = (id: CommandId) => items.find((item) => item.id === id)?.label;
  const words = COMMAND_WORDS[language];
  expect([label('server.toggle'), label('picture.lanes'), label('traffic.pause')]).toEqual([
    words['server.toggle.on'],
    words['picture.lanes'],
    words['traffic.pause'],
  ]);
});

test('the menu shows what can be done and what is switched on', () => {
  onTraffic();
  useStore.setState(({ app }) => ({
    app: { ...app, settings: Settings.parse({ packetPicture: 'lanes', welcomed: true }) },
  }));
  const here = menuState(useStore.getState());
  const onThere = (state: MenuState) => state.on.filter((id) => /^(traffic|picture)\./.test(id));
  expect([onThere(here), here.off.filter((id) => id.startsWith('traffic.'))]).toEqual([['picture.lanes'], []]);
  expect(here.on).toContain('view.inspector');
  useStore.getState().closePacket();
  useStore.getState().followTraffic(true);
  expect(onThere(menuState(useStore.getState()))).toEqual(['traffic.follow', 'picture.lanes']);
  expect(menuState(useStore.getState()).off.filter((id) => id.startsWith('traffic.'))).toEqual([
    'traffic.followJob',
    'traffic.nextInJob',
    'traffic.previousInJob',
    'traffic.reference',
  ]);
  useStore.getState().go('jobs');
  const { items } = itemsOf('linux', menuState(useStore.getState()));
  const shown = (id: string) => items.find((item) => item.id === id);
  expect([shown('traffic.pause')?.enabled, shown('job.submit')?.enabled]).toEqual([false, true]);
  expect([shown('picture.lanes')?.checked, shown('picture.none')?.checked]).toEqual([true, false]);
});

test('while the first steps are shown no key and no item of the menu does anything behind them', () => {
  fakeBridge();
  useStore.setState(({ app }) => ({ app: { ...app, settings: Settings.parse({ welcomed: false }) } }));
  expect([press('Mod+K', false), menuState(useStore.getState()).off.length]).toEqual([undefined, COMMANDS.length]);
  useStore.setState(({ app }) => ({ app: { ...app, settings: Settings.parse({ welcomed: true }) } }));
  expect([press('Mod+K', false), menuState(useStore.getState()).off.includes('help.welcome')]).toEqual([
    'palette.open',
    false,
  ]);
});

test('Mod+R scans again on the doctor’s screen alone, and not while it scans', () => {
  fakeBridge();
  expect(press('Mod+R', false)).toBe(undefined);
  useStore.getState().go('doctor');
  expect(press('Mod+R', false)).toBe('doctor.scan');
  useStore.setState(({ doctor }) => ({ doctor: { ...doctor, scanning: true } }));
  expect(press('Mod+R', false)).toBe(undefined);
});

/** The commands about what is chosen there that can be done now, and those that cannot. */
const aboutChosen = () => {
  const { off } = menuState(useStore.getState());
  const ids = COMMAND_IDS.filter((id) => /^(worker|function)\./.test(id) && id !== 'function.create');
  return ids.filter((id) => !off.includes(id));
};

test('what is done to workers goes to those that are chosen on the screen in sight', async () => {
  const crew = crewOf(wc, [worker('sleeping'), { ...worker('quiet'), name: 'wc-2' }]);
  const { said } = fakeBridge({
    'workers.list': () => ({ managed: [crew], outside: [] }),
    'workers.act': () => undefined,
    'workers.scale': () => undefined,
  });
  const store = useStore.getState();
  useStore.setState(({ workers }) => ({ workers: { ...workers, view: { managed: [crew], outside: [] } } }));
  store.go('workers');
  expect(aboutChosen()).toEqual([]);
  store.selectWorker({ kind: 'outside', connection: 7 });
  expect(aboutChosen()).toEqual([]);
  const run = (id: CommandId) => runCommand(id, useStore.getState());
  store.selectWorker({ kind: 'worker', name: 'wc', worker: 'wc-1' });
  expect(aboutChosen()).not.toContain('worker.start');
  run('worker.start'); // it runs: nothing is done
  run('worker.quiet');
  store.selectWorker({ kind: 'worker', name: 'wc', worker: 'wc-2' });
  run('worker.start');
  store.selectWorker({ kind: 'function', name: 'wc' });
  run('worker.stop');
  run('worker.more');
  run('worker.fewer');
  store.selectWorker({ kind: 'worker', name: 'wc', worker: 'gone' });
  run('worker.kill');
  store.go('jobs');
  run('worker.kill');
  await vi.waitFor(() =>
    expect(said().flatMap(([name, input]) => (/act|scale/.test(name) ? [input] : []))).toEqual([
      { action: 'quiet', name: 'wc', worker: 'wc-1' },
      { action: 'start', name: 'wc', worker: 'wc-2' },
      { action: 'stop', name: 'wc', worker: null },
      { name: 'wc', workers: 3 },
      { name: 'wc', workers: 1 },
    ]),
  );
});

test('keys of the sheet that submits act while it is open, and those of the screen under it do not', () => {
  fakeBridge({ 'packets.window': () => packetWindow() });
  onTraffic();
  const pressed = () => ['Mod+Enter', 'Mod+Shift+Enter', 'Mod+E', 'Mod+1'].map((keys) => press(keys, false));
  expect(pressed()).toEqual([undefined, undefined, 'traffic.pause', 'go.overview']);
  useStore.getState().openSubmit({ function: 'wc' });
  expect(pressed()).toEqual(['job.send', 'job.sendAndStay', undefined, 'go.overview']);
  useStore.getState().showMany(true);
  expect(pressed()).toEqual(['job.send', undefined, undefined, 'go.overview']);
  useStore.getState().nameWorkload(true);
  expect(pressed()[0]).toBe(undefined);
  useStore.getState().nameWorkload(false);
  useStore.getState().editSubmit({ function: '' });
  expect(pressed()).toEqual([undefined, undefined, undefined, 'go.overview']);
});

test('a function that is chosen is tried, copied and deleted, and its workers are started', async () => {
  const row = functionRow({ definition: wc, workers: [] });
  const { said } = fakeBridge({
    'functions.list': () => [row],
    'functions.testRun': () => refuse('not-trusted'),
    'functions.remove': () => wc,
    'workers.start': () => undefined,
  });
  const store = useStore.getState();
  store.go('functions');
  expect([aboutChosen(), press('Mod+D', false), press('Mod+Enter', false)]).toEqual([[], undefined, undefined]);
  await store.pullFunctions();
  store.selectFunction('wc');
  expect(aboutChosen()).toEqual([
    'worker.start',
    'function.testRun',
    'function.duplicate',
    'function.export',
    'function.delete',
  ]);
  expect([press('Mod+D', false), press('Mod+Enter', true)]).toEqual(['function.duplicate', 'function.testRun']);
  store.editFunction({ name: '' });
  expect(press('Mod+Enter', false)).toBe(undefined);
  store.revertFunction();
  for (const id of ['worker.start', 'function.testRun', 'function.delete']) runCommand(id, useStore.getState());
  await vi.waitFor(() =>
    expect(said().map(([name]) => name)).toEqual(
      expect.arrayContaining(['workers.start', 'functions.testRun', 'functions.remove']),
    ),
  );
  await vi.waitFor(() => expect(useStore.getState().testRun.startedAt).toBe(null));
  store.selectFunction('wc');
  runCommand('function.duplicate', useStore.getState());
  expect([useStore.getState().functions.draft?.content.name, aboutChosen()]).toEqual(['wc-2', ['function.testRun']]);
});
