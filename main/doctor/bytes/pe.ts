import { type Binary, textAt } from './slice.ts';

/** https://learn.microsoft.com/windows/win32/debug/pe-format */
const CPUS: Readonly<Record<number, string>> = { 332: 'i386', 34404: 'x86_64', 43620: 'arm64' };

/** A library may be linked with no more than this; a table without an end is none. */
const MOST_IMPORTS = 1000;

/** Null where the bytes do not begin as PE. Throws a RangeError where they point beyond their end. */
export function readPe(bytes: Buffer): Binary | null {
  if (bytes.length < 64 || bytes.toString('latin1', 0, 2) !== 'MZ') return null;
  const header = bytes.readUInt32LE(0x3c);
  if (bytes.toString('latin1', header, header + 4) !== 'PE\0\0') return null;
  const machine = bytes.readUInt16LE(header + 4);
  const sectionCount = bytes.readUInt16LE(header + 6);
  const optional = header + 24;
  const wide = bytes.readUInt16LE(optional) === 0x20b;
  const sections = optional + bytes.readUInt16LE(header + 20);

  /** Where in the file an address of the loaded program is. */
  const place = (address: number): number => {
    for (let index = 0; index < sectionCount; index += 1) {
      const at = sections + index * 40;
      const start = bytes.readUInt32LE(at + 12);
      const size = bytes.readUInt32LE(at + 16);
      if (address >= start && address < start + size) return address - start + bytes.readUInt32LE(at + 20);
    }
    throw new RangeError('an address in no section');
  };

  const needs: string[] = [];
  const directories = bytes.readUInt32LE(optional + (wide ? 108 : 92));
  const imports = directories < 2 ? 0 : bytes.readUInt32LE(optional + (wide ? 120 : 104));
  let at = imports === 0 ? null : place(imports);
  while (at !== null) {
    const name = bytes.readUInt32LE(at + 12);
    if (name !== 0 && needs.length === MOST_IMPORTS) throw new RangeError('imports without an end');
    if (name !== 0) needs.push(textAt(bytes, place(name)));
    at = name === 0 ? null : at + 20;
  }
  return { format: 'pe', slices: [{ cpu: CPUS[machine] ?? String(machine), needs, searches: [], signed: null }] };
}
