import { expect, test } from 'vitest';
import { FINDING_WORDS, fillIn } from '../../../../main/contract/doctor-words.ts';
import type { Ran } from '../../../../main/doctor/machine.ts';
import type { Attempt, Script } from '../../../../main/doctor/proof/attempt.ts';
import { type Attempts, proofFindings } from '../../../../main/doctor/proof/findings.ts';

/* What is said of an attempt, whatever became of it. */

type Ended = Ran['end'] | number;

const script = (told: Record<string, string>, end: Ended = 0, err = ''): Script => ({
  ran: { argv: ['php', 'script'], end: typeof end === 'number' ? { how: 'exit', code: end } : end, out: '', err },
  told: new Map(Object.entries(told)),
});

const ENDED = { how: 'ended' } as const;
const CLIENT = { kind: 'extension', option: '', reached: '', took: '2.6', code: '0', error: '', result: 'olleh' };
const well = { ...CLIENT, exception: 'thrown for hello', end: '' };

const extension = (more: Partial<Attempt> = {}): Attempt => ({
  way: 'extension',
  name: 'gearbench-proof-1',
  address: { host: '127.0.0.1', port: 4730 },
  registered: true,
  worker: script({ kind: 'extension', got: 'hello', threw: 'hello' }, ENDED),
  client: script(well),
  packets: [],
  ...more,
});

/** Each check with its state, and what it says in English. */
function said(attempts: Partial<Attempts>): string[] {
  return proofFindings({ dropIn: 'old-php', extension: null, version: '2.1.0', ...attempts }).map(
    ({ check, state, text, values }) => `${check} ${state}: ${fillIn(FINDING_WORDS[text], values)}`,
  );
}
const ofClient = (client: Script) => said({ extension: extension({ client }) })[1];
const ofWorker = (worker: Script, registered = false) =>
  said({ extension: extension({ worker, registered, client: registered ? script(well) : null }) }).slice(1, 3);

test('all that can be proven is', () => {
  expect(said({ extension: extension() })).toEqual([
    'E2E-01 skip: Gearbench’s PHP client is for PHP 7.4 and later.',
    'E2E-02 pass: PHP submitted “hello” through gearman 2.1.0 and got “olleh” in 3 ms.',
    'E2E-03 pass: A worker in PHP registered, took the job and answered.',
    'E2E-04 pass: What the worker threw reached the client, with its text.',
  ]);
});

test('without the extension the drop-in is proven, its exceptions too', () => {
  const dropIn = extension({
    way: 'drop-in',
    worker: script({ kind: 'drop-in', got: 'hello' }, ENDED),
    client: script({ ...well, kind: 'drop-in', took: '0.42' }),
  });
  expect(said({ dropIn })).toEqual([
    'E2E-01 pass: PHP submitted “hello” through Gearbench’s PHP client and got “olleh” in 0.4 ms.',
    'E2E-02 skip: The extension is not loaded in this PHP.',
    'E2E-03 skip: The extension is not loaded in this PHP.',
    'E2E-04 pass: What the worker threw reached the client, with its text.',
  ]);
});

test.each<[string, Script, string]>([
  [
    'crashes',
    script({ kind: 'extension' }, { how: 'signal', signal: 'SIGSEGV' }),
    'PHP crashed while it submitted the job (SIGSEGV).',
  ],
  ['hangs', script(CLIENT, { how: 'time-out' }), 'PHP did not come to its end after it submitted the job.'],
  ['cannot be started', script({}, { how: 'unstartable', reason: 'EACCES' }), 'PHP was not started: EACCES.'],
  ['has no classes', script({ kind: 'none' }, 1), 'PHP does not have the classes: its ini files switch them off.'],
  [
    'cannot connect',
    script({ kind: 'extension', 'option-refused': 'Failed to set exception option', unreached: 'no route' }, 1),
    'PHP did not reach the server at 127.0.0.1:4730. It says: no route',
  ],
  [
    'loses the server',
    script({ ...CLIENT, code: '14', result: '' }, 1),
    'The server at 127.0.0.1:4730 went away in the middle.',
  ],
  [
    'waits in vain',
    script({ ...CLIENT, code: '47', result: '' }, 1),
    'The job was submitted, and the worker did not answer within 5 s.',
  ],
  [
    'hears that it failed',
    script({ ...CLIENT, code: '24', error: 'no' }, 1),
    'The job was submitted and failed. PHP says: no',
  ],
  [
    'hears something else',
    script({ ...well, result: 'hello' }),
    'The worker’s answer came as “hello” and not as “olleh”.',
  ],
  [
    'ends with an error of PHP’s',
    script({ kind: 'extension', reached: '' }, 255, 'PHP Warning:  careful\nPHP Fatal error:  Uncaught Error: no\n\n'),
    'PHP failed to submit the job. It says: PHP Fatal error:  Uncaught Error: no',
  ],
  ['says nothing', script({}, 3), 'PHP failed to submit the job. It says: exit 3'],
])('a client that %s', (_, client, sentence) => {
  expect(ofClient(client)).toBe(`E2E-02 fail: ${sentence}`);
});

