import { join } from 'node:path';
import { app, type BrowserWindow, nativeTheme, screen } from 'electron';
import type { WindowPlace } from '../contract/view.ts';
import type { WorkspaceInfo } from '../contract/workspace.ts';
import type { Engine } from '../engine.ts';
import { sendEvent } from './ipc.ts';
import { type Recovery, reloadWhenGone } from './recovery.ts';
import { openWindow, windowOptions } from './window.ts';
import { keepPlace, placeOn } from './window-place.ts';

/** How often it is looked whether another program wrote the workspace's file, ms. */
const LOOK_EVERY = 2000;

/** The window's title names the workspace, and tells where changes are unsaved as the system does it. */
export function titleWindow(window: BrowserWindow, { name, path, unsaved }: WorkspaceInfo): void {
  const mac = process.platform === 'darwin';
  window.setTitle(`${unsaved && !mac ? '● ' : ''}${name} – Gearbench`);
  if (!mac) return;
  window.setDocumentEdited(unsaved);
  window.setRepresentedFilename(path);
}

interface Place {
  /** Where it was; null before it ever was. */
  place: WindowPlace | null;
  keepPlace: (place: WindowPlace) => void;
}

/** A window on the engine: told of changes while it can be seen. It may be destroyed and made again with nothing lost. */
export function openMainWindow(engine: Engine, page: string, parts: Recovery & Place): BrowserWindow {
  const looks = { platform: process.platform, dark: nativeTheme.shouldUseDarkColors };
  const preload = join(app.getAppPath(), 'out', 'preload', 'preload.cjs');
  const place = placeOn(screen.getAllDisplays(), parts.place);
  const window = openWindow({ ...windowOptions(preload, looks), ...place }, page);
  if (parts.place?.maximized) window.once('show', () => window.maximize());
  keepPlace(window, parts.keepPlace);
  let stop: (() => void) | undefined;
  const look = () => void engine.lookAtWorkspace();
  const listen = () => {
    if (stop !== undefined) return;
    const deafen = engine.onTick((versions) => sendEvent(window.webContents, 'tick', versions));
    const looking = setInterval(look, LOOK_EVERY);
    stop = () => {
      deafen();
      clearInterval(looking);
    };
  };
  const rest = () => {
    stop?.();
    stop = undefined;
  };
  window.on('focus', look);
  window.on('page-title-updated', (event) => event.preventDefault()); // its title is the workspace's
  window.on('show', listen);
  window.on('restore', listen);
  window.on('hide', rest);
  window.on('minimize', rest);
  window.on('closed', rest);
  reloadWhenGone(window, engine, parts);
  return window;
}
