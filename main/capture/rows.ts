import type { ColourSign } from '../contract/colour-rules.ts';
import type { PacketField, PacketRow } from '../contract/packets.ts';
import { type Dissection, dataFieldOf, displayField, dissect, partyOf } from '../protocol/describe.ts';
import { GAP, GARBAGE, TEXT } from '../protocol/framer.ts';
import { PACKETS } from '../protocol/packets.ts';
import type { JobIndex } from './job-index.ts';
import type { Marks } from './marks.ts';
import type { Recorder } from './recorder.ts';
import type { Entry } from './ring.ts';

/** Bytes of a packet's content that a row shows. */
const CONTENT_BYTES = 120;

export interface RowParts {
  /** Recorders by the host index of their entries. */
  recorders: readonly Pick<Recorder, 'server' | 'run' | 'facts'>[];
  /** The function of a job, where it is known; WORK_COMPLETE and its kin do not carry it. */
  functionOf: (job: { server: string; run: number; handle: string }) => string | undefined;
  /** What is known of a packet beyond its bytes: its job, what it answers, its mark. */
  jobs?: JobIndex;
  marks?: Marks;
  /** The person's rule that colours a packet. */
  colourOf?: (seq: number) => ColourSign | null;
}

/** Bytes of an argument that a row shows. */
const VALUE_BYTES = 80;

const UNKNOWN = { type: 'GARBAGE', kind: 'garbage', family: 'error' } as const;
/** What entries are that are no packets. */
const KINDS: Record<number, Pick<PacketRow, 'type' | 'kind' | 'family'>> = {
  [TEXT]: { type: 'TEXT', kind: 'text', family: 'admin' },
  [GARBAGE]: UNKNOWN,
  [GAP]: { type: 'GAP', kind: 'gap', family: 'error' },
};

const isPacket = ({ type }: Entry): boolean => KINDS[type] === undefined;

/** Puts an entry into the words of a row. */
export function rowOf(entry: Entry, parts: RowParts): PacketRow {
  const { recorders, functionOf, jobs, marks, colourOf } = parts;
  const recorder = recorders[entry.host] as RowParts['recorders'][number];
  const { server, run } = recorder;
  const facts = recorder.facts(entry.connection);
  const dissection = isPacket(entry) ? dissect(entry.bytes) : undefined;
  const text = (name: string) => textOf(entry, dissection, name);
  const handle = text('handle');
  const base = {
    seq: entry.seq,
    at: entry.at,
    direction: entry.direction,
    connection: { server, run, number: entry.connection },
    who: facts?.clientId || facts?.address || '',
    address: facts?.address ?? '',
    role: facts?.role ?? null,
    size: entry.size,
    origin: facts?.origin ?? 'other',
    ...jobFacts(entry, parts),
    mark: marks?.of(entry.seq) ?? null,
    colour: colourOf?.(entry.seq) ?? null,
  } as const;
  if (dissection === undefined) {
    return {
      ...base,
      party: facts?.role ?? 'peer',
      ...(KINDS[entry.type] ?? UNKNOWN),
      function: null,
      handle: null,
      unique: null,
      values: {},
      content: entry.bytes.toString('latin1', 0, CONTENT_BYTES).replace(/\r?\n$/, ''),
    };
  }
  return {
    ...base,
    party: partyOf(dissection.name, entry.direction) ?? facts?.role ?? 'peer',
    type: dissection.name,
    kind: 'packet',
    family: dissection.family,
    function: text('function') ?? (handle === null ? null : (functionOf({ server, run, handle }) ?? null)),
    handle,
    unique: text('unique') ?? (jobs?.jobOf(entry.seq)?.unique || null),
    values: valuesOf(entry, dissection),
    content: contentOf(entry, dissection),
  };
}

function jobFacts(
  { seq, at, type }: Entry,
  { jobs }: RowParts,
): Pick<PacketRow, 'job' | 'sinceJob' | 'answers' | 'joined'> {
  const job = jobs?.jobOf(seq);
  const before = jobs?.previousOf(seq);
  const answers = jobs?.answeredBy(seq);
  return {
    job: job?.handle ?? null,
    sinceJob: jobs === undefined || before === undefined ? null : Math.max(0, at - jobs.timeOf(before)),
    answers: answers ?? null,
    joined: jobs !== undefined && isJoined(seq, type, jobs),
  };
}

/** Whether a packet tells a client that its submission became part of a job that was there already. */
export function isJoined(seq: number, type: number, jobs: JobIndex): boolean {
  const answers = type === JOB_CREATED ? jobs.answeredBy(seq) : undefined;
  return answers !== undefined && jobs.previousOf(answers) !== undefined;
}

/** Arguments that have no column of their own. */
function valuesOf(entry: Entry, { fields, name }: Dissection): PacketRow['values'] {
  const values: PacketRow['values'] = {};
  const data = dataFieldOf(name);
  for (const field of fields) {
    if (field.name === data || COLUMNS.includes(field.name)) continue;
    values[field.name] = entry.bytes.toString('latin1', field.start, Math.min(field.end, field.start + VALUE_BYTES));
  }
  return values;
}

const JOB_CREATED = PACKETS.JOB_CREATED.type;
const COLUMNS: readonly string[] = ['function', 'handle', 'unique'];

/** The fields of a packet with the places of their bytes; none for text and garbage. */
export function fieldsOf(entry: Entry): PacketField[] {
  if (!isPacket(entry)) return [];
  const dissection = dissect(entry.bytes);
  return (dissection?.fields ?? []).map((field) => ({
    ...field,
    displayField: displayField((dissection as Dissection).name, field.name) ?? null,
  }));
}

/** Where the data lies that people sent: the whole of what is no packet; undefined where a packet carries none. */
export function dataOf(entry: Entry): { start: number; end: number } | undefined {
  if (entry.type === TEXT || entry.type === GARBAGE) return { start: 0, end: entry.bytes.length };
  const dissection = dissect(entry.bytes);
  const name = dissection && dataFieldOf(dissection.name);
  return name === undefined ? undefined : dissection?.fields.find((field) => field.name === name);
}

function textOf(entry: Entry, dissection: Dissection | undefined, name: string): string | null {
  const field = dissection?.fields.find((each) => each.name === name);
  return field === undefined ? null : entry.bytes.toString('latin1', field.start, field.end);
}

/** What the packet carries: its data, else its arguments but for those that have a column of their own. */
function contentOf(entry: Entry, { name, fields }: Dissection): string {
  const data = dataFieldOf(name);
  const shown =
    data === undefined
      ? fields.filter((field) => field.name !== 'handle' && field.name !== 'function')
      : fields.filter((field) => field.name === data);
  return shown
    .map(({ start, end }) => entry.bytes.toString('latin1', start, Math.min(end, start + CONTENT_BYTES)))
    .join(name === 'ERROR' ? ': ' : ' ')
    .slice(0, CONTENT_BYTES);
}
