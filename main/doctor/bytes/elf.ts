import { type Binary, textAt } from './slice.ts';

/** https://gabi.xinuos.com/elf/02-eheader.html, 07-pheader.html, 08-dynamic.html */
const CPUS: Readonly<Record<number, string>> = {
  3: 'i386',
  21: 'ppc64',
  22: 's390x',
  40: 'arm',
  62: 'x86_64',
  183: 'arm64',
  243: 'riscv64',
  258: 'loongarch64',
};

const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const DT_NEEDED = 1;
const DT_STRTAB = 5;
const DT_RPATH = 15;
const DT_RUNPATH = 29;

interface Segment {
  type: number;
  offset: number;
  address: number;
  size: number;
}

/** Null where the bytes do not begin as ELF. Throws a RangeError where they point beyond their end. */
export function readElf(bytes: Buffer): Binary | null {
  if (bytes.length < 20 || bytes.readUInt32BE(0) !== 0x7f454c46) return null;
  const wide = bytes[4] === 2;
  const little = bytes[5] === 1;
  const half = (at: number) => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const word = (at: number) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const address = (at: number) =>
    wide ? Number(little ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at)) : word(at);
  const step = wide ? 8 : 4;

  const segments: Segment[] = [];
  const first = address(wide ? 32 : 28);
  const size = half(wide ? 54 : 42);
  const count = half(wide ? 56 : 44);
  for (let index = 0; index < count; index += 1) {
    const at = first + index * size;
    segments.push({
      type: word(at),
      offset: address(at + (wide ? 8 : 4)),
      address: address(at + (wide ? 16 : 8)),
      size: address(at + (wide ? 32 : 16)),
    });
  }

  const entries: [tag: number, value: number][] = [];
  const dynamic = segments.find(({ type }) => type === PT_DYNAMIC);
  if (dynamic !== undefined) {
    for (let at = dynamic.offset; at < dynamic.offset + dynamic.size; at += 2 * step) {
      const tag = address(at);
      if (tag === 0) break;
      entries.push([tag, address(at + step)]);
    }
  }
  const table = entries.find(([tag]) => tag === DT_STRTAB)?.[1];
  const texts = (...tags: number[]): string[] => {
    const found = entries.filter(([tag]) => tags.includes(tag));
    if (table === undefined || found.length === 0) return [];
    const home = segments.find(
      (each) => each.type === PT_LOAD && table >= each.address && table < each.address + each.size,
    );
    if (home === undefined) throw new RangeError('a table that is in no segment');
    return found.map(([, value]) => textAt(bytes, table - home.address + home.offset + value));
  };
  const slice = {
    cpu: CPUS[half(18)] ?? String(half(18)),
    needs: texts(DT_NEEDED),
    searches: texts(DT_RPATH, DT_RUNPATH).flatMap((text) => text.split(':')),
    signed: null,
  };
  return { format: 'elf', slices: [slice] };
}
