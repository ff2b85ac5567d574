/** The desktop program: hosts the engine and shows its window. */
import { join, resolve } from 'node:path';
import { app, type BrowserWindow, dialog, ipcMain, Menu, nativeTheme, safeStorage } from 'electron';
import type { CommandId, MenuState } from './contract/commands.ts';
import { AppError, failureOf } from './contract/errors.ts';
import type { FaultKind } from './contract/faults.ts';
import type { AppInfo } from './contract/overview.ts';
import { createEngine, type EngineParts } from './engine.ts';
import { askOver, systemDialogs } from './shell/dialogs.ts';
import { sendEvent, serveCalls, serveDrops } from './shell/ipc.ts';
import { systemSecrets } from './shell/key-store.ts';
import { fileLog, logTail } from './shell/logging.ts';
import { startAtLogin } from './shell/login-item.ts';
import { openMainWindow, titleWindow } from './shell/main-window.ts';
import { applicationMenu, updateMenu } from './shell/menu.ts';
import { noticeWords, notify } from './shell/notify.ts';
import { openFolder } from './shell/open-folder.ts';
import { readOptions } from './shell/options.ts';
import { Presence } from './shell/presence.ts';
import { endWithTheApp } from './shell/quit.ts';
import { APP_ORIGIN, registerScheme, rendererFolder, serveScheme } from './shell/scheme.ts';
import { smokeTest } from './shell/smoke-test.ts';
import { openTerminal } from './shell/terminal.ts';
import { commandWordsFor, textsFor } from './shell/texts.ts';
import { lookForUpdate } from './shell/updates.ts';
import { appInfo } from './util/app-info.ts';
import { APP_ROOT, IS_PACKAGED, RESOURCES } from './util/app-root.ts';
import type { Launch } from './util/command-script.ts';
import { dataFolder } from './util/data-folder.ts';
import { ours, told } from './util/log.ts';
import { loginShellOf } from './util/login-shell.ts';
import { folderProblem, standInFor } from './util/usable-folder.ts';

const options = readOptions(process.argv.slice(app.isPackaged ? 1 : 2));
let folder = dataFolder();
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

if (!IS_PACKAGED) process.title = 'gearbench'; // who finds the port taken is told the name
registerScheme();
app.setPath('userData', folder);
let isFirst = app.requestSingleInstanceLock();
/** Where another one runs it has been told; where none can be told of, the profile may be one that nobody can write. */
const problem = isFirst ? null : folderProblem(folder);
if (problem !== null) {
  folder = standInFor(folder);
  app.setPath('userData', folder);
  isFirst = true;
}
// Not awaited here: the application becomes ready only after this module has been read to its end.
if (isFirst) void run(problem === null ? null : { problem: failureOf(problem), folder });
else app.quit();

/** What the `gearbench` command of a packaged program runs. */
function launchOf({ execPath, env }: NodeJS.Process): Launch {
  const image = env['APPIMAGE'];
  if (image !== undefined) return { kind: 'image', program: image };
  return { kind: 'program', program: execPath, cli: join(APP_ROOT, 'out', 'main', 'cli.js') };
}

