import { copyFile, rename } from 'node:fs/promises';
import { z } from 'zod';
import { Settings, type SettingsFault } from '../contract/settings.ts';
import { inTurn } from './in-turn.ts';
import { exists, readJson, writeJson } from './json-file.ts';
import { type Log, told } from './log.ts';
import { withoutFaults } from './without-faults.ts';

/** The person's settings, in one file. What is broken in it is set aside and said; there the defaults hold. */
export class SettingsFile {
  /** Undefined where nothing is kept. */
  readonly #path: string | undefined;
  #settings: Settings;
  readonly #inTurn = inTurn();
  /** What could not be read at the start. */
  readonly fault: SettingsFault | null;

  private constructor(path: string | undefined, settings: Settings, fault: SettingsFault | null = null) {
    this.#path = path;
    this.#settings = settings;
    this.fault = fault;
  }

  static async open(path: string | undefined, log: Log): Promise<SettingsFile> {
    if (path === undefined || !(await exists(path))) return new SettingsFile(path, Settings.parse({}));
    try {
      return new SettingsFile(path, await readJson(path, Settings));
    } catch (error) {
      const aside = `${path}.broken`;
      const kept = await readable(path);
      if (kept === undefined) {
        await rename(path, aside).catch(() => {});
        log.warn(told`${error as Error} It was set aside as ${aside}; the default settings hold.`);
        return new SettingsFile(path, Settings.parse({}), { aside, lost: null });
      }
      const { value, lost } = kept;
      await copyFile(path, aside).catch(() => {});
      await writeJson(path, value).catch(() => {}); // a file that cannot be written is said with the next change
      log.warn(told`${error as Error} It was set aside as ${aside}; these have their defaults: ${lost.join(', ')}.`);
      return new SettingsFile(path, value, { aside, lost });
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

/** The settings of a file, where only some of them are broken. A file of another version means something else. */
async function readable(path: string): Promise<{ value: Settings; lost: string[] } | undefined> {
  const content = await readJson(path, z.unknown()).catch(() => undefined);
  const kept = withoutFaults(Settings, content);
  return kept === undefined || kept.lost.includes('version') ? undefined : kept;
}
