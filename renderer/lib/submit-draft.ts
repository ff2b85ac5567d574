import type { Input } from '../../main/contract/api.ts';
import type { Priority } from '../../main/contract/jobs.ts';
import { problemOfJson } from '../../main/contract/json-text.ts';
import { serverIn } from '../../main/contract/server-list.ts';
import {
  type ChosenFile,
  type SpreadHow,
  type SubmitTarget,
  UNIQUE_BYTES,
  WORKLOAD_BYTES,
} from '../../main/contract/submission.ts';
import type { MessageId } from '../i18n/text.tsx';
import { wireOf } from './bytes.ts';
import { bytesOfHex } from './hex-text.ts';
import { severalIn } from './several.ts';
import { secondsOf } from './time-text.ts';

export const SOURCES = ['text', 'json', 'hex', 'file', 'template'] as const;
export type Source = (typeof SOURCES)[number];

/** A job that is composed, as the person sees it. */
export interface SubmitDraft {
  /** As people write it. */
  function: string;
  source: Source;
  /** What is written, where it is not written in hexadecimal. */
  text: string;
  hex: string;
  file: ChosenFile | null;
  background: boolean;
  priority: Priority;
  unique: 'none' | 'random' | 'hash' | 'custom';
  uniqueValue: string;
  exceptions: boolean;
  /** When it may begin, as it is written; null is at once. */
  later: string | null;
  target: 'embedded' | 'other' | 'several';
  /** Of the other server, as it is written. */
  address: string;
  /** Several, as they are written, and how jobs are spread over them. */
  servers: string;
  how: SpreadHow;
}

/** What is chosen by chance for the next job, so that what is shown of it is what is sent. */
export interface Chance {
  unique: string;
  seed: number;
}

export const EMPTY_DRAFT: SubmitDraft = {
  function: '',
  source: 'text',
  text: '',
  hex: '',
  file: null,
  background: false,
  priority: 'normal',
  unique: 'none',
  uniqueValue: '',
  exceptions: true,
  later: null,
  target: 'embedded',
  address: '',
  servers: '',
  how: 'first',
};

export const newChance = (): Chance => ({
  unique: crypto.randomUUID(),
  seed: Math.floor(Math.random() * 2 ** 32),
});

const encoder = new TextEncoder();

export const bytesOf = (text: string): number => encoder.encode(text).length;

export interface Fault {
  field: 'function' | 'workload' | 'unique' | 'later' | 'address';
  message: MessageId;
  values?: Record<string, number>;
}

/** What keeps the draft from being sent; null where nothing does. `now` in ms. */
export function faultOf(draft: SubmitDraft, now = Date.now()): Fault | null {
  if (draft.function === '') return { field: 'function', message: 'submit.function.missing' };
  return workloadFault(draft) ?? uniqueFault(draft) ?? laterFault(draft, now) ?? addressFault(draft);
}

function workloadFault({ source, text, hex, file }: SubmitDraft): Fault | null {
  const wrong = (message: MessageId, values?: Fault['values']): Fault => ({
    field: 'workload',
    message,
    ...(values && { values }),
  });
  switch (source) {
    case 'file':
      if (file === null) return wrong('submit.file.missing');
      return file.size > WORKLOAD_BYTES ? wrong('submit.file.tooLarge') : null;
    case 'json': {
      const problem = problemOfJson(text);
      return problem && wrong('submit.json.wrong', { line: problem.line, column: problem.column });
    }
    case 'hex': {
      const read = bytesOfHex(hex);
      return typeof read === 'number' ? wrong('submit.hex.wrong', { place: read + 1 }) : null;
    }
    default:
      return null;
  }
}

function uniqueFault({ unique, uniqueValue }: SubmitDraft): Fault | null {
  if (unique !== 'custom') return null;
  if (uniqueValue === '') return { field: 'unique', message: 'submit.unique.missing' };
  const bytes = bytesOf(uniqueValue);
  if (bytes > UNIQUE_BYTES) return { field: 'unique', message: 'submit.unique.tooLong', values: { bytes } };
  return uniqueValue.includes('\0') ? { field: 'unique', message: 'submit.unique.nul' } : null;
}

function laterFault({ later }: SubmitDraft, now: number): Fault | null {
  if (later === null) return null;
  const seconds = secondsOf(later, now);
  if (seconds === null) return { field: 'later', message: 'submit.later.unreadable' };
  return seconds * 1000 <= now ? { field: 'later', message: 'submit.later.past' } : null;
}

function addressFault({ target, address, servers }: SubmitDraft): Fault | null {
  if (target === 'several' && severalIn(servers) === null) return { field: 'address', message: 'submit.servers.wrong' };
  const isWrong = target === 'other' && serverIn(address) === null;
  return isWrong ? { field: 'address', message: 'runs.address.wrong' } : null;
}

/** What goes out for a draft without a fault. A job for later is a background job of normal priority. */
export function submissionOf(draft: SubmitDraft, chance: Chance, now = Date.now()): Input<'workload.submit'> {
  const at = draft.later === null ? null : secondsOf(draft.later, now);
  return {
    function: wireOf(draft.function),
    workload: workloadOf(draft, chance),
    background: draft.background || at !== null,
    priority: at === null ? draft.priority : 'normal',
    unique: uniqueOf(draft, chance),
    exceptions: draft.exceptions,
    at,
    target: targetOf(draft),
  };
}

function targetOf({ target, address, servers, how }: SubmitDraft): SubmitTarget {
  if (target === 'several') return { how, servers: severalIn(servers) ?? [] };
  return (target === 'other' && serverIn(address)) || 'embedded';
}

function workloadOf({ source, text, hex, file }: SubmitDraft, { seed }: Chance): Input<'workload.submit'>['workload'] {
  if (source === 'file' && file !== null) return { kind: 'file', token: file.token };
  if (source === 'template') return { kind: 'template', text, seed };
  if (source !== 'hex') return { kind: 'text', text };
  const bytes = bytesOfHex(hex);
  return { kind: 'bytes', bytes: typeof bytes === 'number' ? new Uint8Array() : (bytes as Uint8Array<ArrayBuffer>) };
}

function uniqueOf({ unique, uniqueValue }: SubmitDraft, chance: Chance): Input<'workload.submit'>['unique'] {
  if (unique === 'custom') return { kind: 'custom', value: wireOf(uniqueValue) };
  if (unique === 'random') return { kind: 'custom', value: chance.unique };
  return { kind: unique };
}
