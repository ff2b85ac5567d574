import { type Binary, type Slice, textAt } from './slice.ts';

/** https://github.com/apple-oss-distributions/xnu/blob/main/EXTERNAL_HEADERS/mach-o/loader.h and fat.h */
const MAGIC_64 = 0xfeedfacf;
const MAGIC_32 = 0xfeedface;
const FAT = 0xcafebabe;
const FAT_64 = 0xcafebabf;
/** The same first bytes begin Java's classes, where the version stands in the place of the count: 45 and more. */
const MOST_SLICES = 20;

const LC_RPATH = 0x8000001c;
const LC_CODE_SIGNATURE = 0x1d;
/** Load a library: plainly, weakly, to hand it on, when it is first used. */
const LOADS = [0xc, 0x80000018, 0x8000001f, 0x20];

const CPUS: Readonly<Record<number, string>> = {
  7: 'i386',
  [0x01000007]: 'x86_64',
  12: 'arm',
  [0x0100000c]: 'arm64',
  18: 'ppc',
  [0x01000012]: 'ppc64',
};

/** Null where the bytes do not begin as Mach-O. Throws a RangeError where they point beyond their end. */
export function readMachO(bytes: Buffer): Binary | null {
  if (bytes.length < 8) return null;
  const magic = bytes.readUInt32BE(0);
  if (magic !== FAT && magic !== FAT_64) {
    const slice = sliceOf(bytes);
    return slice && { format: 'mach-o', slices: [slice] };
  }
  const count = bytes.readUInt32BE(4);
  if (count > MOST_SLICES) return null;
  const slices: Slice[] = [];
  for (let index = 0; index < count; index += 1) {
    const at = 8 + index * (magic === FAT ? 20 : 32);
    const offset = magic === FAT ? bytes.readUInt32BE(at + 8) : Number(bytes.readBigUInt64BE(at + 8));
    const slice = sliceOf(bytes.subarray(offset));
    if (slice !== null) slices.push(slice);
  }
  return slices.length === 0 ? null : { format: 'mach-o', slices };
}

function sliceOf(bytes: Buffer): Slice | null {
  if (bytes.length < 4) return null;
  const magic = bytes.readUInt32LE(0);
  if (magic !== MAGIC_64 && magic !== MAGIC_32) return null;
  const cpu = bytes.readUInt32LE(4);
  const commands = bytes.readUInt32LE(16);
  const needs: string[] = [];
  const searches: string[] = [];
  let signed = false;
  let at = magic === MAGIC_64 ? 32 : 28;
  for (let index = 0; index < commands; index += 1) {
    const command = bytes.readUInt32LE(at);
    const size = bytes.readUInt32LE(at + 4);
    if (size < 8) throw new RangeError('a command without a size');
    const text = () => textAt(bytes, at + bytes.readUInt32LE(at + 8));
    if (LOADS.includes(command)) needs.push(text());
    else if (command === LC_RPATH) searches.push(text());
    else if (command === LC_CODE_SIGNATURE) signed = true;
    at += size;
  }
  return { cpu: CPUS[cpu] ?? String(cpu), needs, searches, signed };
}
