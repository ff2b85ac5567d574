import type { ServerWorkerQuery, ServerWorkerRow, ServerWorkerWindow } from '../contract/servers.ts';
import type { WorkerConnection } from '../protocol/tables.ts';
import { shown } from './server-names.ts';

/** Workers of one server: an array that is another one after each change. */
export interface ServerWorkerTable {
  server: string;
  workers: readonly WorkerConnection[];
}

/**
 * Answers questions over the workers of many servers: those of the scope, in the order in which their servers stand. Each
 * server's rows are made once and kept while its workers are the same; so is what a search found.
 */
export class ServerWorkers {
  #rows = new Map<readonly WorkerConnection[], ServerWorkerRow[]>();
  #texts = new WeakMap<ServerWorkerRow, string>();
  #found: { tables: readonly ServerWorkerTable[]; search: string; rows: ServerWorkerRow[] } | undefined;

  answer(tables: readonly ServerWorkerTable[], { search, from, count }: ServerWorkerQuery): ServerWorkerWindow {
    if (this.#found === undefined || this.#found.search !== search || !isSame(this.#found.tables, tables))
      this.#found = { tables: [...tables], search, rows: this.#find(tables, search.toLowerCase()) };
    const { rows } = this.#found;
    return { total: rows.length, rows: rows.slice(from, from + count) };
  }

  #find(tables: readonly ServerWorkerTable[], text: string): ServerWorkerRow[] {
    this.#rows = new Map(tables.map((table) => [table.workers, this.#rows.get(table.workers) ?? rowsOf(table)]));
    const all = [...this.#rows.values()].flat();
    return text === '' ? all : all.filter((row) => this.#textOf(row).includes(text));
  }

  /** All that is shown of it, but its server. */
  #textOf(row: ServerWorkerRow): string {
    const text = this.#texts.get(row) ?? [row.clientId, row.address, ...row.functions].map(shown).join('\n');
    this.#texts.set(row, text);
    return text;
  }
}

const rowsOf = ({ server, workers }: ServerWorkerTable): ServerWorkerRow[] =>
  workers.map((worker) => ({ server, ...worker })).sort((a, b) => a.connection - b.connection);

const isSame = (a: readonly ServerWorkerTable[], b: readonly ServerWorkerTable[]): boolean =>
  a.length === b.length &&
  a.every(({ server, workers }, index) => server === b[index]?.server && workers === b[index]?.workers);
