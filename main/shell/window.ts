import { BrowserWindow, type BrowserWindowConstructorOptions, type Session, shell, type WebContents } from 'electron';
import { isOurLink } from '../contract/links.ts';

/** Smallest window in which everything works. */
const MINIMUM = { minWidth: 860, minHeight: 560 };

/** The window's options. Every protection is set by name, so that no default of a later version can take it away. */
export function windowOptions(
  preload: string,
  { platform, dark }: { platform: NodeJS.Platform; dark: boolean },
): BrowserWindowConstructorOptions {
  return {
    width: 1280,
    height: 800,
    ...MINIMUM,
    show: false,
    title: 'Gearbench',
    backgroundColor: dark ? '#202124' : '#f2f2f4',
    autoHideMenuBar: true,
    ...(platform === 'darwin' && { titleBarStyle: 'hiddenInset', trafficLightPosition: { x: 14, y: 15 } }),
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  };
}

/** Opens the window on `page`; it is shown when it has something to show. */
export function openWindow(options: BrowserWindowConstructorOptions, page: string): BrowserWindow {
  const window = new BrowserWindow(options);
  window.once('ready-to-show', () => window.show());
  guard(window.webContents);
  forbidPermissions(window.webContents.session);
  window.loadURL(page).catch(() => {}); // a failed load is told by did-fail-load
  return window;
}

/** The window stays on its page: no navigation, no other windows, no embedded pages. */
function guard(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (isOurLink(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
}

/** Writing to the clipboard is all that the page may do with the machine. */
function forbidPermissions(session: Session): void {
  const allowed = (permission: string) => permission === 'clipboard-sanitized-write';
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(allowed(permission)));
  session.setPermissionCheckHandler((_contents, permission) => allowed(permission));
}
