import { app, clipboard } from 'electron';
import type { CommandId } from '../contract/commands.ts';
import { AppError } from '../contract/errors.ts';
import type { Glance } from '../contract/glance.ts';
import type { Settings } from '../contract/settings.ts';
import type { Engine } from '../engine.ts';
import { type Log, told } from '../util/log.ts';
import { askOver } from './dialogs.ts';
import { startAtLogin, startsAtLogin } from './login-item.ts';
import { notify } from './notify.ts';
import type { Texts } from './texts.ts';
import { TrayIcon } from './tray.ts';

export interface PresenceParts {
  engine: Engine;
  log: Log;
  /** The folder of the tray's pictures. */
  pictures: string;
  show: () => void;
  /** Shows the window and does a command in it. */
  goTo: (command: CommandId) => void;
}

/** What is there of the program while nobody looks at its window: its icon, and whether it goes on without one. */
export class Presence {
  readonly #parts: PresenceParts;
  readonly #icon: TrayIcon;
  #settings: Settings | undefined;
  #texts: Texts | undefined;

  constructor(parts: PresenceParts) {
    this.#parts = parts;
    const { handlers } = parts.engine;
    this.#icon = new TrayIcon({
      folder: parts.pictures,
      acts: {
        startServer: () => void handlers['server.start']({}),
        stopServer: () => void handlers['server.stop'](),
        copy: (text) => clipboard.writeText(text),
        submitAgain: () => void this.#submitAgain(),
        open: parts.show,
        openJobs: () => parts.goTo('go.jobs'),
        openSettings: () => parts.goTo('go.settings'),
        quit: () => app.quit(),
      },
    });
  }

  get settings(): Settings {
    if (this.#settings === undefined) throw new Error('The settings are told before anything is asked.');
    return this.#settings;
  }

  /** The settings and the language are these from now on. */
  follow(settings: Settings, texts: Texts): void {
    const before = this.#settings?.tray;
    const isFirst = this.#settings === undefined;
    this.#settings = settings;
    this.#texts = texts;
    if (!settings.tray) this.#icon.hide();
    else if (before !== true) void this.#showIcon();
    else this.#icon.update(this.#parts.engine.glance(), texts);
    if (isFirst) void this.#followSystem();
  }

  update(glance: Glance): void {
    if (this.#texts !== undefined) this.#icon.update(glance, this.#texts);
  }

  /** Whether the program may go on without a window: the person must be able to see that it does. */
  async canStay(): Promise<boolean> {
    return process.platform === 'darwin' || (this.settings.tray && (await this.#showIcon()));
  }

  /** Says once that it goes on. On a Mac all programs do. */
  async tellStaying(): Promise<void> {
    if (process.platform === 'darwin' || this.settings.toldStaying || this.#texts === undefined) return;
    const { stayingTitle, stayingText } = this.#texts;
    notify('staying', stayingTitle, stayingText, this.#parts.show);
    await this.#change({ toldStaying: true });
  }

  #showIcon(): Promise<boolean> {
    if (this.#texts === undefined) return Promise.resolve(false);
    return this.#icon.show(this.#parts.engine.glance(), this.#texts);
  }

  async #submitAgain(): Promise<void> {
    try {
      await this.#parts.engine.submitAgain();
    } catch (error) {
      if (!(error instanceof AppError) || this.#texts === undefined) throw error;
      void askOver(undefined, { type: 'error', message: error.message, buttons: [this.#texts.close] });
    }
  }

  /** What the system's own settings say about starting at login counts; what it starts is the program as it lies now. */
  async #followSystem(): Promise<void> {
    const starts = await startsAtLogin();
    if (this.settings.startAtLogin !== starts) await this.#change({ startAtLogin: starts });
    else if (starts && app.isPackaged) await startAtLogin(true).catch((error) => this.#parts.log.warn(told`${error}`));
  }

  async #change(change: Partial<Settings>): Promise<void> {
    try {
      await this.#parts.engine.handlers['settings.change'](change);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.#parts.log.warn(told`${error}`);
    }
  }
}
