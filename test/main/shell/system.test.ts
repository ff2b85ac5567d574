import type { BaseWindow } from 'electron';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Bridge } from '../../../main/contract/api.ts';
import { COMMAND_WORDS } from '../../../main/contract/command-words.ts';
import { systemDialogs } from '../../../main/shell/dialogs.ts';
import { applicationMenu } from '../../../main/shell/menu.ts';
import { textsFor } from '../../../main/shell/texts.ts';

const electron = vi.hoisted(() => ({
  app: { getPath: () => '/home/me/Documents' },
  dialog: { showOpenDialog: vi.fn(), showSaveDialog: vi.fn(), showMessageBox: vi.fn() },
  Menu: { buildFromTemplate: (template: unknown) => template },
  contextBridge: { exposeInMainWorld: vi.fn() },
  ipcRenderer: { invoke: vi.fn(), on: vi.fn(), off: vi.fn() },
  webUtils: { getPathForFile: vi.fn() },
}));
vi.mock('electron', () => electron);

beforeEach(() => void vi.clearAllMocks());

const en = textsFor('en', 'en-US');
const zh = textsFor('zh', 'en-US');

test.each<['system' | 'en' | 'zh', string, object]>([
  ['system', 'en-GB', en],
  ['system', 'zh-CN', zh],
  ['system', 'ZH_Hans', zh],
  ['system', 'de', en],
  ['en', 'zh-CN', en],
  ['zh', 'de', zh],
])('the language %s on a system in %s', (language, locale, texts) => {
  expect(textsFor(language, locale)).toBe(texts);
});

test('both languages have the same texts, with their own signs', () => {
  expect(Object.keys(zh)).toEqual(Object.keys(en));
  const all = [...Object.values(en), ...Object.values(zh)];
  expect(all.filter((text) => text === '' || /!|！|\.\.\.|please/i.test(text))).toEqual([]);
  const dotted = (texts: object) => Object.entries(texts).filter(([, text]) => text.endsWith('…'));
  expect(dotted(zh).map(([name]) => name)).toEqual(dotted(en).map(([name]) => name));
  expect(Object.values(zh).filter((text) => !/\p{Script=Han}/u.test(text))).toEqual([]);
});

interface Item {
  label?: string;
  role?: string;
  type?: string;
  accelerator?: string;
  enabled?: boolean;
  click?: () => void;
  submenu?: Item[];
}

/** A menu as lines: `Menu > Item [Keys]`, separators left out. */
const acts = {
  ...{ send: vi.fn(), openRecent: vi.fn(), clearRecent: vi.fn(), state: { off: [], on: [] } },
  words: COMMAND_WORDS.en,
  shortcuts: {},
};

function lines(platform: NodeJS.Platform, texts = en, recent: string[] = []): string[] {
  const words = texts === zh ? COMMAND_WORDS.zh : COMMAND_WORDS.en;
  const menu = applicationMenu(texts, platform, { ...acts, words, recent }) as unknown as Item[];
  const nameOf = ({ label, role, accelerator }: Item) => `${label ?? role}${accelerator ? ` [${accelerator}]` : ''}`;
  return menu.flatMap((top) =>
    top.submenu === undefined
      ? [nameOf(top)]
      : top.submenu.filter(({ type }) => type !== 'separator').map((item) => `${nameOf(top)} > ${nameOf(item)}`),
  );
}

