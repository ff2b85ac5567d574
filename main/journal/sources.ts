import type { DatabaseSync } from 'node:sqlite';
import { begin } from './journal-file.ts';

/** Whose jobs: each start of a server has a number in the file. */
export interface Source {
  server: string;
  run: number;
}

/** The starts of servers whose jobs the file has. */
export class Sources {
  readonly #db: DatabaseSync;
  readonly #known: Source[] = [];

  constructor(db: DatabaseSync) {
    this.#db = db;
    for (const { number, server, run } of db.prepare('SELECT * FROM sources').all())
      this.#known[Number(number)] = { server: String(server), run: Number(run) };
  }

  readonly of = (number: number): Source => this.#known[number] ?? { server: '', run: 0 };

  /** The number of a start, which is new where it is not known. */
  numberOf(server: string, run: number): number {
    const known = this.#known.findLastIndex((source) => source?.server === server && source.run === run);
    if (known >= 0) return known;
    const number = this.#known.push({ server, run }) - 1;
    begin(this.#db);
    this.#db.prepare('INSERT INTO sources (number, server, run) VALUES (?, ?, ?)').run(number, server, run);
    return number;
  }
}
