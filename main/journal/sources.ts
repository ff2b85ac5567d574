import type { DatabaseSync } from 'node:sqlite';
import { begin } from './journal-file.ts';

/** Whose jobs: each start of a server has a number in the file. */
export interface Source {
  server: string;
  run: number;
}

/** The number of a server that is none of the file's, or of one too many. */
const NOBODY = 0xffff;

/** The starts of servers whose jobs the file has. */
export class Sources {
  readonly #db: DatabaseSync;
  readonly #known: Source[] = [];
  /** Names of servers by their numbers, and the number of the server of each start. */
  readonly servers: string[] = [];
  readonly #serverOf: number[] = [];

  constructor(db: DatabaseSync) {
    this.#db = db;
    for (const { number, server, run } of db.prepare('SELECT * FROM sources').all())
      this.#put(Number(number), { server: String(server), run: Number(run) });
  }

  readonly of = (number: number): Source => this.#known[number] ?? { server: '', run: 0 };

  /** The number of a start, which is new where it is not known. */
  numberOf(server: string, run: number): number {
    const known = this.#known.findLastIndex((source) => source?.server === server && source.run === run);
    if (known >= 0) return known;
    const number = this.#known.length;
    this.#put(number, { server, run });
    begin(this.#db);
    this.#db.prepare('INSERT INTO sources (number, server, run) VALUES (?, ?, ?)').run(number, server, run);
    return number;
  }

  /** The number of the server of a start. */
  readonly serverOf = (number: number): number => this.#serverOf[number] ?? NOBODY;

  /** For each number of a server of the file whether it is one of these, but for some, as 1; undefined where all are. */
  isOf(servers: readonly string[] | null, without: readonly string[]): Uint8Array | undefined {
    if (servers === null && without.length === 0) return undefined;
    const wanted = servers && new Set(servers);
    return Uint8Array.from(this.servers, (server) =>
      (wanted?.has(server) ?? true) && !without.includes(server) ? 1 : 0,
    );
  }

  #put(number: number, source: Source): void {
    this.#known[number] = source;
    const known = this.servers.indexOf(source.server);
    this.#serverOf[number] = known >= 0 ? known : Math.min(NOBODY, this.servers.push(source.server) - 1);
  }
}
