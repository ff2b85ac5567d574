/** The desktop program: hosts the engine and shows its window. */
import { join, resolve } from 'node:path';
import { app, type BrowserWindow, dialog, ipcMain, Menu, nativeTheme, safeStorage } from 'electron';
import type { MenuState } from './contract/commands.ts';
import { AppError } from './contract/errors.ts';
import { createEngine, type EngineParts } from './engine.ts';
import { systemDialogs } from './shell/dialogs.ts';
import { sendEvent, serveCalls, serveDrops } from './shell/ipc.ts';
import { systemSecrets } from './shell/key-store.ts';
import { fileLog } from './shell/logging.ts';
import { openMainWindow, titleWindow } from './shell/main-window.ts';
import { applicationMenu, updateMenu } from './shell/menu.ts';
import { readOptions } from './shell/options.ts';
import { endWithTheApp } from './shell/quit.ts';
import { APP_ORIGIN, registerScheme, rendererFolder, serveScheme } from './shell/scheme.ts';
import { smokeTest } from './shell/smoke-test.ts';
import { openTerminal } from './shell/terminal.ts';
import { textsFor } from './shell/texts.ts';
import { appInfo } from './util/app-info.ts';
import { APP_ROOT, IS_PACKAGED, RESOURCES } from './util/app-root.ts';
import type { Launch } from './util/command-script.ts';
import { dataFolder } from './util/data-folder.ts';
import { loginShellOf } from './util/login-shell.ts';

const options = readOptions(process.argv.slice(app.isPackaged ? 1 : 2));
const folder = dataFolder();
const devServer = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL'];

/** A file opened in the Finder comes as an event, at the first start before there is an engine. */
let first = options.workspace;
let openWorkspace = (path: string) => {
  first = path;
};
app.on('open-file', (event, path) => {
  event.preventDefault();
  openWorkspace(path);
});

registerScheme();
app.setPath('userData', folder);
// Not awaited here: the application becomes ready only after this module has been read to its end.
if (app.requestSingleInstanceLock()) void run();
else app.quit();

/** What the `gearbench` command of a packaged program runs. */
function launchOf({ execPath, env }: NodeJS.Process): Launch {
  const image = env['APPIMAGE'];
  if (image !== undefined) return { kind: 'image', program: image };
  return { kind: 'program', program: execPath, cli: join(APP_ROOT, 'out', 'main', 'cli.js') };
}

async function run(): Promise<void> {
  const log = fileLog(folder);
  process.on('uncaughtException', (error) => log.error('A fault that nothing caught', error));
  process.on('unhandledRejection', (reason) => log.error('A promise that nothing awaited failed', reason));
  await app.whenReady();
  serveScheme(rendererFolder());

  let window: BrowserWindow | undefined;
  let texts = textsFor('system', app.getLocale());
  let menuState: MenuState = { off: [], on: [] };
  const showMenuState = () => {
    const menu = Menu.getApplicationMenu();
    if (menu !== null) updateMenu(menu, menuState);
  };
  const loginShell = loginShellOf(process.env, process.platform);
  const parts: EngineParts = {
    app: appInfo(app.getLocale()),
    dataFolder: folder,
    resources: RESOURCES,
    ...(IS_PACKAGED && { launch: launchOf(process) }),
    ...(options.replay !== undefined && { replay: options.replay }),
    log,
    environment: process.env,
    ...(loginShell !== undefined && { loginShell }),
    secrets: systemSecrets({
      path: join(folder, 'secrets.json'),
      crypt: safeStorage,
      platform: process.platform,
      log,
    }),
    dialogs: systemDialogs(
      () => window,
      () => texts,
    ),
    openTerminal: (command, environment) =>
      openTerminal(command, { folder: join(folder, 'terminal'), environment, texts: () => texts }),
    onSettings: ({ theme, language, recent }) => {
      nativeTheme.themeSource = theme;
      texts = textsFor(language, app.getLocale());
      Menu.setApplicationMenu(
        applicationMenu(texts, process.platform, {
          send: (command) => {
            // Electron has switched the item already; whether it is on the window says.
            showMenuState();
            if (window !== undefined) sendEvent(window.webContents, 'command', command);
          },
          state: menuState,
          recent,
          openRecent: (path) => openWorkspace(path),
          clearRecent: () => {
            app.clearRecentDocuments();
            void engine.handlers['workspace.forget']({ path: null });
          },
        }),
      );
    },
    onMenu: (state) => {
      menuState = state;
      showMenuState();
    },
    onWorkspace: (workspace) => {
      if (window !== undefined) titleWindow(window, workspace);
    },
    ...(options.port !== undefined && { port: options.port }),
  };
  const engine = await createEngine(parts);
  const door = { origin: devServer === undefined ? APP_ORIGIN : new URL(devServer).origin, log };
  serveCalls(ipcMain, engine.handlers, door);
  serveDrops(ipcMain, engine.openWorkspace, door);
  if (first !== undefined) await openNamed(first);

  /** Opens a file that was named outside of the window. One that cannot be used is said, and the open workspace stays. */
  async function openNamed(path: string): Promise<void> {
    try {
      await engine.openWorkspace(resolve(path));
      app.addRecentDocument(resolve(path));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const { recent } = await engine.handlers['settings.get']();
      const offer = error.code === 'file-missing' && recent.includes(path);
      const buttons = offer ? [texts.removeRecent, texts.close] : [texts.close];
      void dialog.showMessageBox({ type: 'error', message: error.message, buttons }).then(({ response }) => {
        if (offer && response === 0) void engine.handlers['workspace.forget']({ path });
      });
    }
  }

  const quitsWithWindow = process.platform !== 'darwin' && !options.keepRunning;
  const show = () => {
    if (window !== undefined) {
      if (window.isMinimized()) window.restore();
      window.focus();
      return;
    }
    window = openMainWindow(engine, devServer ?? `${APP_ORIGIN}/index.html`);
    void Promise.resolve(engine.handlers['workspace.get']()).then((workspace) => {
      if (window !== undefined) titleWindow(window, workspace);
    });
    window.on('close', (event) => {
      // Where the window is the program, closing it is quitting, which may ask and go on.
      if (!quitsWithWindow) return;
      event.preventDefault();
      app.quit();
    });
    window.on('closed', () => {
      window = undefined;
    });
  };
  openWorkspace = (path) => {
    show();
    void openNamed(path);
  };
  app.on('second-instance', (_event, args, folder) => {
    const { workspace } = readOptions(args.slice(1));
    if (workspace === undefined) show();
    else openWorkspace(resolve(folder, workspace));
  });
  app.on('activate', show);
  app.on('window-all-closed', () => {
    if (quitsWithWindow) app.quit();
  });
  endWithTheApp(engine);
  void engine.handlers['server.start']({});
  show();
  if (options.smokeTest && window !== undefined) {
    const result = await smokeTest(engine, window);
    process.stdout.write(`${JSON.stringify(result)}\n`);
    await engine.close();
    app.exit(result.ok ? 0 : 1);
  }
}
