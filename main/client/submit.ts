import { AppError } from '../contract/errors.ts';
import type { Priority } from '../contract/model.ts';
import type { Target } from '../net/dial.ts';
import type { Origins } from '../net/origins.ts';
import type { Message } from '../protocol/codec.ts';
import type { Packet } from '../protocol/packets.ts';
import { openSession, type Session } from './session.ts';

export interface Work {
  function: string;
  unique: string;
  workload: Buffer;
  priority: Priority;
  background: boolean;
  /** Ask to be told exceptions; without it they come as failures. */
  exceptions: boolean;
}

/** What a client hears of its job. */
export type Heard =
  | { kind: 'created'; handle: string }
  | { kind: 'data' | 'warning' | 'complete' | 'exception'; bytes: Buffer }
  | { kind: 'status'; numerator: number; denominator: number }
  | { kind: 'fail' }
  | { kind: 'broken'; error: AppError };

export interface SubmitParts {
  target: Target;
  origins?: Origins;
  /** Told in order; `complete`, `exception`, `fail`, `broken`, and `created` of a background job are the last. */
  onHeard: (heard: Heard) => void;
}

/**
 * Submits one job over a connection of its own and listens until it has ended. Returns what abandons it: a foreground job
 * that nobody has begun is then dropped by the server. Throws what `dial` throws.
 */
export async function submitJob(work: Work, { target, origins, onHeard }: SubmitParts): Promise<() => void> {
  let session: Session | undefined;
  const tell = (heard: Heard, last: boolean) => {
    if (last) session?.close();
    onHeard(heard);
  };
  session = await openSession({
    target,
    ...(origins && { origins: { registry: origins, as: 'self' as const } }),
    onMessage: (message) => hear(message, work, tell),
    onLost: (error) => onHeard({ kind: 'broken', error }),
  });
  const option: Packet[] = work.exceptions && !work.background ? [{ name: 'OPTION_REQ', option: 'exceptions' }] : [];
  session.send(...option, {
    name: submissionName(work),
    function: work.function,
    unique: work.unique,
    workload: work.workload,
  });
  return () => session.close();
}

const NAMES = {
  high: ['SUBMIT_JOB_HIGH', 'SUBMIT_JOB_HIGH_BG'],
  normal: ['SUBMIT_JOB', 'SUBMIT_JOB_BG'],
  low: ['SUBMIT_JOB_LOW', 'SUBMIT_JOB_LOW_BG'],
} as const;

const submissionName = ({ priority, background }: Work) => NAMES[priority][background ? 1 : 0];

function hear(message: Message, work: Work, tell: (heard: Heard, last: boolean) => void): void {
  if (message.kind !== 'packet') return;
  const { packet } = message;
  switch (packet.name) {
    case 'JOB_CREATED':
      return tell({ kind: 'created', handle: packet.handle }, work.background);
    case 'WORK_DATA':
      return tell({ kind: 'data', bytes: packet.data }, false);
    case 'WORK_WARNING':
      return tell({ kind: 'warning', bytes: packet.warning }, false);
    case 'WORK_STATUS':
      return tell(
        { kind: 'status', numerator: Number(packet.numerator), denominator: Number(packet.denominator) },
        false,
      );
    case 'WORK_COMPLETE':
      return tell({ kind: 'complete', bytes: packet.result }, true);
    case 'WORK_EXCEPTION':
      return tell({ kind: 'exception', bytes: packet.exception }, true);
    case 'WORK_FAIL':
      return tell({ kind: 'fail' }, true);
    case 'ERROR': {
      const reason = `${packet.code}: ${packet.text}`;
      return tell(
        {
          kind: 'broken',
          error: new AppError('server-refused', `The job server refused the job. ${reason}.`, { reason }),
        },
        true,
      );
    }
    default:
  }
}
