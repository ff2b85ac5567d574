import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBinary } from '../../../../main/doctor/bytes/binary.ts';
import { elf, fat, type Made, machO, pe } from '../../../fixtures/machines/binaries.ts';

const name = fc.stringMatching(/^[\w@./+-]{1,60}$/);
const made: fc.Arbitrary<Required<Made>> = fc.record({
  cpu: fc.constantFrom('x86_64', 'arm64', 'i386'),
  needs: fc.array(name, { maxLength: 8 }),
  searches: fc.array(name, { maxLength: 4 }),
  signed: fc.boolean(),
  texts: fc.array(name, { maxLength: 3 }),
});
const slice = ({ cpu, needs, searches, signed }: Required<Made>) => ({ cpu, needs, searches, signed });

test('what is put into a binary is read from it', () => {
  fc.assert(
    fc.property(made, fc.array(made, { minLength: 1, maxLength: 4 }), (one, several) => {
      expect(readBinary(machO(one))?.slices).toEqual([slice(one)]);
      expect(readBinary(fat(...several))?.slices).toEqual(several.map(slice));
      expect(readBinary(elf(one))?.slices).toEqual([{ ...slice(one), signed: null }]);
      expect(readBinary(pe(one))?.slices).toEqual([{ ...slice(one), searches: [], signed: null }]);
    }),
  );
});

test('bytes changed or cut anywhere are read, or are no binary; nothing is thrown and nothing goes on for ever', () => {
  const change = fc.tuple(fc.nat(), fc.nat(255));
  fc.assert(
    fc.property(made, fc.constantFrom(machO, elf, pe, fat), fc.array(change), fc.nat(), (one, make, changes, end) => {
      const bytes = make(one);
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      readBinary(bytes);
      readBinary(bytes.subarray(0, end % (bytes.length + 1)));
    }),
    { numRuns: 3000 },
  );
});

test('noise behind the first bytes of each format is read, or is no binary', () => {
  const magic = fc.constantFrom(
    'cffaedfe',
    'cefaedfe',
    'cafebabe00000002',
    'cafebabf00000002',
    '7f454c460201',
    '7f454c460102',
    '4d5a',
  );
  fc.assert(
    fc.property(magic, fc.uint8Array({ maxLength: 400 }), (first, rest) => {
      readBinary(Buffer.concat([Buffer.from(first, 'hex'), rest]));
    }),
    { numRuns: 3000 },
  );
});
