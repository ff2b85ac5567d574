/** What is compiled for one CPU. */
export interface Slice {
  /** As compilers name it: `x86_64`, `arm64`, `i386`; a number where it is none of those that run PHP. */
  cpu: string;
  /** Libraries that it is linked with, as they stand in it. */
  needs: readonly string[];
  /** Folders in which it has them looked for, as they stand in it. */
  searches: readonly string[];
  /** Whether it carries a signature; null where the format has none that matters here. */
  signed: boolean | null;
}

export interface Binary {
  format: 'mach-o' | 'elf' | 'pe';
  /** One for each CPU; several in Apple's universal files alone. */
  slices: readonly Slice[];
}

/** A text that ends with a zero byte. Throws a RangeError where it has no end, or is longer than any name. */
export function textAt(bytes: Buffer, offset: number, limit = 4096): string {
  if (offset < 0 || offset >= bytes.length) throw new RangeError('no text there');
  const end = bytes.indexOf(0, offset);
  if (end < 0 || end - offset > limit) throw new RangeError('no end of a text');
  return bytes.toString('utf8', offset, end);
}
