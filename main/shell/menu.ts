import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { Texts } from './texts.ts';

export interface MenuActs {
  /** What is done in the window: the id of a command. */
  send: (command: string) => void;
  /** Recent workspaces, the last one first, and what is done with them. */
  recent: readonly string[];
  openRecent: (path: string) => void;
  clearRecent: () => void;
}

/** The application's menu. */
export function applicationMenu(texts: Texts, platform: NodeJS.Platform, acts: MenuActs): Menu {
  const { send, recent, openRecent, clearRecent } = acts;
  const item = (label: string, command: string, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => send(command),
    ...(accelerator && { accelerator }),
  });
  const mac = platform === 'darwin';
  const settings = item(texts.settings, 'go.settings', 'CommandOrControl+,');
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
    item(texts.newJob, 'job.submit', 'CommandOrControl+N'),
    item(texts.newFunction, 'function.create'),
    { type: 'separator' },
    item(texts.newWorkspace, 'workspace.create', 'CommandOrControl+Shift+N'),
    item(texts.openWorkspace, 'workspace.open', 'CommandOrControl+O'),
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
    item(texts.save, 'save', 'CommandOrControl+S'),
    item(texts.saveAs, 'workspace.saveAs', 'CommandOrControl+Shift+S'),
    item(texts.revert, 'workspace.revert'),
    { type: 'separator' },
    item(texts.import, 'workspace.import'),
    item(texts.export, 'workspace.export'),
    { type: 'separator' },
    item(texts.openCapture, 'capture.open'),
    item(texts.exportPackets, 'capture.export'),
    item(texts.recordPackets, 'capture.record'),
    { type: 'separator' },
    ...(mac ? [{ role: 'close' as const }] : [settings, { type: 'separator' as const }, { role: 'quit' as const }]),
  ];
  const view: MenuItemConstructorOptions[] = [
    item(texts.overview, 'go.overview', 'CommandOrControl+1'),
    item(texts.functions, 'go.functions', 'CommandOrControl+2'),
    item(texts.workers, 'go.workers', 'CommandOrControl+3'),
    item(texts.jobs, 'go.jobs', 'CommandOrControl+4'),
    item(texts.traffic, 'go.traffic', 'CommandOrControl+5'),
    item(texts.doctor, 'go.doctor', 'CommandOrControl+8'),
    { type: 'separator' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { role: 'togglefullscreen' },
  ];
  return Menu.buildFromTemplate([
    ...(mac ? [{ role: 'appMenu' as const, submenu: application }] : []),
    { label: texts.file, submenu: file },
    { role: 'editMenu' },
    { label: texts.view, submenu: view },
    { role: 'windowMenu' },
  ]);
}
