import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { Texts } from './texts.ts';

/** The application's menu. What it does is done in the window: an item sends the id of a command. */
export function applicationMenu(texts: Texts, platform: NodeJS.Platform, send: (command: string) => void): Menu {
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
    { type: 'separator' },
    ...(mac ? [{ role: 'close' as const }] : [settings, { type: 'separator' as const }, { role: 'quit' as const }]),
  ];
  const view: MenuItemConstructorOptions[] = [
    item(texts.overview, 'go.overview', 'CommandOrControl+1'),
    item(texts.functions, 'go.functions', 'CommandOrControl+2'),
    item(texts.jobs, 'go.jobs', 'CommandOrControl+3'),
    item(texts.traffic, 'go.traffic', 'CommandOrControl+4'),
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
