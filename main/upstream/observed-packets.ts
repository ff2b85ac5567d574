import type { Priority } from '../contract/jobs.ts';
import { HEADER } from '../protocol/framer.ts';
import { PACKETS, type PacketName } from '../protocol/packets.ts';
import type { ObservedConnection } from './observed-job.ts';
import type { ObservedJobs } from './observed-jobs.ts';

/** How a submission wants its job done, and where its workload is. */
export interface Manner {
  readonly priority: Priority;
  readonly background: boolean;
  /** Arguments before the workload. */
  readonly args: number;
}

/** What each submission asks for, by packet type. */
export const MANNERS: (Manner | undefined)[] = [];

type Handler = (
  jobs: ObservedJobs,
  connection: ObservedConnection,
  type: number,
  block: Buffer,
  start: number,
  end: number,
  at: number,
) => void;

/** What a peer says and what the server says, by packet type. */
export const HEARD: (Handler | undefined)[] = [];
export const TOLD: (Handler | undefined)[] = [];

const hear = (names: readonly PacketName[], handler: Handler) => {
  for (const name of names) HEARD[PACKETS[name].type] = handler;
};
const tell = (names: readonly PacketName[], handler: Handler) => {
  for (const name of names) TOLD[PACKETS[name].type] = handler;
};

for (const [name, priority, background] of [
  ['SUBMIT_JOB', 'normal', false],
  ['SUBMIT_JOB_BG', 'normal', true],
  ['SUBMIT_JOB_HIGH', 'high', false],
  ['SUBMIT_JOB_HIGH_BG', 'high', true],
  ['SUBMIT_JOB_LOW', 'low', false],
  ['SUBMIT_JOB_LOW_BG', 'low', true],
  ['SUBMIT_JOB_EPOCH', 'normal', true],
  ['SUBMIT_REDUCE_JOB', 'normal', false],
  ['SUBMIT_REDUCE_JOB_BACKGROUND', 'normal', true],
] as const) {
  MANNERS[PACKETS[name].type] = { priority, background, args: PACKETS[name].args.length };
  hear([name], (jobs, peer, type, block, start, end, at) => jobs.submitted(peer, type, block, start, end, at));
}
const WORK = ['WORK_DATA', 'WORK_WARNING', 'WORK_STATUS', 'WORK_COMPLETE', 'WORK_FAIL', 'WORK_EXCEPTION'] as const;
hear(WORK, (jobs, peer, type, block, start, end, at) => jobs.worked(peer, type, block, start, end, at));
hear(['OPTION_REQ'], (jobs, from) => jobs.optionAsked(from));
hear(['CANT_DO'], (jobs, from, _type, block, start, end, at) =>
  jobs.gaveUp(from, block.toString('latin1', start + HEADER, end), at),
);
hear(['RESET_ABILITIES'], (jobs, from, _type, _block, _start, _end, at) => jobs.gaveUp(from, undefined, at));
tell(['JOB_CREATED'], (jobs, to, _type, block, start, end, at) =>
  jobs.created(to, block, start + HEADER, endOf(block, start + HEADER, end), at),
);
tell(['ERROR'], (jobs, to, _type, block, start, end) =>
  jobs.refused(to, block.toString('latin1', start + HEADER, end)),
);
tell(['OPTION_RES'], (jobs, to) => jobs.optionAnswered(to));
tell(['JOB_ASSIGN', 'JOB_ASSIGN_UNIQ', 'JOB_ASSIGN_ALL'], (jobs, peer, type, block, start, end, at) =>
  jobs.assigned(peer, type, block, start, end, at),
);
tell(WORK, (jobs, peer, type, block, start, end, at) => jobs.relayed(peer, type, block, start, end, at));

/** Where the argument at `at` ends: at a NUL, or with the packet. */
export function endOf(block: Buffer, at: number, end: number): number {
  for (let stop = at; stop < end; stop += 1) if (block[stop] === 0) return stop;
  return end;
}
