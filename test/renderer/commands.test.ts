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
import { Settings } from '../../main/contract/model.ts';
import { applicationMenu } from '../../main/shell/menu.ts';
import { commandWordsFor, textsFor } from '../../main/shell/texts.ts';
import { COMMANDS, canDo, commandFor, meet, menuState, runCommand } from '../../renderer/commands.ts';
import { shortcutIn } from '../../renderer/lib/shortcuts.ts';
import { type Store, useStore } from '../../renderer/store/index.ts';
import { fakeBridge } from '../support/bridge.ts';
import { packetRow, packetWindow } from '../support/samples.ts';

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
  const wrong = ['1', 'Alt+Mod+1', 'Shift+1', mac ? 'Control+1' : 'Meta+Mod+1', 'Mod+Shift+O', 'Mod+9', 'Mod+Enter'];
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
