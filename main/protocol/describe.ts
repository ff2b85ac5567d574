import { HEADER } from './framer.ts';
import { definitionOf, type Family, type Magic, nameOf, type PacketName } from './packets.ts';

/** A named part of a packet, at `start..end` of its bytes. */
export interface Field {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

export interface Dissection {
  readonly name: PacketName;
  readonly family: Family;
  readonly magic: Magic;
  /** Arguments in wire order; where the packet was cut, as many as its bytes still show. */
  readonly fields: readonly Field[];
}

/** Takes the bytes of one whole packet, or its first bytes, and tells what lies where. Never throws. */
export function dissect(bytes: Buffer): Dissection | undefined {
  if (bytes.length < HEADER) return undefined;
  const name = nameOf(bytes.readUInt32BE(4));
  if (name === undefined) return undefined;
  const { args, data, family } = definitionOf(name);
  const all = data === undefined ? args : [...args, data];
  const fields: Field[] = [];
  let at = HEADER;
  for (const [index, argument] of all.entries()) {
    const nul = index === all.length - 1 ? -1 : bytes.indexOf(0, at);
    const end = nul < 0 ? bytes.length : nul;
    fields.push({ name: argument, start: at, end });
    if (nul < 0) break;
    at = end + 1;
  }
  return { name, family, magic: bytes[3] === 0x51 ? 'REQ' : 'RES', fields };
}

/**
 * Who is at the other end, where the packet's type tells it: a WORK_COMPLETE comes from a worker and goes to a client.
 */
export function partyOf(name: PacketName, direction: 'in' | 'out'): 'client' | 'worker' | undefined {
  const { from, family } = definitionOf(name);
  if (from === 'client' || from === 'worker') return from;
  if (from === 'relay') return direction === 'in' ? 'worker' : 'client';
  if (name === 'STATUS_RES' || name === 'STATUS_RES_UNIQUE' || family === 'submission') return 'client';
  return family === 'assignment' ? 'worker' : undefined;
}

/** The argument that carries what people sent, if the packet has one. */
export const dataFieldOf = (name: PacketName): string | undefined => definitionOf(name).data;

/** Wireshark's names for the arguments, so that what is learned here works there. docs/protocol.md section 7. */
const DISPLAY_FIELDS: Record<string, string> = {
  function: 'gearman.func.name',
  workload: 'gearman.func.arg',
  result: 'gearman.func.result',
  exception: 'gearman.func.result',
  warning: 'gearman.func.result',
  handle: 'gearman.job.handle',
  unique: 'gearman.uniq_id',
  numerator: 'gearman.numerator',
  denominator: 'gearman.denominator',
  known: 'gearman.job.known',
  running: 'gearman.job.running',
  clients: 'gearman.client_count',
  clientId: 'gearman.client_id',
  timeout: 'gearman.timeout.value',
  option: 'gearman.opt.name',
  reducer: 'gearman.reducer',
  epoch: 'gearman.submit_job.epoch_time',
  minute: 'gearman.submit_job_sched.minute',
  hour: 'gearman.submit_job_sched.hour',
  dayOfMonth: 'gearman.submit_job_sched.day_of_month',
  month: 'gearman.submit_job_sched.month',
  dayOfWeek: 'gearman.submit_job_sched.day_of_week',
  code: 'gearman.err.code',
  text: 'gearman.err.text',
};

/** The display-filter field of an argument; `data` means what its packet means by it. */
export function displayField(name: PacketName, argument: string): string | undefined {
  if (argument === 'data') return name === 'WORK_DATA' ? 'gearman.func.result' : 'gearman.echo_text';
  return DISPLAY_FIELDS[argument];
}
