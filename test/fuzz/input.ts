import fc from 'fast-check';
import { HEADER } from '../../main/protocol/framer.ts';
import { definitionOf, nameOf, type PacketName } from '../../main/protocol/packets.ts';
import { binary } from '../conformance/dialogue.ts';
import { bytes } from '../support/packets.ts';
import { type Conversation, PREFIX, type Step } from './corpus.ts';

/** What some peers say to a server, and how they go. */
export interface Script {
  readonly steps: readonly Step[];
  /** Where each step is cut in two, modulo its length; whole where it is 0. */
  readonly cut: number;
  readonly leaving: 'stays' | 'ends' | 'resets';
}

/** A change of one step of a conversation: `at` is the step, `by` where in it or by how much, both modulo what there is. */
interface Mutation {
  readonly kind: (typeof KINDS)[number];
  readonly at: number;
  readonly by: number;
  readonly with: Uint8Array;
}

const KINDS = ['drop', 'double', 'swap', 'move', 'flip', 'cut', 'insert', 'type', 'size'] as const;

const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom(...KINDS),
  at: fc.nat(),
  by: fc.nat(),
  with: fc.uint8Array({ minLength: 1, maxLength: 40 }),
});

function mutated(steps: readonly Step[], { kind, at, by, with: other }: Mutation): Step[] {
  const result = [...steps];
  const index = result.length === 0 ? 0 : at % result.length;
  const step = result[index];
  if (step === undefined) return result;
  const { connection } = step;
  const changed = Buffer.from(step.bytes);
  const place = changed.length === 0 ? 0 : by % changed.length;
  const put = (said: Buffer) => result.splice(index, 1, { connection, bytes: said });
  switch (kind) {
    case 'drop':
      result.splice(index, 1);
      break;
    case 'double':
      result.splice(index, 0, step);
      break;
    case 'swap':
      result[index] = result[by % result.length] as Step;
      result[by % result.length] = step;
      break;
    case 'move':
      result[index] = { connection: by % 3, bytes: step.bytes };
      break;
    case 'flip':
      if (changed.length > 0) changed[place] = (changed[place] as number) ^ (other[0] || 0xff);
      put(changed);
      break;
    case 'cut':
      put(changed.subarray(0, place));
      break;
    case 'insert':
      put(Buffer.concat([changed.subarray(0, place), other, changed.subarray(place)]));
      break;
    case 'type':
      if (changed.length >= HEADER) changed.writeUInt32BE(by % 45, 4);
      put(changed);
      break;
    case 'size':
      if (changed.length >= HEADER) changed.writeUInt32BE(by % 2 ** (by % 33), 8);
      put(changed);
      break;
  }
  return result;
}

const recorded = (corpus: readonly Conversation[]): fc.Arbitrary<readonly Step[]> =>
  fc
    .record({ of: fc.constantFrom(...corpus), mutations: fc.array(mutation, { maxLength: 6 }) })
    .map(({ of, mutations }) => mutations.reduce<readonly Step[]>(mutated, of.steps));

const name = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('f', 'g', '', '-', 'u', `${PREFIX}:1`, `${PREFIX}:2`, '2', 'exceptions') },
  fc.uint8Array({ maxLength: 100 }).map((some) => Buffer.from(some).toString('latin1')),
);

const data = fc.oneof(
  { weight: 10, arbitrary: name },
  fc.nat(200_000).map((size) => 'x'.repeat(size)),
);

/** A packet that has all its arguments. */
const right: fc.Arbitrary<Step> = fc
  .record({
    connection: fc.nat(2),
    type: fc.integer({ min: 1, max: 42 }),
    args: fc.array(name, { minLength: 5, maxLength: 5 }),
    data,
  })
  .map(({ connection, type, args, data: last }) => {
    const definition = definitionOf(nameOf(type) as PacketName);
    const said = args.slice(0, definition.args.length);
    return { connection, bytes: binary('REQ', type, (definition.data ? [...said, last] : said).join('\0')) };
  });

/** A packet with whatever it has. */
const wrong: fc.Arbitrary<Step> = fc
  .record({
    connection: fc.nat(2),
    magic: fc.oneof({ weight: 10, arbitrary: fc.constant('REQ') }, fc.constantFrom('RES', 'XYZ')),
    type: fc.oneof({ weight: 10, arbitrary: fc.integer({ min: 1, max: 42 }) }, fc.nat(0xffffffff)),
    args: fc.array(name, { maxLength: 6 }),
    size: fc.option(fc.nat(0xffffffff), { freq: 10 }),
  })
  .map(({ connection, magic, type, args, size }) => ({
    connection,
    bytes: binary(magic, type, args.join('\0'), ...(size === null ? [] : [size])),
  }));

const COMMANDS = ['status', 'workers', 'prioritystatus', 'show jobs', 'show unique jobs', 'cancel job', 'version'];
const CHANGES = ['create function', 'drop function', 'maxqueue', 'shutdown', 'verbose'];

const line: fc.Arbitrary<Step> = fc
  .record({
    connection: fc.nat(2),
    command: fc.constantFrom(...COMMANDS, ...CHANGES),
    args: fc.array(name, { maxLength: 5 }),
    end: fc.constantFrom('\n', '\r\n', ''),
  })
  .map(({ connection, command, args, end }) => ({ connection, bytes: bytes(`${[command, ...args].join(' ')}${end}`) }));

const noise: fc.Arbitrary<Step> = fc
  .record({ connection: fc.nat(2), some: fc.uint8Array({ maxLength: 2000 }) })
  .map(({ connection, some }) => ({ connection, bytes: Buffer.from(some) }));

const made = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: right },
    { weight: 2, arbitrary: wrong },
    { weight: 3, arbitrary: line },
    { weight: 1, arbitrary: noise },
  ),
  { maxLength: 12 },
);

/** A few scripts that are spoken at the same time: mutated conversations of the corpus, and what was never said. */
export const batch = (corpus: readonly Conversation[]): fc.Arbitrary<readonly Script[]> =>
  fc.array(
    fc.record({
      steps: fc.oneof({ weight: 3, arbitrary: recorded(corpus) }, { weight: 2, arbitrary: made }),
      cut: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.nat(64)),
      leaving: fc.constantFrom('stays', 'ends', 'resets'),
    }),
    { minLength: 1, maxLength: 3 },
  );