test('the menu on Linux and Windows', () => {
  expect(lines('linux').join('\n')).toMatchInlineSnapshot(`
    "File > New function
    File > New workspace… [CommandOrControl+Shift+N]
    File > Open workspace… [CommandOrControl+O]
    File > Open recent
    File > Save [CommandOrControl+S]
    File > Save workspace as… [CommandOrControl+Shift+S]
    File > Revert to the file
    File > About this workspace…
    File > Import functions…
    File > Export functions…
    File > Settings [CommandOrControl+,]
    File > Quit Gearbench
    Edit > Undo
    Edit > Redo
    Edit > Cut
    Edit > Copy
    Edit > Paste
    Edit > Select all
    Edit > Find [CommandOrControl+F]
    View > Search or run [CommandOrControl+K]
    View > Overview [CommandOrControl+1]
    View > Functions [CommandOrControl+2]
    View > Workers [CommandOrControl+3]
    View > Jobs [CommandOrControl+4]
    View > Traffic [CommandOrControl+5]
    View > PHP Doctor [CommandOrControl+8]
    View > Servers [CommandOrControl+9]
    View > Show next server [CommandOrControl+Alt+G]
    View > Show all servers
    View > Show sidebar [CommandOrControl+B]
    View > Show inspector [CommandOrControl+Alt+I]
    View > Show output [CommandOrControl+J]
    View > Next pane [F6]
    View > Previous pane [Shift+F6]
    View > Scan again [CommandOrControl+R]
    View > Appearance
    View > Rows
    View > Actual size [CommandOrControl+0]
    View > Zoom in [CommandOrControl+Plus]
    View > Zoom out [CommandOrControl+-]
    View > Full screen
    Server > Start server [CommandOrControl+Alt+S]
    Server > Restart server
    Server > Copy address [CommandOrControl+Alt+C]
    Server > Add server… [CommandOrControl+Alt+A]
    Server > Admin console
    Server > Worker
    Server > Function
    Job > Submit job [CommandOrControl+N]
    Job > Submit and close [CommandOrControl+Enter]
    Job > Submit and stay [CommandOrControl+Shift+Enter]
    Job > Submit again [CommandOrControl+Alt+R]
    Job > Duplicate and edit… [CommandOrControl+D]
    Job > Cancel job… [CommandOrControl+.]
    Job > Copy as command
    Job > Show packets
    Job > Show function
    Traffic > Pause view [CommandOrControl+E]
    Traffic > Follow live
    Traffic > Clear [CommandOrControl+Backspace]
    Traffic > Filter packets [CommandOrControl+F]
    Traffic > Search in packets [CommandOrControl+Shift+F]
    Traffic > Next hit [F3]
    Traffic > Previous hit [Shift+F3]
    Traffic > Go to packet… [CommandOrControl+G]
    Traffic > Follow job [CommandOrControl+Alt+F]
    Traffic > Next packet of the job [CommandOrControl+Alt+]]
    Traffic > Previous packet of the job [CommandOrControl+Alt+[]
    Traffic > Count time from here [CommandOrControl+T]
    Traffic > Packet
    Traffic > Next mark
    Traffic > Previous mark
    Traffic > Picture above the list
    Traffic > Time of packets
    Traffic > Expert: what is wrong or remarkable
    Traffic > Colours of rows… [CommandOrControl+Shift+K]
    Traffic > Open capture…
    Traffic > Back to live
    Traffic > Back to the file
    Traffic > Export packets…
    Traffic > Record packets to a file…
    Window
    Help > Gearbench help [F1]
    Help > Keyboard shortcuts [CommandOrControl+/]
    Help > First steps
    Help > Debug an app’s jobs…
    Help > Install the gearbench command
    Help > Report a problem…
    Help > Open logs
    Help > Check for updates…"
  `);
  expect(lines('win32')).toEqual(lines('linux'));
});

test('on a Mac the settings and quitting are where they are on a Mac', () => {
  const mac = lines('darwin');
  expect(mac.slice(0, 8)).toEqual([
    'appMenu > about',
    'appMenu > Check for updates…',
    'appMenu > Settings [CommandOrControl+,]',
    'appMenu > services',
    'appMenu > hide',
    'appMenu > hideOthers',
    'appMenu > unhide',
    'appMenu > quit',
  ]);
  expect(mac.filter((line) => line.startsWith('File')).slice(-2)).toEqual(['File > Export functions…', 'File > close']);
  expect(mac).toContain('View > Show sidebar [CommandOrControl+Control+S]');
  expect(lines('darwin', zh)).toContain('任务 > 提交任务 [CommandOrControl+N]');
});

test.each<[NodeJS.Platform, string]>([
  ['linux', '/work/R&&D.gearbench.json'],
  ['darwin', '/work/R&D.gearbench.json'],
])('recent workspaces are in a menu of their own, by path, and can be forgotten: %s', (platform, label) => {
  const recent = ['/work/R&D.gearbench.json', '/b.gearbench.json'];
  const menu = applicationMenu(en, platform, { ...acts, recent }) as unknown as Item[];
  const file = menu.find((top) => top.label === 'File')?.submenu ?? [];
  const { submenu = [], enabled } = file.find((item) => item.label === 'Open recent') ?? {};
  expect([enabled, submenu.map((item) => item.label ?? item.type)]).toEqual([
    true,
    [label, '/b.gearbench.json', 'separator', 'Clear list'],
  ]);
  for (const item of submenu) item.click?.();
  expect([acts.openRecent.mock.calls, acts.clearRecent.mock.calls.length]).toEqual([[[recent[0]], [recent[1]]], 1]);
});