test.each<[string, Script, string]>([
  ['crashes', script({}, { how: 'signal', signal: 'SIGABRT' }), 'The worker in PHP crashed (SIGABRT).'],
  ['does not register', script({ kind: 'extension' }, ENDED), 'The worker in PHP did not register within 10 s.'],
  [
    'cannot connect',
    script({ kind: 'extension', error: 'Failed to set exception option' }, 1),
    'PHP did not reach the server at 127.0.0.1:4730. It says: Failed to set exception option',
  ],
  [
    'loses the server',
    script({ kind: 'extension', error: 'flush(GEARMAN_LOST_CONNECTION)' }, 1),
    'The server at 127.0.0.1:4730 went away in the middle.',
  ],
  ['ends', script({ kind: 'extension', error: 'enough' }, 1), 'The worker in PHP ended. It says: enough'],
])('a worker that %s, so that nothing is submitted', (_, worker, sentence) => {
  expect(ofWorker(worker)).toEqual([
    'E2E-02 unknown: No worker registered, so that no job was submitted.',
    `E2E-03 fail: ${sentence}`,
  ]);
});

test('a worker that crashes over the job fails for itself and for its client', () => {
  const [client, worker] = said({
    extension: extension({
      worker: script({ kind: 'extension', got: 'hello' }, { how: 'signal', signal: 'SIGSEGV' }),
      client: script({ ...CLIENT, code: '47', result: '' }, 1),
    }),
  }).slice(1);
  expect([client, worker]).toEqual([
    'E2E-02 fail: The job was submitted, and the worker did not answer within 5 s.',
    'E2E-03 fail: The worker in PHP crashed (SIGSEGV).',
  ]);
});

test('exceptions: an option that is refused, a text that is lost, and nothing that was tried', () => {
  const exceptions = (client: Script) => said({ extension: extension({ client }) })[3];
  expect(exceptions(script({ ...well, 'option-refused': 'Failed to set exception option' }))).toBe(
    'E2E-04 fail: The server did not take the option “exceptions”: PHP says “Failed to set exception option”.',
  );
  expect(exceptions(script(CLIENT))).toBe('E2E-04 fail: What the worker threw did not reach the client; it heard “”.');
  expect(exceptions(script({ ...CLIENT, code: '47' }, 1))).toBe(
    'E2E-04 unknown: It was not tried, because the job before did not come through.',
  );
});

test('evidence: what was said, and where it failed what was run', () => {
  const packet = {
    seq: 7,
    after: 0,
    connection: 2,
    direction: 'in',
    party: 'client',
    family: 'submission',
    type: 'SUBMIT_JOB',
    size: 40,
    content: 'hello',
  } as const;
  const kinds = (attempt: Attempt) =>
    proofFindings({ dropIn: 'old-php', extension: attempt, version: '2.1.0' })[1]?.evidence.map(({ kind }) => kind);
  expect(kinds(extension({ packets: [packet] }))).toEqual(['packets']);
  expect(kinds(extension({ packets: [packet], client: script({}, 255, 'Fatal error') }))).toEqual([
    'command',
    'command',
    'packets',
  ]);
});
