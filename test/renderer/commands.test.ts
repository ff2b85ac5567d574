import { expect, onTestFinished, test, vi } from 'vitest';
import type { CommandId, MenuState } from '../../main/contract/commands.ts';
import { Settings } from '../../main/contract/model.ts';
import { applicationMenu } from '../../main/shell/menu.ts';
import { textsFor } from '../../main/shell/texts.ts';
import { COMMANDS, commandFor, keysOf, menuState, runCommand, shortcutOf } from '../../renderer/commands.ts';
import { en } from '../../renderer/i18n/en.ts';
import { zh } from '../../renderer/i18n/zh.ts';
import { type Store, useStore } from '../../renderer/store/index.ts';
import { fakeBridge } from '../support/bridge.ts';
import { packetWindow } from '../support/samples.ts';

vi.mock('electron', () => ({ Menu: { buildFromTemplate: (template: unknown) => template } }));

/** A key press as `Mod+Shift+N`, where it happens. */
function press(
  keys: string,
  mac: boolean,
  { target = document.body, ...more }: KeyboardEventInit & { target?: Element } = {},
): string | undefined {
  const parts = keys.split('+');
  const mod = parts.includes('Mod');
  const event = new KeyboardEvent('keydown', {
    key: parts.at(-1) as string,
    metaKey: (mod && mac) || parts.includes('Meta'),
    ctrlKey: (mod && !mac) || parts.includes('Control'),
    shiftKey: parts.includes('Shift'),
    altKey: parts.includes('Alt'),
    bubbles: true,
    ...more,
  });
  target.dispatchEvent(event);
  return commandFor(event, mac, useStore.getState())?.id;
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
  });
  useStore.getState().go('traffic');
  useStore.getState().selectPacket(3);
};

