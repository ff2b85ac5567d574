/** The desktop program: hosts the engine and shows its window. */
import { join } from 'node:path';
import { app, type BrowserWindow, ipcMain, Menu, nativeTheme } from 'electron';
import { createEngine, type Engine } from './engine.ts';
import { systemDialogs } from './shell/dialogs.ts';
import { sendEvent, serveCalls } from './shell/ipc.ts';
import { fileLog } from './shell/logging.ts';
import { applicationMenu } from './shell/menu.ts';
import { readOptions } from './shell/options.ts';
import { APP_ORIGIN, registerScheme, rendererFolder, serveScheme } from './shell/scheme.ts';
import { smokeTest } from './shell/smoke-test.ts';
import { textsFor } from './shell/texts.ts';
import { openWindow, windowOptions } from './shell/window.ts';
import { appInfo } from './util/app-info.ts';
import { dataFolder } from './util/data-folder.ts';

const options = readOptions(process.argv.slice(app.isPackaged ? 1 : 2));
const folder = dataFolder();
const devServer = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL'];

registerScheme();
app.setPath('userData', folder);
// Not awaited here: the application becomes ready only after this module has been read to its end.
if (app.requestSingleInstanceLock()) void run();
else app.quit();

async function run(): Promise<void> {
  const log = fileLog(folder);
  process.on('uncaughtException', (error) => log.error('A fault that nothing caught', error));
  process.on('unhandledRejection', (reason) => log.error('A promise that nothing awaited failed', reason));
  await app.whenReady();
  serveScheme(rendererFolder());

  let window: BrowserWindow | undefined;
  let texts = textsFor('system', app.getLocale());
  const engine = await createEngine({
    app: appInfo(app.getLocale()),
    dataFolder: folder,
    resources: app.isPackaged ? process.resourcesPath : join(app.getAppPath(), 'resources'),
    log,
    environment: process.env,
    dialogs: systemDialogs(
      () => window,
      () => texts,
    ),
    onSettings: ({ theme, language }) => {
      nativeTheme.themeSource = theme;
      texts = textsFor(language, app.getLocale());
      Menu.setApplicationMenu(
        applicationMenu(texts, process.platform, (command) => {
          if (window !== undefined) sendEvent(window.webContents, 'command', command);
        }),
      );
    },
    ...(options.port !== undefined && { port: options.port }),
    ...(options.workspace !== undefined && { workspace: options.workspace }),
  });
  serveCalls(ipcMain, engine.handlers, {
    origin: devServer === undefined ? APP_ORIGIN : new URL(devServer).origin,
    log,
  });

  const show = () => {
    if (window !== undefined) {
      if (window.isMinimized()) window.restore();
      window.focus();
      return;
    }
    window = showWindow(engine);
    window.on('closed', () => {
      window = undefined;
    });
  };
  app.on('second-instance', show);
  app.on('activate', show);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin' && !options.keepRunning) app.quit();
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

/** A window on the engine: told of changes while it can be seen. It may be destroyed and made again with nothing lost. */
function showWindow(engine: Engine): BrowserWindow {
  const looks = { platform: process.platform, dark: nativeTheme.shouldUseDarkColors };
  const window = openWindow(
    windowOptions(join(app.getAppPath(), 'out', 'preload', 'preload.cjs'), looks),
    devServer ?? `${APP_ORIGIN}/index.html`,
  );
  let stop: (() => void) | undefined;
  const listen = () => {
    stop ??= engine.onTick((versions) => sendEvent(window.webContents, 'tick', versions));
  };
  const rest = () => {
    stop?.();
    stop = undefined;
  };
  window.on('show', listen);
  window.on('restore', listen);
  window.on('hide', rest);
  window.on('minimize', rest);
  window.on('closed', rest);
  window.webContents.on('render-process-gone', () => window.reload());
  return window;
}

/** Quitting ends workers and server first, and goes on after two seconds whatever they do. */
function endWithTheApp(engine: Engine): void {
  let ended = false;
  app.on('before-quit', (event) => {
    if (ended) return;
    ended = true;
    event.preventDefault();
    const patience = new Promise((resolve) => setTimeout(resolve, 2000));
    void Promise.race([engine.close(), patience]).then(() => app.exit(0));
  });
}
