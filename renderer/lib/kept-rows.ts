/** Rows as they came, but for each that says what one of `before` said that one: who draws it sees that nothing has changed. */
export function keptRows<T>(before: readonly T[], rows: readonly T[], keyOf: (row: T) => unknown): T[] {
  const known = new Map(before.map((row) => [keyOf(row), row]));
  return rows.map((row) => {
    const kept = known.get(keyOf(row));
    return kept !== undefined && alike(kept, row) ? kept : row;
  });
}

/** Whether two values that came from the engine say the same. */
export function alike(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a instanceof Uint8Array && b instanceof Uint8Array)
    return a.length === b.length && a.every((byte, at) => byte === b[at]);
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && alike(a[key as keyof typeof a], b[key as keyof typeof b]))
  );
}
