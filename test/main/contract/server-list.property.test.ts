import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ServerAddress } from '../../../main/contract/server.ts';
import { serversIn } from '../../../main/contract/server-list.ts';
import { addressOf } from '../../../main/net/dial.ts';
import { targetOf } from '../../../main/util/gearman-address.ts';

const host = fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6(), fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,20}[a-z0-9]$/));
const target = fc.record({ host, port: fc.integer({ min: 1, max: 65_535 }) });

test('what is written as an address is read back, in order, whatever stands between', () => {
  const separator = fc.constantFrom(',', ', ', '\n', ';', ' ', '\r\n', '", "');
  const targets = fc.uniqueArray(target, { selector: (each) => addressOf(each).toLowerCase() });
  fc.assert(
    fc.property(targets, separator, (each, between) => {
      const { servers, wrong } = serversIn(each.map(addressOf).join(between));
      expect([servers.map(({ address }) => targetOf(address)), wrong]).toEqual([each, []]);
    }),
  );
});

test('any text gives addresses that can be kept, or says which of its pieces is none', () => {
  const pieces = fc.array(fc.constantFrom(...'a 1 : :: [ ] , ; / " \' . - _ @ % 4730 gearman:// \n'.split(' '), ' '));
  const text = fc.oneof(
    fc.string(),
    pieces.map((each) => each.join('')),
  );
  fc.assert(
    fc.property(text, (each) => {
      const { servers, wrong } = serversIn(each);
      expect(servers.filter(({ address }) => !ServerAddress.safeParse(address).success)).toEqual([]);
      expect(wrong.filter(({ text: piece, at }) => each.slice(at, at + piece.length) !== piece)).toEqual([]);
    }),
  );
});
