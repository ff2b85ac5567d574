import { rename } from 'node:fs/promises';
import { z } from 'zod';
import { SERVERS_MOST, ServerEntry } from '../contract/servers.ts';
import { inTurn } from './in-turn.ts';
import { exists, readJson, writeJson } from './json-file.ts';
import { type Log, told } from './log.ts';

/** The first one is among them once it has been described. */
const Kept = z.object({ version: z.literal(1), servers: z.array(z.unknown()).max(SERVERS_MOST + 1) });

/** The servers that the person works with, in one file. What of it cannot be read is set aside and said. */
export class ServersFile {
  /** Undefined where nothing is kept. */
  readonly #path: string | undefined;
  #entries: readonly ServerEntry[];
  readonly #inTurn = inTurn();

  private constructor(path: string | undefined, entries: readonly ServerEntry[]) {
    this.#path = path;
    this.#entries = entries;
  }

  static async open(path: string | undefined, log: Log): Promise<ServersFile> {
    if (path === undefined || !(await exists(path))) return new ServersFile(path, []);
    try {
      const { servers } = await readJson(path, Kept);
      const read = servers.flatMap((each) => ServerEntry.safeParse(each).data ?? []);
      const entries = read.filter(({ id }, at) => read.findIndex((other) => other.id === id) === at);
      if (entries.length < servers.length) throw new Unread(entries);
      return new ServersFile(path, entries);
    } catch (error) {
      const entries = error instanceof Unread ? error.entries : [];
      const aside = `${path}.broken`;
      await rename(path, aside).catch(() => {});
      if (entries.length > 0) await write(path, entries).catch(() => {}); // said with the next change
      log.warn(told`${error as Error} It was set aside as ${aside}; ${entries.length} servers of it are there.`);
      return new ServersFile(path, entries);
    }
  }

  get entries(): readonly ServerEntry[] {
    return this.#entries;
  }

  /** Changes the list to what is made of it. Throws `file-unwritable`, and leaves it then. */
  change(make: (entries: readonly ServerEntry[]) => readonly ServerEntry[]): Promise<void> {
    return this.#inTurn(async () => {
      const entries = make(this.#entries);
      if (this.#path !== undefined) await write(this.#path, entries);
      this.#entries = entries;
    });
  }
}

class Unread extends Error {
  readonly entries: readonly ServerEntry[];

  constructor(entries: readonly ServerEntry[]) {
    super('Servers in the list cannot be read.');
    this.entries = entries;
  }
}

const write = (path: string, servers: readonly ServerEntry[]) => writeJson(path, { version: 1, servers });
