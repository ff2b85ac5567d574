import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type RowColourParts, rowColours } from '../../../main/calls/row-colours.ts';
import { type ColourRule, ColourRule as Rule } from '../../../main/contract/colour-rules.ts';
import { filterOf } from '../../../main/filter/filter.ts';
import { captureOf } from '../../support/capture.ts';
import { bytes } from '../../support/packets.ts';

const rule = (filter: string, colour: ColourRule['colour'], more: Partial<ColourRule> = {}) =>
  Rule.parse({ filter, colour, name: colour, ...more });

/** A capture of submissions of these functions, and what colours their rows. Looking takes no time, unless it says so. */
function colours(functions: readonly string[], more: Partial<RowColourParts> & { rules: RowColourParts['rules'] }) {
  const capture = captureOf();
  const asked: number[] = [];
  for (const name of functions)
    capture.hear(1, { name: 'SUBMIT_JOB', function: name, unique: '', workload: bytes('x') });
  const colourOf = rowColours({
    ring: capture.ring,
    filterOf: (text) => {
      const { accepts, from } = filterOf(text, capture.facts);
      return {
        from,
        accepts: accepts && ((packet) => asked.push(packet.seq) > 0 && accepts(packet)),
      };
    },
    since: () => ({ known: capture.ring.next, version: 0 }),
    onProgress: () => {},
    now: () => 0,
    ...more,
  });
  return { asked, of: () => functions.map((_, seq) => colourOf(seq)?.name ?? null) };
}

test('the first rule that is on and lets a packet through colours it', () => {
  const rules = [
    rule('gb.func == "mail"', 'grey', { on: false }),
    rule('gb.func contains "ai"', 'red'),
    rule('gb.func == "mail"', 'blue'),
    rule('gb.func == "wc"', 'green', { name: '' }),
  ];
  expect(colours(['mail', 'wc', 'other'], { rules: () => rules }).of()).toEqual(['red', 'gb.func == "wc"', null]);
});

test('a rule that says nothing or cannot be read colours nothing, and the others do', () => {
  const rules = [rule('', 'grey'), rule('gb.fun == "wc"', 'red'), rule('wc', 'blue')];
  expect(colours(['wc'], { rules: () => rules }).of()).toEqual(['blue']);
});

test('a packet is asked about once, until the rules change', () => {
  let rules = [rule('wc', 'blue')];
  const { asked, of } = colours(['wc', 'mail'], { rules: () => rules });
  of();
  of();
  expect(asked).toEqual([0, 1]);
  rules = [rule('mail', 'red')];
  expect(of()).toEqual([null, 'red']);
});

test('it is asked again when what its filter is read from has changed', () => {
  let [known, version] = [1, 0];
  const told = {
    get known() {
      return known;
    },
    get version() {
      return version;
    },
  };
  const rules = [rule('wc', 'blue')];
  const { asked, of } = colours(['wc', 'wc'], { rules: () => rules, since: () => told });
  expect(of()).toEqual(['blue', null]);
  known = 2;
  expect(of()).toEqual(['blue', 'blue']);
  expect(asked).toEqual([0, 1]);
  version = 1;
  of();
  expect(asked).toEqual([0, 1, 0, 1]);
});

test('what takes long goes on in the next turn, where it was', async () => {
  let clock = 0;
  let progress = 0;
  const rules = [rule('mail', 'red'), rule('wc', 'blue')];
  const { asked, of } = colours(['wc', 'wc'], {
    rules: () => rules,
    now: () => {
      clock += 3;
      return clock;
    },
    onProgress: () => {
      progress += 1;
    },
  });
  expect(of()).toEqual(['blue', null]);
  await setImmediate();
  expect(progress).toBe(1);
  expect(of()).toEqual(['blue', 'blue']);
  expect(asked).toEqual([0, 0, 1, 1]);
});
