import { FINDINGS } from '../contract/expert.ts';
import { partyOf } from '../protocol/describe.ts';
import { GAP, GARBAGE, TEXT } from '../protocol/framer.ts';
import { definitionOf, nameOf, PACKETS } from '../protocol/packets.ts';
import type { FieldDefinition } from './fields.ts';
import type { FilteredPacket, FilterFacts, Place } from './packet.ts';
import { findLine, microseconds, sincePrevious, WIRE_FIELDS } from './wire-fields.ts';

/** The fields that only we have: what is known of a packet beside its bytes. docs/filter.md says what each means. */
export const OWN_FIELDS: readonly FieldDefinition[] = [
  number('gb.conn', ({ connection }) => connection),
  number('gb.size', ({ size }) => size),
  {
    name: 'gb.delta',
    type: 'time',
    bind: (facts) => ({ type: 'time', read: (packet) => sincePrevious(packet, facts) }),
  },
  text('gb.role', ['client', 'worker', 'peer'], partyAt),
  text('gb.dir', ['C->S', 'W->S', 'P->S', 'S->C', 'S->W', 'S->P'], (packet, facts) => {
    const letter = { client: 'C', worker: 'W', peer: 'P' }[partyAt(packet, facts)];
    return packet.out ? `S->${letter}` : `${letter}->S`;
  }),
  text('gb.server', undefined, ({ host }, facts) => facts.serverOf(host)),
  text('gb.who', undefined, ({ host, connection }, facts) => facts.who(host, connection) || undefined),
  text('gb.kind', ['packet', 'text', 'garbage', 'gap'], ({ type }) =>
    type === TEXT ? 'text' : type === GARBAGE ? 'garbage' : type === GAP ? 'gap' : 'packet',
  ),
  text('gb.family', families(), ({ type }) => familyAt(type)),
  text('gb.state', ['queued', 'running', 'done', 'failed'], ({ type }) => STATES[type]),
  label('gb.self', ({ host, connection }, facts) => facts.origin(host, connection) === 'self'),
  label('gb.probe', ({ host, connection }, facts) => facts.origin(host, connection) === 'probe'),
  { name: 'gb.text', type: 'text', bind: () => ({ type: 'text', read: findLine }) },
  { ...text('gb.job', undefined, ({ seq }, facts) => facts.jobOf(seq)), from: 'jobs' },
  {
    name: 'gb.job_delta',
    type: 'time',
    from: 'jobs',
    bind: (facts) => ({ type: 'time', read: ({ seq }) => microseconds(facts.sinceJob(seq) ?? Number.NaN) }),
  },
  { ...label('gb.mark', ({ seq }, facts) => facts.markOf(seq) !== null), from: 'marks' },
  { ...text('gb.comment', undefined, ({ seq }, facts) => facts.markOf(seq) || undefined), from: 'marks' },
  { name: 'gb.func', type: 'text', bind: functionReader },
  {
    ...text('gb.expert', Object.keys(FINDINGS), foundCodes),
    from: 'expert',
  },
];

/** Most packets have none. */
function foundCodes({ seq }: FilteredPacket, facts: FilterFacts): string | undefined {
  const codes = facts.foundAt(seq);
  return codes.length === 0 ? undefined : codes.join(' ');
}

/** What a packet makes of its job. */
const STATES: Readonly<Record<number, string>> = {
  [PACKETS.JOB_CREATED.type]: 'queued',
  ...Object.fromEntries(
    (['JOB_ASSIGN', 'JOB_ASSIGN_UNIQ', 'JOB_ASSIGN_ALL'] as const).map((name) => [PACKETS[name].type, 'running']),
  ),
  [PACKETS.WORK_COMPLETE.type]: 'done',
  [PACKETS.WORK_FAIL.type]: 'failed',
  [PACKETS.WORK_EXCEPTION.type]: 'failed',
};

function partyAt({ type, out, host, connection }: FilteredPacket, facts: FilterFacts): 'client' | 'worker' | 'peer' {
  const name = nameOf(type);
  return (name && partyOf(name, out ? 'out' : 'in')) ?? facts.role(host, connection) ?? 'peer';
}

function familyAt(type: number): string {
  const name = nameOf(type);
  return name === undefined ? (type === TEXT ? 'admin' : 'error') : definitionOf(name).family;
}

function families(): string[] {
  return [...new Set(Object.values(PACKETS).map(({ family }) => family))];
}

/** The function that a packet names, or that of its job. */
function functionReader(facts: FilterFacts): ReturnType<FieldDefinition['bind']> {
  const name = wireReader('gearman.func.name', facts);
  const handle = wireReader('gearman.job.handle', facts);
  const known = scratch();
  return {
    type: 'text',
    read: (packet, place) => {
      if (name(packet, place)) return true;
      if (!handle(packet, place)) return false;
      const text = facts.functionOf(packet.host, place.block.toString('latin1', place.from, place.to));
      return text !== undefined && known(text, place);
    },
  };
}

function wireReader(name: string, facts: FilterFacts) {
  const reader = WIRE_FIELDS.find((each) => each.name === name)?.bind(facts);
  if (reader?.type !== 'text') throw new Error(`${name} is no text`);
  return reader.read;
}

/** Room for a text that does not lie in the packet; one for each use of a field, since two may be compared. */
function scratch() {
  let room = Buffer.alloc(256);
  /** What is in it: packets one after the other mostly have the same. */
  let last = '';
  return (value: string, place: Place): boolean => {
    if (value.length > room.length) room = Buffer.alloc(value.length * 2);
    if (value !== last) room.write(value, 'latin1');
    last = value;
    place.block = room;
    place.from = 0;
    place.to = value.length;
    return true;
  };
}

function number(name: string, read: (packet: FilteredPacket) => number): FieldDefinition {
  return { name, type: 'number', bind: () => ({ type: 'number', read }) };
}

function label(name: string, read: (packet: FilteredPacket, facts: FilterFacts) => boolean): FieldDefinition {
  return { name, type: 'label', bind: (facts) => ({ type: 'label', read: (packet) => read(packet, facts) }) };
}

function text(
  name: string,
  values: readonly string[] | undefined,
  read: (packet: FilteredPacket, facts: FilterFacts) => string | undefined,
): FieldDefinition {
  return {
    name,
    type: 'text',
    ...(values !== undefined && { values }),
    bind: (facts) => {
      const write = scratch();
      return {
        type: 'text',
        read: (packet, place) => {
          const value = read(packet, facts);
          return value !== undefined && write(value, place);
        },
      };
    },
  };
}
