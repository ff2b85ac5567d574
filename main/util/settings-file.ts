import { rename } from 'node:fs/promises';
import { Settings } from '../contract/model.ts';
import { inTurn } from './in-turn.ts';
import { exists, readJson, writeJson } from './json-file.ts';
import { type Log, told } from './log.ts';

/** The person's settings, in one file; a broken one is set aside and said, and the defaults hold. */
export class SettingsFile {
  /** Undefined where nothing is kept. */
  readonly #path: string | undefined;
  #settings: Settings;
  readonly #inTurn = inTurn();

  private constructor(path: string | undefined, settings: Settings) {
    this.#path = path;
    this.#settings = settings;
  }

  static async open(path: string | undefined, log: Log): Promise<SettingsFile> {
    if (path === undefined || !(await exists(path))) return new SettingsFile(path, Settings.parse({}));
    try {
      return new SettingsFile(path, await readJson(path, Settings));
    } catch (error) {
      const aside = `${path}.broken`;
      await rename(path, aside).catch(() => {});
      log.warn(told`${error as Error} It was set aside as ${aside}; the default settings hold.`);
      return new SettingsFile(path, Settings.parse({}));
    }
  }

  get current(): Settings {
    return this.#settings;
  }

  /** Changes what is given and leaves the rest. Throws `file-unwritable`. */
  change(change: { [K in keyof Settings]?: Settings[K] | undefined }): Promise<Settings> {
    return this.#inTurn(() => this.#change(change));
  }

  async #change(change: { [K in keyof Settings]?: Settings[K] | undefined }): Promise<Settings> {
    const settings = Settings.parse({ ...this.#settings, ...change });
    if (this.#path !== undefined) await writeJson(this.#path, settings);
    this.#settings = settings;
    return settings;
  }
}
