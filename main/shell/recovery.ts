import { app, type BrowserWindow } from 'electron';
import type { Engine } from '../engine.ts';
import { type Log, ours, told } from '../util/log.ts';
import { askOver } from './dialogs.ts';
import type { Texts } from './texts.ts';

/** A page that dies again so soon does so by what it shows; ms. */
const CRASHED_AGAIN = 10_000;

/** Chromium's error code of a load that another one took the place of. */
const ABORTED = -3;

export interface Recovery {
  log: Log;
  texts: () => Texts;
}

/**
 * Loads a window again whose process is gone, as it was, and says so in it. One that dies again at once is loaded as a new one, and
 * only when the person says so. One that does not answer is ended where they do not want to wait. The engine goes on in all of this.
 */
export function reloadWhenGone(
  window: BrowserWindow,
  { handlers, tellFault }: Pick<Engine, 'handlers' | 'tellFault'>,
  { log, texts }: Recovery,
): void {
  const { webContents } = window;
  let goneAt = Number.NEGATIVE_INFINITY;
  let asking: AbortController | undefined;
  const seen = () => (window.isVisible() ? window : undefined);

  webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    asking?.abort();
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    log.error(told`The window’s process is gone: ${ours(reason)}, exit code ${exitCode}.`);
    tellFault('window');
    const again = Date.now() - goneAt < CRASHED_AGAIN;
    goneAt = Date.now();
    if (again) void askToLoad();
    else load();
  });

  async function askToLoad(): Promise<void> {
    const { windowGone, windowGoneText, loadWindow, quitApp } = texts();
    const { response } = await askOver(seen(), {
      type: 'error',
      message: windowGone,
      detail: windowGoneText,
      buttons: [loadWindow, quitApp],
      defaultId: 0,
      cancelId: 0,
    });
    if (response === 1) return app.quit();
    await handlers['view.keep']({ view: null });
    load();
  }

  /** In a later turn: loaded from inside of the event that tells of the end, Chromium ends the whole program. */
  function load(): void {
    setImmediate(() => {
      if (!window.isDestroyed()) window.reload();
    });
  }

  window.on('unresponsive', () => {
    log.warn(told`The window does not answer.`);
    if (asking === undefined) void askToWait();
  });
  window.on('responsive', () => {
    log.info(told`The window answers again.`);
    asking?.abort();
  });

  async function askToWait(): Promise<void> {
    asking = new AbortController();
    const { signal } = asking;
    const { windowStuck, windowStuckText, wait, loadWindow } = texts();
    const { response } = await askOver(seen(), {
      type: 'warning',
      message: windowStuck,
      detail: windowStuckText,
      buttons: [wait, loadWindow],
      defaultId: 0,
      cancelId: 0,
      signal,
    });
    asking = undefined;
    // Where it answered meanwhile the question is gone; that its process ends loads it again.
    if (response === 1 && !signal.aborted) webContents.forcefullyCrashRenderer();
  }

  webContents.on('preload-error', (_event, _path, error) => log.error(told`The window could not be prepared.`, error));
  webContents.on('did-fail-load', (_event, code, description) => {
    if (code !== ABORTED) log.error(told`The window could not be loaded: ${ours(description)}, ${code}.`);
  });
}
