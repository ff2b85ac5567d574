/** What the bytes of a program or a library tell about it, without running it. */
import { readElf } from './elf.ts';
import { readMachO } from './mach-o.ts';
import { readPe } from './pe.ts';
import type { Binary } from './slice.ts';

/** Null for what is none of the three formats, or is cut off. Never throws. */
export function readBinary(bytes: Buffer): Binary | null {
  try {
    return readMachO(bytes) ?? readElf(bytes) ?? readPe(bytes);
  } catch (error) {
    if (error instanceof RangeError) return null; // it points beyond its end
    throw error;
  }
}

export const cpusOf = (binary: Binary): readonly string[] => binary.slices.map(({ cpu }) => cpu);
