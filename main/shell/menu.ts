import { Menu, type MenuItemConstructorOptions } from 'electron';
import { COMMAND_IDS, COMMAND_KEYS, type CommandId, FIELD_KEYS, type MenuState } from '../contract/commands.ts';
import type { Texts } from './texts.ts';

export interface MenuActs {
  /** What is done in the window: the id of a command. */
  send: (command: CommandId) => void;
  /** Recent workspaces, the last one first, and what is done with them. */
  recent: readonly string[];
  openRecent: (path: string) => void;
  clearRecent: () => void;
  /** What can be done in the window now, and what is switched on there. */
  state: MenuState;
}

/** Keys as Electron writes them. */
const acceleratorOf = (keys: string): string => keys.replace('Mod', 'CommandOrControl');

/** The application's menu. */
export function applicationMenu(texts: Texts, platform: NodeJS.Platform, acts: MenuActs): Menu {
  const { send, recent, openRecent, clearRecent, state } = acts;
  const mac = platform === 'darwin';
  const item = (label: string, command: CommandId): MenuItemConstructorOptions => ({
    id: command,
    label,
    click: () => send(command),
    enabled: !state.off.includes(command),
    ...keysOf(command),
  });
  const choice = (type: 'checkbox' | 'radio', label: string, command: CommandId): MenuItemConstructorOptions => ({
    ...item(label, command),
    type,
    checked: state.on.includes(command),
  });
  function keysOf(command: CommandId): MenuItemConstructorOptions {
    const keys = COMMAND_KEYS[command];
    if (keys === null) return {};
    if (!FIELD_KEYS.includes(keys)) return { accelerator: acceleratorOf(keys) };
    // Keys that a text field has another meaning for are shown only, which a Mac cannot do.
    return mac ? {} : { accelerator: acceleratorOf(keys), registerAccelerator: false };
  }
  const settings = item(texts.settings, 'go.settings');
  const application: MenuItemConstructorOptions[] = [
    { role: 'about' },
    { type: 'separator' },
    settings,
    { type: 'separator' },
    { role: 'services' },
    { type: 'separator' },
    { role: 'hide' },
    { role: 'hideOthers' },
    { role: 'unhide' },
    { type: 'separator' },
    { role: 'quit' },
  ];
  const file: MenuItemConstructorOptions[] = [
    item(texts.newJob, 'job.submit'),
    item(texts.newFunction, 'function.create'),
    { type: 'separator' },
    item(texts.newWorkspace, 'workspace.create'),
    item(texts.openWorkspace, 'workspace.open'),
    {
      label: texts.openRecent,
      enabled: recent.length > 0,
      submenu: [
        // Windows and Linux take a single & for a key.
        ...recent.map((path) => ({ label: mac ? path : path.replaceAll('&', '&&'), click: () => openRecent(path) })),
        { type: 'separator' },
        { label: texts.clearRecent, click: clearRecent },
      ],
    },
    { type: 'separator' },
    item(texts.save, 'save'),
    item(texts.saveAs, 'workspace.saveAs'),
    item(texts.revert, 'workspace.revert'),
    { type: 'separator' },
    item(texts.import, 'workspace.import'),
    item(texts.export, 'workspace.export'),
    { type: 'separator' },
    ...(mac ? [{ role: 'close' as const }] : [settings, { type: 'separator' as const }, { role: 'quit' as const }]),
  ];
  const view: MenuItemConstructorOptions[] = [
    item(texts.palette, 'palette.open'),
    { type: 'separator' },
    item(texts.overview, 'go.overview'),
    item(texts.functions, 'go.functions'),
    item(texts.workers, 'go.workers'),
    item(texts.jobs, 'go.jobs'),
    item(texts.traffic, 'go.traffic'),
    item(texts.doctor, 'go.doctor'),
    { type: 'separator' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { role: 'togglefullscreen' },
  ];
  const traffic: MenuItemConstructorOptions[] = [
    choice('checkbox', texts.pause, 'traffic.pause'),
    choice('checkbox', texts.follow, 'traffic.follow'),
    item(texts.clear, 'traffic.clear'),
    { type: 'separator' },
    item(texts.filter, 'traffic.filter'),
    item(texts.search, 'search.open'),
    item(texts.nextHit, 'search.next'),
    item(texts.previousHit, 'search.previous'),
    item(texts.goToPacket, 'traffic.goTo'),
    { type: 'separator' },
    choice('checkbox', texts.followJob, 'traffic.followJob'),
    item(texts.nextInJob, 'traffic.nextInJob'),
    item(texts.previousInJob, 'traffic.previousInJob'),
    choice('checkbox', texts.reference, 'traffic.reference'),
    { type: 'separator' },
    {
      label: texts.picture,
      submenu: [
        choice('radio', texts.noPicture, 'picture.none'),
        choice('radio', texts.lanes, 'picture.lanes'),
        choice('radio', texts.rates, 'picture.rates'),
      ],
    },
    choice('checkbox', texts.expert, 'traffic.expert'),
    item(texts.colours, 'traffic.colours'),
    { type: 'separator' },
    item(texts.openCapture, 'capture.open'),
    item(texts.liveCapture, 'capture.live'),
    item(texts.backToCapture, 'capture.back'),
    item(texts.exportPackets, 'capture.export'),
    choice('checkbox', texts.recordPackets, 'capture.record'),
  ];
  const help: MenuItemConstructorOptions[] = [
    item(texts.guide, 'go.help'),
    item(texts.shortcuts, 'shortcuts.show'),
    { type: 'separator' },
    item(texts.installCommand, 'terminal.install'),
  ];
  return Menu.buildFromTemplate([
    ...(mac ? [{ role: 'appMenu' as const, submenu: application }] : []),
    { label: texts.file, submenu: file },
    { role: 'editMenu' },
    { label: texts.view, submenu: view },
    { label: texts.traffic, submenu: traffic },
    { role: 'windowMenu' },
    { role: 'help', label: texts.help, submenu: help },
  ]);
}

/** Shows in the menu what can be done in the window now, and what is switched on there. */
export function updateMenu(menu: Menu, { off, on }: MenuState): void {
  for (const command of COMMAND_IDS) {
    const item = menu.getMenuItemById(command);
    if (item === null) continue;
    item.enabled = !off.includes(command);
    if (item.type === 'checkbox') item.checked = on.includes(command);
    // Whatever is said to one of a group switches that one on.
    if (item.type === 'radio' && on.includes(command)) item.checked = true;
  }
}
