import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readBinary } from '../../../../main/doctor/bytes/binary.ts';
import { elf, fat, type Made, machO, pe } from '../../../fixtures/machines/binaries.ts';
import { mustBe } from '../../../support/peers.ts';

const GEARMAN: Made = {
  cpu: 'arm64',
  needs: ['/opt/homebrew/opt/gearman/lib/libgearman.8.dylib', '/usr/lib/libSystem.B.dylib'],
  searches: ['@loader_path/../lib'],
  signed: true,
};

test('a Mach-O library tells its CPU, its libraries, where it looks for them and whether it is signed', () => {
  const { texts: _, ...slice } = { ...GEARMAN, texts: [] };
  expect(readBinary(machO(GEARMAN))).toEqual({ format: 'mach-o', slices: [slice] });
});

test('a universal file tells what it has for each CPU', () => {
  const intel: Made = { cpu: 'x86_64', needs: ['/usr/local/lib/libgearman.8.dylib'] };
  expect(readBinary(fat(intel, GEARMAN))?.slices).toEqual([
    { cpu: 'x86_64', needs: intel.needs, searches: [], signed: false },
    { cpu: 'arm64', needs: GEARMAN.needs, searches: GEARMAN.searches, signed: true },
  ]);
});

test('an ELF library tells the same, but for a signature', () => {
  const made: Made = { cpu: 'x86_64', needs: ['libgearman.so.8', 'libc.so.6'], searches: ['$ORIGIN', '/opt/lib'] };
  expect(readBinary(elf(made))).toEqual({ format: 'elf', slices: [{ ...made, signed: null }] });
});

test('a Windows library tells its CPU and its libraries', () => {
  const made: Made = { cpu: 'x86_64', needs: ['php8.dll', 'KERNEL32.dll'] };
  expect(readBinary(pe(made))).toEqual({ format: 'pe', slices: [{ ...made, searches: [], signed: null }] });
});

test('a class of Java, which begins as a universal file does, is none', () => {
  expect(readBinary(Buffer.from('cafebabe00000034001d0a0006000f09', 'hex'))).toBe(null);
});

test.each([
  ['a text', Buffer.from('#!/bin/sh\necho a script is no program of bytes at all, whatever its length\n')],
  ['nothing', Buffer.alloc(0)],
  ['the first bytes of a Mach-O', machO(GEARMAN).subarray(0, 60)],
  ['a command without a size', Buffer.concat([machO(GEARMAN).subarray(0, 32), Buffer.alloc(64)])],
  ['the first bytes of an ELF', elf({ cpu: 'x86_64', needs: ['libc.so.6'] }).subarray(0, 100)],
  ['an MZ without a PE', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)])],
])('%s is no binary', (_, bytes) => {
  expect(readBinary(bytes)).toBe(null);
});

describe.skipIf(!mustBe(process.platform === 'linux', 'these files are of Linux'))('the files of this system', () => {
  const libraries = (folder: string) =>
    readdirSync(folder)
      .filter((name) => /\.so(\.\d+)*$/.test(name) && statSync(`${folder}/${name}`).size < 1 << 20)
      .slice(0, 40);
  const folder = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu'].find((each) => {
    try {
      return libraries(each).length > 0;
    } catch {
      return false;
    }
  }) as string;

  test.each([...libraries(folder).map((name) => `${folder}/${name}`)])('%s needs what readelf says', (path) => {
    const bytes = readFileSync(path);
    if (bytes.readUInt32BE(0) !== 0x7f454c46) return; // a script of the linker
    const told = execFileSync('readelf', ['-d', path], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const needs = [...told.matchAll(/\(NEEDED\)\s+Shared library: \[(.*)\]/g)].map(([, name]) => name);
    const searches = [...told.matchAll(/\((?:RUNPATH|RPATH)\)\s+Library r(?:un)?path: \[(.*)\]/g)];
    const [slice] = readBinary(bytes)?.slices ?? [];
    expect(slice?.needs).toEqual(needs);
    expect(slice?.searches).toEqual(searches.flatMap(([, text]) => text?.split(':')));
    expect(slice?.cpu).toBe({ x64: 'x86_64', arm64: 'arm64' }[process.arch as string]);
  });
});
