/** An error of SQLite's, with its extended number and its own words for it. */
export type SqliteError = Error & { errcode: number; errstr: string };

export const isFromSqlite = (error: unknown): error is SqliteError =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number';
