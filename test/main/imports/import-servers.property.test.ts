import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ServerAddress } from '../../../main/contract/server.ts';
import { importServers } from '../../../main/imports/import-servers.ts';

/** Pieces of files in any order: what the readers look for, and what may confuse them. */
const piece = fc.oneof(
  fc.constantFrom(
    ...[
      'GEARMAN_HOST',
      'GEARMAN_PORT',
      'A_GEARMAN_SERVERS',
      'host',
      'servers[]',
      '[GearmanManager]',
      '[gearman]',
      'export ',
    ],
    ...[
      'services:',
      '  jobs:',
      '    image: gearmand',
      '    ports:',
      '      - "4731:4730"',
      '    environment:',
      '<<: *a',
      '&a ',
      '*a',
    ],
    ...[
      '=',
      ':',
      '\n',
      '\n  ',
      ' ',
      ',',
      '"',
      "'",
      '#',
      ';',
      '[',
      ']',
      '{',
      '}',
      '-',
      '$',
      '${',
      '${A:-',
      '}',
      '\\',
      '\0',
      '\ufeff',
    ],
    ...['10.0.0.1', '::1', '[::1]:1', 'gearman://', '4730', '0', '99999', '1-65535'],
  ),
  fc.string({ maxLength: 8 }),
);
const file = fc.constantFrom(null, '.env', 'a.yml', 'a.ini', 'docker-compose.yaml');

test('whatever a file has, what is offered can be kept, and the rest is told or passed over', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 60 }), file, async (pieces, name) => {
      const { offers, misread } = await importServers(pieces.join(''), name);
      expect(offers.filter(({ address }) => !ServerAddress.safeParse(address).success)).toEqual([]);
      expect(offers.filter(({ label }) => label.trim() === '' || label.length > 60)).toEqual([]);
      expect(new Set(offers.map(({ address }) => address.toLowerCase())).size).toBe(offers.length);
      expect(misread.length <= 50).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
