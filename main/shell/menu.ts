import { Menu, type MenuItemConstructorOptions } from 'electron';
import { type CommandWord, wordFor } from '../contract/command-words.ts';
import {
  type ChosenKeys,
  COMMAND_IDS,
  COMMAND_TABLE,
  type CommandId,
  keysOfCommand,
  type MenuState,
} from '../contract/commands.ts';
import { FIELD_KEYS } from '../contract/shortcuts.ts';
import type { Texts } from './texts.ts';

export interface MenuActs {
  /** What is done in the window: the id of a command. */
  send: (command: CommandId) => void;
  /** Recent workspaces, the last one first, and what is done with them. */
  recent: readonly string[];
  openRecent: (path: string) => void;
  clearRecent: () => void;
  /** What commands are called, and the keys that the person has chosen for them. */
  words: Readonly<Record<CommandWord, string>>;
  shortcuts: ChosenKeys;
  /** What can be done in the window now, and what is switched on there. */
  state: MenuState;
}

/** Keys as Electron writes them. */
const acceleratorOf = (keys: string): string =>
  keys.replace('Ctrl', 'Control').replace('Mod', 'CommandOrControl').replace('Arrow', '');

type Item = MenuItemConstructorOptions;
const LINE: Item = { type: 'separator' };

/** The application's menu. */
export function applicationMenu(texts: Texts, platform: NodeJS.Platform, acts: MenuActs): Menu {
  const { send, recent, openRecent, clearRecent, words, shortcuts, state } = acts;
  const mac = platform === 'darwin';
  const item = (command: CommandId): Item => {
    const { is } = COMMAND_TABLE[command];
    const on = state.on.includes(command);
    return {
      id: command,
      label: words[wordFor(command, on)],
      click: () => send(command),
      enabled: !state.off.includes(command),
      ...(is && { type: is, checked: on }),
      ...keysOf(command),
    };
  };
  const items = (...commands: CommandId[]): Item[] => commands.map(item);
  function keysOf(command: CommandId): Item {
    const keys = keysOfCommand(command, shortcuts, mac);
    if (keys === null) return {};
    if (!FIELD_KEYS.includes(keys)) return { accelerator: acceleratorOf(keys) };
    // Keys that a text field has another meaning for are shown only, which a Mac cannot do.
    return mac ? {} : { accelerator: acceleratorOf(keys), registerAccelerator: false };
  }
  const role = (name: NonNullable<Item['role']>, label?: string): Item => ({ role: name, ...(label && { label }) });

  const application: Item[] = [
    role('about'),
    item('updates.look'),
    LINE,
    item('go.settings'),
    LINE,
    role('services'),
    LINE,
    ...[role('hide'), role('hideOthers'), role('unhide')],
    LINE,
    role('quit'),
  ];
  const file: Item[] = [
    item('function.create'),
    LINE,
    ...items('workspace.create', 'workspace.open'),
    {
      label: texts.openRecent,
      enabled: recent.length > 0,
      submenu: [
        // Windows and Linux take a single & for a key.
        ...recent.map((path) => ({ label: mac ? path : path.replaceAll('&', '&&'), click: () => openRecent(path) })),
        LINE,
        { label: texts.clearRecent, click: clearRecent },
      ],
    },
    LINE,
    ...items('save', 'workspace.saveAs', 'workspace.revert'),
    LINE,
    item('workspace.about'),
    LINE,
    ...items('workspace.import', 'workspace.export'),
    LINE,
    ...(mac ? [role('close')] : [item('go.settings'), LINE, role('quit', texts.quitApp)]),
  ];
  const edit: Item[] = [
    role('undo', texts.undo),
    role('redo', texts.redo),
    LINE,
    role('cut', texts.cut),
    role('copy', texts.copy),
    role('paste', texts.paste),
    role('selectAll', texts.selectAll),
    LINE,
    item('find'),
  ];
  const view: Item[] = [
    item('palette.open'),
    LINE,
    ...items('go.overview', 'go.functions', 'go.workers', 'go.jobs', 'go.traffic', 'go.doctor', 'go.servers'),
    LINE,
    ...items('scope.next', 'scope.all'),
    LINE,
    ...items('view.sidebar', 'view.inspector', 'doctor.drawer', 'pane.next', 'pane.previous'),
    LINE,
    item('doctor.scan'),
    LINE,
    { label: texts.appearance, submenu: items('theme.system', 'theme.light', 'theme.dark') },
    { label: texts.density, submenu: items('density.compact', 'density.comfortable') },
    LINE,
    ...items('zoom.reset', 'zoom.in', 'zoom.out'),
    role('togglefullscreen', texts.fullscreen),
  ];
  const server: Item[] = [
    ...items('server.toggle', 'server.restart'),
    LINE,
    ...items('server.copyAddress', 'servers.add', 'servers.console'),
    LINE,
    {
      label: texts.worker,
      submenu: [
        ...items('worker.start', 'worker.quiet', 'worker.restart', 'worker.stop'),
        LINE,
        ...items('worker.kill', 'worker.kill-job'),
        LINE,
        ...items('worker.more', 'worker.fewer'),
      ],
    },
    {
      label: texts.function,
      submenu: items('function.testRun', 'function.duplicate', 'function.export', 'function.delete'),
    },
  ];
  const job: Item[] = [
    ...items('job.submit', 'job.send', 'job.sendAndStay'),
    LINE,
    ...items('job.resubmit', 'job.duplicate', 'job.cancel'),
    LINE,
    ...items('job.copyCommand', 'job.showPackets', 'job.showFunction'),
  ];
  const traffic: Item[] = [
    ...items('traffic.pause', 'traffic.follow', 'traffic.clear'),
    LINE,
    ...items('traffic.filter', 'search.open', 'search.next', 'search.previous', 'traffic.goTo'),
    LINE,
    ...items('traffic.followJob', 'traffic.nextInJob', 'traffic.previousInJob', 'traffic.reference'),
    LINE,
    {
      label: texts.packet,
      submenu: items('packet.only', 'packet.hide', 'packet.colour', 'packet.mark', 'packet.comment'),
    },
    ...items('mark.next', 'mark.previous'),
    LINE,
    { label: texts.picture, submenu: items('picture.none', 'picture.lanes', 'picture.rates') },
    {
      label: texts.time,
      submenu: items('time.start', 'time.clock', 'time.previous', 'time.job', 'time.reference'),
    },
    ...items('traffic.expert', 'traffic.colours'),
    LINE,
    ...items('capture.open', 'capture.live', 'capture.back', 'capture.export', 'capture.record'),
  ];
  return Menu.buildFromTemplate([
    ...(mac ? [{ role: 'appMenu' as const, submenu: application }] : []),
    { label: texts.file, submenu: file },
    { label: texts.edit, submenu: edit },
    { label: texts.view, submenu: view },
    { label: texts.server, submenu: server },
    { label: texts.job, submenu: job },
    { label: texts.traffic, submenu: traffic },
    { role: 'windowMenu', label: texts.window },
    {
      role: 'help',
      label: texts.help,
      submenu: [
        ...items('go.help', 'shortcuts.show'),
        LINE,
        ...items('help.welcome', 'help.connect'),
        LINE,
        item('terminal.install'),
        LINE,
        ...items('report.open', 'logs.open'),
        ...(mac ? [] : [LINE, item('updates.look')]),
      ],
    },
  ]);
}

/**
 * Shows in the menu what can be done in the window now, and what is switched on there. False where an item would have other
 * words: then the menu has to be made anew.
 */
export function updateMenu(menu: Menu, { off, on }: MenuState, words: MenuActs['words']): boolean {
  let same = true;
  for (const command of COMMAND_IDS) {
    const item = menu.getMenuItemById(command);
    if (item === null) continue;
    if (item.label !== words[wordFor(command, on.includes(command))]) same = false;
    item.enabled = !off.includes(command);
    if (item.type === 'checkbox') item.checked = on.includes(command);
    // Whatever is said to one of a group switches that one on.
    if (item.type === 'radio' && on.includes(command)) item.checked = true;
  }
  return same;
}
