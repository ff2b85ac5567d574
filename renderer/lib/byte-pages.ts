/** Pages of bytes by their places, all of one size but the last. The oldest leave when there are too many. */
export type BytePages = ReadonlyMap<number, Uint8Array>;

/** Pages that are remembered: 256 KB. */
const PAGES = 64;

/** The pages with one more. */
export function withPage(pages: BytePages, from: number, bytes: Uint8Array): BytePages {
  const next = new Map(pages);
  next.delete(from);
  next.set(from, bytes);
  if (next.size > PAGES) next.delete(next.keys().next().value as number);
  return next;
}

/** Places of the pages that hold these bytes. */
export function pagesOf(from: number, to: number, size: number): number[] {
  const first = from - (from % size);
  return Array.from({ length: Math.max(0, Math.ceil((to - first) / size)) }, (_, index) => first + index * size);
}

/** Bytes between two places of one or two pages; null where some are not here. */
export function bytesBetween(pages: BytePages, from: number, to: number, size: number): Uint8Array | null {
  const parts = pagesOf(from, to, size).map((at) => {
    const page = pages.get(at);
    return page?.subarray(Math.max(0, from - at), to - at);
  });
  if (parts.length === 1) return parts[0] ?? null;
  if (parts.some((part) => part === undefined)) return null;
  return Uint8Array.from(parts.flatMap((part) => [...(part as Uint8Array)]));
}
