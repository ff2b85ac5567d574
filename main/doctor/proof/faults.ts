import type { Values } from '../../contract/doctor.ts';
import type { FindingId } from '../../contract/doctor-words.ts';
import { addressOf } from '../../net/dial.ts';
import { type Attempt, type Script, WORKER_PATIENCE } from './attempt.ts';

/** The sentence about what went wrong. */
export interface Fault {
  text: FindingId;
  values?: Values;
}

/** Codes of libgearman, which the drop-in has too. */
const SUCCESS = '0';
const LOST_CONNECTION = '14';
const COULD_NOT_CONNECT = '26';
const WORK_EXCEPTION = '23';
const WORK_FAIL = '24';
const TIMEOUT = '47';

/** Seconds that the script of the client waits for an answer. */
const CLIENT_WAITS = 5;

/** What is to come back for “hello”. */
const ANSWER = 'olleh';

/** Why the client did not get its answer; null where it did, or was not run. */
export function clientFault({ client, address, way }: Attempt): Fault | null {
  if (client === null) return null;
  const { told } = client;
  const at = addressOf(address);
  const early = processFault(client, 'client') ?? kindFault(client, way);
  if (early !== null) return early;
  const unreached = told.get('unreached');
  if (unreached !== undefined) return { text: 'E2E.unreached', values: { address: at, error: unreached } };
  const error = told.get('thrown') ?? told.get('error') ?? lastWords(client);
  switch (told.get('code')) {
    case SUCCESS:
      return told.get('result') === ANSWER
        ? null
        : { text: 'E2E.wrong-answer', values: { got: told.get('result') ?? '', answer: ANSWER } };
    case LOST_CONNECTION:
    case COULD_NOT_CONNECT: // after it has, so that it tried again
      return { text: 'E2E.lost', values: { address: at } };
    case TIMEOUT:
      return { text: 'E2E.no-answer', values: { seconds: CLIENT_WAITS } };
    case WORK_EXCEPTION:
    case WORK_FAIL:
      return { text: 'E2E.job-failed', values: { error } };
    default:
      return { text: 'E2E.client-fails', values: { error } };
  }
}

/** Why the worker did not register, or did not stay; null where it did. */
export function workerFault({ worker, registered, address, way }: Attempt): Fault | null {
  const { ran, told } = worker;
  const at = addressOf(address);
  const early = processFault(worker, 'worker') ?? kindFault(worker, way);
  if (early !== null) return early;
  if (ran.end.how === 'ended')
    return registered ? null : { text: 'E2E.worker-silent', values: { seconds: WORKER_PATIENCE / 1000 } };
  const error = told.get('error') ?? lastWords(worker);
  if (!/exception option|LOST_CONNECTION|COULD_NOT_CONNECT|GETADDRINFO/.test(error))
    return { text: 'E2E.worker-fails', values: { error } };
  return registered || error.includes('LOST_CONNECTION')
    ? { text: 'E2E.lost', values: { address: at } }
    : { text: 'E2E.unreached', values: { address: at, error } };
}

/** What kept the option or the exception from coming through; null where both did. To be asked where the job before was done. */
export function exceptionFault({ client }: Attempt): Fault | null {
  const refused = client?.told.get('option-refused');
  if (refused !== undefined) return { text: 'E2E-04.refused', values: { error: refused } };
  const text = client?.told.get('exception');
  return text === 'thrown for hello' ? null : { text: 'E2E-04.lost', values: { got: text ?? '' } };
}

/** The process itself. */
function processFault({ ran: { end } }: Script, who: 'client' | 'worker'): Fault | null {
  switch (end.how) {
    case 'signal':
      return { text: `E2E.${who}-crashed`, values: { signal: end.signal } };
    case 'time-out':
      return { text: `E2E.${who}-hangs` };
    case 'unstartable':
      return { text: 'E2E.unstartable', values: { reason: end.reason } };
    case 'not-run':
      return { text: 'E2E.unstartable', values: { reason: 'not run' } };
    case 'exit':
    case 'ended':
      return null;
  }
}

/** What the classes are of: a PHP whose ini files switch them off has none. */
function kindFault({ told }: Script, way: Attempt['way']): Fault | null {
  const kind = told.get('kind');
  return kind === undefined || kind === way ? null : { text: 'E2E.no-class' };
}

/** The last line that PHP wrote, where it told nothing itself: a fatal error. */
function lastWords({ ran: { out, err, end } }: Script): string {
  const lines = `${out}\n${err}`.split('\n').filter((line) => line.trim() !== '');
  const error = lines.findLast((line) => /error|exception/i.test(line)) ?? lines.at(-1);
  return error?.trim() ?? (end.how === 'exit' ? `exit ${end.code}` : end.how);
}