async function run(standIn: AppInfo['standIn']): Promise<void> {
  const logs = join(folder, 'logs');
  const log = fileLog(logs);
  let tellFault = (_kind: FaultKind) => {};
  process.on('uncaughtException', (error) => {
    log.error(told`An error that nothing caught.`, error);
    tellFault('engine');
  });
  process.on('unhandledRejection', (reason) => {
    log.error(told`A promise failed that nothing waited for.`, reason);
    tellFault('engine');
  });
  app.on('child-process-gone', (_event, { type, reason, exitCode }) =>
    log.warn(told`A process of Chromium’s is gone: ${ours(type)}, ${ours(reason)}, exit code ${exitCode}.`),
  );
  await app.whenReady();
  serveScheme(rendererFolder());

  let window: BrowserWindow | undefined;
  const seen = () => (window?.isVisible() ? window : undefined);
  /** Its page listens to commands; what is chosen before that waits. */
  let isListening = false;
  let awaited: CommandId | undefined;
  let zoomFactor = 1;
  let texts = textsFor('system', app.getLocale());
  let menuState: MenuState = { off: [], on: [] };
  let words = commandWordsFor('system', app.getLocale());
  let makeMenu = () => {};
  const showMenuState = () => {
    const menu = Menu.getApplicationMenu();
    if (menu !== null && !updateMenu(menu, menuState, words)) makeMenu();
  };
  const send = (command: CommandId) => {
    if (window !== undefined && isListening) sendEvent(window.webContents, 'command', command);
    else awaited = command;
  };
  const loginShell = loginShellOf(process.env, process.platform);
  const parts: EngineParts = {
    app: appInfo(app.getLocale(), standIn),
    dataFolder: folder,
    resources: RESOURCES,
    ...(IS_PACKAGED && { launch: launchOf(process) }),
    ...(options.replay !== undefined && { replay: options.replay }),
    log,
    lookForUpdate: () => lookForUpdate(app.isPackaged ? undefined : options.updateFeed),
    logs: { tail: (lines) => logTail(logs, lines), open: () => openFolder(logs) },
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
    startAtLogin,
    onSettings: (settings) => {
      const { theme, language, recent, shortcuts } = settings;
      nativeTheme.themeSource = theme;
      texts = textsFor(language, app.getLocale());
      words = commandWordsFor(language, app.getLocale());
      zoomFactor = settings.zoom / 100;
      if (window !== undefined) window.webContents.zoomFactor = zoomFactor;
      presence?.follow(settings, texts);
      makeMenu = () =>
        Menu.setApplicationMenu(
          applicationMenu(texts, process.platform, {
            send: (command) => {
              // Electron has switched the item already; whether it is on the window says.
              showMenuState();
              if (window?.isVisible() === true) send(command);
              else goTo(command);
            },
            words,
            shortcuts,
            state: menuState,
            recent,
            openRecent: (path) => openWorkspace(path),
            clearRecent: () => {
              app.clearRecentDocuments();
              void engine.handlers['workspace.forget']({ path: null });
            },
          }),
        );
      makeMenu();
    },
    onMenu: (state) => {
      menuState = state;
      showMenuState();
      isListening = true;
      if (awaited !== undefined) send(awaited);
      awaited = undefined;
    },
    onWorkspace: (workspace) => {
      if (window !== undefined) titleWindow(window, workspace);
    },
    onGlance: (glance) => presence?.update(glance),
    onNotice: (notice) => {
      const { title, body } = noticeWords(notice, texts);
      notify(notice.kind, title, body, () => goTo('go.jobs'));
    },
    isLookedAt: () => window?.isFocused() === true,
    ...(options.port !== undefined && { port: options.port }),
  };
  let presence: Presence | undefined;
  const engine = await createEngine(parts).catch((error: Error) => {
    // Without an engine there is no window to say it in.
    dialog.showErrorBox('Gearbench', error.message);
    app.exit(1);
    throw error;
  });
  tellFault = engine.tellFault;
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
      void askOver(seen(), { type: 'error', message: error.message, buttons }).then(({ response }) => {
        if (offer && response === 0) void engine.handlers['workspace.forget']({ path });
      });
    }
  }

  let { window: place } = await engine.handlers['view.get']();
  const show = () => {
    if (window !== undefined) {
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
      return;
    }
    isListening = false;
    window = openMainWindow(engine, devServer ?? `${APP_ORIGIN}/index.html`, {
      log,
      texts: () => texts,
      place,
      keepPlace: (now) => {
        place = now;
        void engine.handlers['view.change']({ window: now });
      },
    });
    window.webContents.on('did-finish-load', () => {
      if (window !== undefined) window.webContents.zoomFactor = zoomFactor;
    });
    void Promise.resolve(engine.handlers['workspace.get']()).then((workspace) => {
      if (window !== undefined) titleWindow(window, workspace);
    });
    window.on('close', (event) => {
      event.preventDefault();
      void leaveWindow();
    });
    window.on('closed', () => {
      window = undefined;
    });
  };
  const goTo = (command: CommandId) => {
    show();
    send(command);
  };
  openWorkspace = (path) => {
    show();
    void openNamed(path);
  };

  const life = new Presence({ engine, log, pictures: join(RESOURCES, 'tray'), show, goTo });
  presence = life;
  const settings = await engine.handlers['settings.get']();
  const quit = endWithTheApp({
    engine,
    texts: () => texts,
    window: seen,
    asks: () => life.settings.askQuit,
    askNoMore: () => Promise.resolve(engine.handlers['settings.change']({ askQuit: false })),
    canStay: () => life.canStay(),
    stay: () => window?.hide(),
  });
  /** The window is closed: the program goes on where the person can see that it does, else it ends. */
  async function leaveWindow(): Promise<void> {
    if (options.keepRunning || (life.settings.closing === 'keep' && (await life.canStay()))) {
      window?.hide();
      await life.tellStaying();
    } else quit(life.settings.closing === 'keep' ? 'close' : 'quit');
  }
  app.on('second-instance', (_event, args, folder) => {
    const { workspace, hidden } = readOptions(args.slice(1));
    if (workspace === undefined && !hidden) show();
    else if (workspace !== undefined) openWorkspace(resolve(folder, workspace));
  });
  app.on('activate', show);
  app.on('window-all-closed', () => void leaveWindow());
  void engine.handlers['server.start']({});
  const startsHidden = first === undefined && (options.hidden || app.getLoginItemSettings().wasOpenedAtLogin);
  if (!startsHidden) show(); // before anything else: the person waits for it
  engine.startServers();
  life.follow(settings, texts);
  if (startsHidden && !(await life.canStay())) show();
  if (options.smokeTest && window !== undefined) {
    const result = await smokeTest(engine, window);
    process.stdout.write(`${JSON.stringify(result)}\n`);
    await engine.close();
    app.exit(result.ok ? 0 : 1);
  }
}