test('a dialog opens over the window, or alone where there is none', async () => {
  const { showOpenDialog } = electron.dialog;
  showOpenDialog.mockResolvedValue({ canceled: false, filePaths: ['/home/me/a.gearbench.json'] });
  const window = {} as BaseWindow;
  let parent: BaseWindow | undefined = window;
  const dialogs = systemDialogs(
    () => parent,
    () => zh,
  );
  expect(await dialogs.openFile('workspace')).toBe('/home/me/a.gearbench.json');
  parent = undefined;
  await dialogs.openFile('workload');
  expect(showOpenDialog.mock.calls).toEqual([
    [
      window,
      {
        title: '打开工作区',
        properties: ['openFile'],
        filters: [{ name: 'Gearbench 工作区', extensions: ['gearbench.json', 'json'] }],
      },
    ],
    [{ title: '选择文件作为任务数据', properties: ['openFile'] }],
  ]);
});

test('a file is suggested among the documents', async () => {
  const { showSaveDialog } = electron.dialog;
  showSaveDialog.mockResolvedValue({ canceled: false, filePath: '/tmp/wc.txt' });
  const dialogs = systemDialogs(
    () => undefined,
    () => en,
  );
  expect(await dialogs.saveFile('result', 'wc.txt')).toBe('/tmp/wc.txt');
  expect(showSaveDialog.mock.calls).toEqual([[{ title: 'Save the result', defaultPath: '/home/me/Documents/wc.txt' }]]);
});

test.each([
  { canceled: true, filePaths: [], filePath: '' },
  { canceled: false, filePaths: [], filePath: '' },
])('where no file is chosen there is none: %o', async (answer) => {
  electron.dialog.showOpenDialog.mockResolvedValue(answer);
  electron.dialog.showSaveDialog.mockResolvedValue(answer);
  const dialogs = systemDialogs(
    () => undefined,
    () => en,
  );
  expect([await dialogs.openFile('workspace'), await dialogs.saveFile('workspace', 'x')]).toEqual([null, null]);
});

test.each([
  ['leave', ['Save', 'Don’t save', 'Cancel'], ['save', 'discard', 'cancel']],
  ['revert', ['Revert', 'Cancel'], ['discard', 'cancel']],
] as const)('unsaved changes are asked for before they are lost: %s', async (kind, buttons, answers) => {
  const { showMessageBox } = electron.dialog;
  const dialogs = systemDialogs(
    () => undefined,
    () => en,
  );
  for (const [response, answer] of answers.entries()) {
    showMessageBox.mockResolvedValue({ response });
    expect(await dialogs.askUnsaved(kind, 'shop')).toBe(answer);
  }
  expect(showMessageBox.mock.lastCall?.[0]).toMatchObject({
    message: expect.stringContaining('“shop”'),
    buttons,
    cancelId: buttons.length - 1,
  });
});

test('the page gets three functions, and never an event of Electron', async () => {
  await import('../../../main/shell/preload.ts');
  const [name, bridge] = electron.contextBridge.exposeInMainWorld.mock.lastCall as [string, Bridge];
  expect([name, Object.keys(bridge)]).toEqual(['gearbench', ['call', 'drop', 'on']]);

  const { invoke, on, off } = electron.ipcRenderer;
  invoke.mockResolvedValue({ ok: true, value: null });
  expect(await bridge.call('packets.get', { seq: 1 })).toEqual({ ok: true, value: null });
  expect(invoke.mock.calls).toEqual([['gearbench:call', 'packets.get', { seq: 1 }]]);

  electron.webUtils.getPathForFile.mockReturnValue('/a.gearbench.json');
  const file = new File([], 'a.gearbench.json');
  await bridge.drop(file);
  expect([invoke.mock.lastCall, electron.webUtils.getPathForFile.mock.calls]).toEqual([
    ['gearbench:drop', '/a.gearbench.json'],
    [[file]],
  ]);

  const listener = vi.fn();
  const leave = bridge.on('command', listener);
  const [channel, forward] = on.mock.lastCall as [string, (...args: unknown[]) => void];
  forward({ sender: 'electron' }, 'tick', { jobs: 1 });
  forward({ sender: 'electron' }, 'command', 'go.jobs');
  leave();
  expect([channel, listener.mock.calls, off.mock.calls]).toEqual([
    'gearbench:event',
    [['go.jobs']],
    [['gearbench:event', forward]],
  ]);
});
