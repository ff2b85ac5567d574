import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Menu, type NativeImage, nativeImage, Tray } from 'electron';
import type { Glance } from '../contract/glance.ts';
import type { Texts } from './texts.ts';
import { hasTray } from './tray-host.ts';
import { type TrayActs, trayIcon, trayMenu, trayTip, trayTitle } from './tray-menu.ts';

export interface TrayParts {
  /** Where the pictures are: scripts/setup/tray-icons.mjs draws them. */
  folder: string;
  acts: TrayActs;
}

/** The icon in the menu bar or the tray. */
export class TrayIcon {
  readonly #parts: TrayParts;
  #tray: Tray | undefined;
  /** It shall be there: while the desktop is asked whether it has a place, the person may take it away again. */
  #isWanted = false;
  /** What is shown, so that nothing is shown twice. */
  #shown = '';
  #picture = '';
  /** The person has the menu before them: it is left as it is, because another one in its place closes it. */
  #isOpen = false;

  constructor(parts: TrayParts) {
    this.#parts = parts;
  }

  /** Puts the icon there, where there is a place for it. Returns whether there is. */
  async show(glance: Glance, texts: Texts): Promise<boolean> {
    this.#isWanted = true;
    if (!(await hasTray()) || !this.#isWanted) {
      this.hide(); // one that nobody took would not come when somebody does
      return false;
    }
    this.#tray ??= this.#create(glance);
    this.update(glance, texts);
    return true;
  }

  hide(): void {
    this.#isWanted = false;
    this.#tray?.destroy();
    this.#tray = undefined;
    this.#shown = '';
    this.#picture = '';
    this.#isOpen = false;
  }

  update(glance: Glance, texts: Texts): void {
    const tray = this.#tray;
    if (tray === undefined || this.#isOpen) return;
    const shown = JSON.stringify([glance, texts.quit]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const picture = trayIcon(glance);
    if (picture !== this.#picture) tray.setImage(this.#image(picture));
    this.#picture = picture;
    tray.setToolTip(trayTip(glance, texts));
    if (process.platform === 'darwin') tray.setTitle(trayTitle(glance));
    const menu = Menu.buildFromTemplate(trayMenu(glance, texts, this.#parts.acts, process.platform));
    // Panels of Linux show what is new in an open menu, and do not always tell that it was closed.
    if (process.platform !== 'linux') {
      menu.on('menu-will-show', () => {
        this.#isOpen = true;
      });
      menu.on('menu-will-close', () => {
        this.#isOpen = false;
      });
    }
    tray.setContextMenu(menu);
  }

  #create(glance: Glance): Tray {
    const tray = new Tray(this.#image(trayIcon(glance)));
    // On a Mac the icon opens the menu by itself, as all do there.
    if (process.platform !== 'darwin') tray.on('click', () => this.#parts.acts.open());
    return tray;
  }

  #image(name: string): NativeImage {
    const file = (kind: string) => join(this.#parts.folder, `${name}${kind}.png`);
    if (process.platform === 'darwin') return nativeImage.createFromPath(file('Template'));
    // A panel of Linux takes one picture and makes it smaller.
    if (process.platform === 'linux') return nativeImage.createFromBuffer(readFileSync(file('@2x')));
    return nativeImage.createFromPath(file(''));
  }
}