test.each([true, false])('each shortcut means its command, and with no other modifier (Mac: %s)', (mac) => {
  onTraffic();
  const withKeys = COMMANDS.flatMap(({ id, shortcut }) => (shortcut === null ? [] : [{ id, shortcut }])).filter(
    ({ id }) => id !== 'save' && id !== 'undo' && !id.startsWith('doctor.'),
  );
  expect(withKeys.map(({ shortcut }) => press(shortcut, mac))).toEqual(withKeys.map(({ id }) => id));
  const wrong = ['1', 'Alt+Mod+1', 'Shift+1', mac ? 'Control+1' : 'Meta+1', 'Mod+Shift+O', 'Mod+9', 'Mod+Enter'];
  expect(wrong.map((keys) => press(keys, mac))).toEqual(wrong.map(() => undefined));
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

test('a shortcut is written as the platform writes it', () => {
  expect([keysOf('Mod+Shift+N', true), keysOf('Mod+Shift+N', false), keysOf('Mod+Enter', true)]).toEqual([
    '⌘⇧N',
    'Ctrl+Shift+N',
    '⌘↩',
  ]);
  expect([
    shortcutOf('traffic.clear', false),
    shortcutOf('go.settings', true),
    shortcutOf('function.create', true),
  ]).toEqual(['Ctrl+Bksp', '⌘,', '']);
});

test('no two commands share an id or a shortcut, and each has its words', () => {
  const shortcuts = COMMANDS.flatMap(({ shortcut }) => shortcut ?? []);
  expect([new Set(COMMANDS.map(({ id }) => id)).size, new Set(shortcuts).size]).toEqual([
    COMMANDS.length,
    shortcuts.length,
  ]);
  expect(COMMANDS.filter(({ label }) => !(label in en))).toEqual([]);
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
function itemsOf(platform: NodeJS.Platform, texts = textsFor('en', 'en'), state: MenuState = { off: [], on: [] }) {
  const sent: string[] = [];
  const menu = applicationMenu(texts, platform, {
    send: (id) => void sent.push(id),
    recent: [],
    openRecent: () => undefined,
    clearRecent: () => undefined,
    state,
  }) as unknown as Item[];
  const all = (items: readonly Item[]): Item[] => items.flatMap((item) => [item, ...all(item.submenu ?? [])]);
  return { sent, items: all(menu).filter(({ id }) => id !== undefined) };
}

test.each(['darwin', 'linux'] as const)('each item of the menu is a command, with the same keys (%s)', (platform) => {
  const { sent, items } = itemsOf(platform);
  for (const { click } of items) click?.();
  expect(sent).toEqual(items.map(({ id }) => id));
  const ids = COMMANDS.map(({ id }) => id);
  expect(sent.filter((id) => !ids.includes(id as CommandId))).toEqual([]);
  const keys = new Map(COMMANDS.map(({ id, shortcut }) => [id as string, shortcut]));
  const inFields = platform === 'darwin' ? undefined : false;
  expect(items.map(({ id = '', accelerator, registerAccelerator }) => [id, accelerator, registerAccelerator])).toEqual(
    items.map(({ id = '' }) => {
      const own = keys.get(id) ?? undefined;
      if (own === 'Mod+E' || own === 'Mod+Backspace')
        return [id, platform === 'darwin' ? undefined : own.replace('Mod', 'CommandOrControl'), inFields];
      return [id, own?.replace('Mod', 'CommandOrControl'), undefined];
    }),
  );
});

test('all that can be done with traffic is in its menu', () => {
  const inMenu = itemsOf('linux').items.map(({ id }) => id);
  expect(COMMANDS.filter(({ id }) => /^(traffic|search|picture|capture)\./.test(id) && !inMenu.includes(id))).toEqual(
    [],
  );
});

test.each([
  ['en', en],
  ['zh', zh],
] as const)('the menu of the traffic says what the window says: %s', (language, catalog) => {
  const { items } = itemsOf('linux', textsFor(language, 'en'));
  const own = items.filter(({ id = '' }) => /^(traffic|search|picture|capture)\./.test(id));
  const bare = (text = '') => text.replace('…', '');
  expect(own.map(({ label }) => bare(label))).toEqual(
    own.map((item) => bare(catalog[COMMANDS.find(({ id }) => id === item.id)?.label ?? 'action.close'])),
  );
});

test('the menu shows what can be done and what is switched on', () => {
  onTraffic();
  useStore.setState(({ app }) => ({ app: { ...app, settings: Settings.parse({ packetPicture: 'lanes' }) } }));
  const here = menuState(useStore.getState());
  expect([here.on, here.off.filter((id) => id.startsWith('traffic.'))]).toEqual([['picture.lanes'], []]);
  useStore.getState().closePacket();
  useStore.getState().followTraffic(true);
  expect(menuState(useStore.getState()).on).toEqual(['traffic.follow', 'picture.lanes']);
  expect(menuState(useStore.getState()).off.filter((id) => id.startsWith('traffic.'))).toEqual([
    'traffic.followJob',
    'traffic.nextInJob',
    'traffic.previousInJob',
    'traffic.reference',
  ]);
  useStore.getState().go('jobs');
  const { items } = itemsOf('linux', textsFor('en', 'en'), menuState(useStore.getState()));
  const shown = (id: string) => items.find((item) => item.id === id);
  expect([shown('traffic.pause')?.enabled, shown('job.submit')?.enabled]).toEqual([false, true]);
  expect([shown('picture.lanes')?.checked, shown('picture.none')?.checked]).toEqual([true, false]);
});

test('Mod+R scans again on the doctor’s screen alone, and not while it scans', () => {
  fakeBridge();
  expect(press('Mod+R', false)).toBe(undefined);
  useStore.getState().go('doctor');
  expect(press('Mod+R', false)).toBe('doctor.scan');
  useStore.setState(({ doctor }) => ({ doctor: { ...doctor, scanning: true } }));
  expect(press('Mod+R', false)).toBe(undefined);
});
