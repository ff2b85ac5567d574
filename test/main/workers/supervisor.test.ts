import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { type Command, FunctionDefinition } from '../../../main/contract/functions.ts';
import type { CommandOutcome } from '../../../main/contract/jobs.ts';
import { workersOf } from '../../../main/server/snapshot.ts';
import { targetOf } from '../../../main/util/gearman-address.ts';
import { Supervisor } from '../../../main/workers/supervisor.ts';
import { isAlive, killIfAlive } from '../../support/alive.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { runningServer } from '../../support/embedded.ts';
import { freePort } from '../../support/free-port.ts';
import { bytes } from '../../support/packets.ts';
import { PATIENT } from '../../support/patient.ts';
import { peerOf } from '../../support/peer.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const ENVIRONMENT = {
  PATH: process.env['PATH'],
  LANG: 'C',
  ELECTRON_RUN_AS_NODE: '1',
  NODE_OPTIONS: '--no-warnings',
  SECRET: 'of the user',
};

const shell = (line: string): Command => ({ kind: 'shell', line });
const argv = (...parts: string[]): Command => ({ kind: 'argv', argv: parts });

/** A job server with a supervisor, and short ways to define a function and to have a job done. */
async function crew() {
  const server = await runningServer();
  const folder = await temporaryFolder();
  const outcomes: [string, CommandOutcome][] = [];
  const supervisor = new Supervisor({
    target: () => server.host.target,
    reach: targetOf,
    lockOf: () => undefined,
    origins: server.origins,
    environment: ENVIRONMENT,
    concurrency: () => 0,
    guard: { add: () => {}, remove: () => {} },
    registered: () => (server.host.broker === undefined ? [] : workersOf(server.host.broker.registry)),
    onChange: () => {},
    onLost: () => {},
    onOutcome: (handle, outcome) => outcomes.push([handle, outcome]),
    factsOf: () => ({ priority: 'high', attempt: 2 }),
  });
  afterThisTest(() => supervisor.stopAll());
  const submit = async (workload = '', { name = 'f', unique = '' } = {}) => {
    const client = await peerOf(server.host.target as { host: string; port: number });
    const wire = Buffer.from(name).toString('latin1');
    client.send({ name: 'SUBMIT_JOB', function: wire, unique, workload: bytes(workload) });
    const [created = ''] = await client.hears();
    const handle = created.split(' ')[1] as string;
    /** The next things said of the job, so many, without its handle. */
    const says = async (count = 1) => (await client.hears(count)).map((said) => said.replace(` ${handle}`, ''));
    return { handle, says };
  };
  return {
    server,
    folder,
    supervisor,
    outcomes,
    submit,
    start: (command: Command, more: Partial<FunctionDefinition> = {}, secrets: Record<string, string> = {}) =>
      supervisor.start(FunctionDefinition.parse({ name: 'f', command, ...more }), folder, secrets),
    /** Lines of a kind, once there are so many. */
    output: (kind: 'stdout' | 'stderr', count: number) =>
      vi.waitUntil(() => {
        const lines = supervisor.output('f').flatMap((line) => (line.kind === kind ? [line.text] : []));
        return lines.length >= count && lines;
      }, PATIENT),
  };
}

const ENDED_WELL: CommandOutcome = {
  exitCode: 0,
  signal: null,
  overflowed: false,
  timedOut: false,
  failure: null,
  errors: '',
};

test('the workload is the input of the command, and its output the result', async () => {
  const { start, submit, supervisor, outcomes } = await crew();
  await start(argv('tr', 'a-z', 'A-Z'));
  const { says, handle } = await submit('hello');
  expect(await says()).toEqual(['WORK_COMPLETE HELLO']);
  expect(outcomes).toEqual([[handle, ENDED_WELL]]);
  const line = { at: expect.any(Number), worker: 'f-1', handle };
  expect(supervisor.output('f')).toEqual([
    { ...line, number: 1, kind: 'began', bytesIn: 5 },
    { ...line, number: 2, kind: 'stdout', text: 'HELLO' },
    {
      ...line,
      number: 3,
      kind: 'ended',
      bytesIn: 5,
      bytesOut: 5,
      milliseconds: expect.any(Number),
      outcome: ENDED_WELL,
    },
  ]);
});

test('what a command writes is seen while it runs, though it is the result', async () => {
  const { start, submit, output, folder } = await crew();
  await start(shell('echo first; until [ -e go ]; do sleep 0.02; done; echo second'));
  const { says } = await submit();
  expect(await output('stdout', 1)).toEqual(['first']);
  await writeFile(join(folder, 'go'), '');
  expect(await says()).toEqual(['WORK_COMPLETE first\nsecond\n']);
  expect(await output('stdout', 2)).toEqual(['first', 'second']);
});

test('of much output the beginning is seen, and that there is more', async () => {
  const { supervisor, start, submit } = await crew();
  await start(shell('head -c 100000 /dev/zero | tr "\\0" x | fold -w 1023'));
  const { says } = await submit();
  await says();
  const lines = supervisor.output('f').filter(({ kind }) => kind === 'stdout' || kind === 'cut');
  expect(lines.map(({ kind }) => kind)).toEqual([...new Array(16).fill('stdout'), 'cut']);
  expect(lines.at(-1)).toMatchObject({ bytes: 16_384 });
});

test('what a failed command had written comes before the failure', async () => {
  const { start, submit, outcomes } = await crew();
  await start(shell('printf half; echo oops >&2; exit 3'));
  const { says, handle } = await submit();
  expect(await says(2)).toEqual(['WORK_DATA half', 'WORK_FAIL']);
  expect(outcomes).toEqual([[handle, { ...ENDED_WELL, exitCode: 3, errors: 'oops\n' }]]);
});

test('a command that failed without a word just failed', async () => {
  const { start, submit } = await crew();
  await start(argv('false'));
  expect(await (await submit()).says()).toEqual(['WORK_FAIL']);
});

test('a command that was killed fails with the signal as a warning', async () => {
  const { start, submit, outcomes } = await crew();
  await start(shell('printf half; kill -KILL $$'));
  const { says } = await submit();
  expect(await says(3)).toEqual(['WORK_DATA half', 'WORK_WARNING killed by SIGKILL\n', 'WORK_FAIL']);
  expect(outcomes[0]?.[1]).toEqual({ ...ENDED_WELL, exitCode: null, signal: 'SIGKILL' });
});

test('a command that is not there fails its job with the reason, and the worker goes on', async () => {
  const { start, submit, folder, outcomes, supervisor } = await crew();
  await start(argv('./tool'));
  const reason = './tool was not found on the PATH.';
  const { says } = await submit();
  expect(await says(2)).toEqual([`WORK_WARNING ${reason}\n`, 'WORK_FAIL']);
  const failure = { code: 'program-not-found', message: reason, details: { program: './tool' } };
  expect(outcomes[0]?.[1]).toEqual({ ...ENDED_WELL, exitCode: null, failure });
  expect(supervisor.output('f')).toMatchObject([{ kind: 'began' }, { kind: 'failed', failure }]);
  await writeFile(join(folder, 'tool'), '#!/bin/sh\necho here now\n', { mode: 0o755 });
  expect(await (await submit()).says()).toEqual(['WORK_COMPLETE here now\n']);
  expect(supervisor.workers('f')).toMatchObject([{ done: 1, failed: 1 }]);
});

test('a folder that is not there fails the job with the reason', async () => {
  const { start, submit, folder } = await crew();
  await start(argv('true'), { folder: 'nowhere' });
  expect(await (await submit()).says(2)).toEqual([
    `WORK_WARNING The folder ${join(folder, 'nowhere')} does not exist.\n`,
    'WORK_FAIL',
  ]);
});

test('what a job is stands in the environment, as text', async () => {
  const { start, submit } = await crew();
  await start(shell('printf "%s|" "$GEARBENCH_HANDLE" "$GEARBENCH_FUNCTION" "$GEARBENCH_UNIQUE"'), { name: 'größe' });
  const { says, handle } = await submit('', { name: 'größe', unique: 'order 7; $(id)' });
  const [complete = ''] = await says();
  expect(Buffer.from(complete, 'latin1').toString()).toBe(`WORK_COMPLETE ${handle}|größe|order 7; $(id)|`);
});

test('of our own environment it gets what programs need, and nothing else', async () => {
  const { start, submit } = await crew();
  await start(argv('env'));
  const [complete = ''] = await (await submit()).says();
  const names = complete
    .replace('WORK_COMPLETE ', '')
    .trim()
    .split('\n')
    .map((line) => line.split('=')[0]);
  expect(names.filter((name) => !name?.startsWith('GEARBENCH_')).sort()).toEqual(['LANG', 'PATH']);
});

test('standard error is shown by lines, the last one without its end too', async () => {
  const { start, submit, output } = await crew();
  await start(shell('printf "one\\ntw" >&2; printf "o\\n\\303" >&2; printf "\\244" >&2'));
  await (await submit()).says();
  expect(await output('stderr', 3)).toEqual(['one', 'two', 'ä']);
});

test('as many jobs run at once as there are workers', async () => {
  const { start, submit, supervisor } = await crew();
  await start(shell('echo >> begun; while [ $(wc -l < begun) -lt 2 ]; do sleep 0.01; done; echo together'), {
    workers: 2,
  });
  const jobs = [await submit(), await submit()];
  expect(await Promise.all(jobs.map(({ says }) => says()))).toEqual([
    ['WORK_COMPLETE together\n'],
    ['WORK_COMPLETE together\n'],
  ]);
  expect(supervisor.workers('f').map(({ name, done }) => `${name} ${done}`)).toEqual(['f-1 1', 'f-2 1']);
});

test('a stop ends the command, and its job waits again', async () => {
  const { start, submit, supervisor, output, server } = await crew();
  await start(shell('sleep 60 & echo $! >&2; echo $$ >&2; wait'));
  await submit();
  const pids = (await output('stderr', 2)).map(Number);
  afterThisTest(() => pids.forEach(killIfAlive));
  expect([pids.map(isAlive), supervisor.running]).toEqual([[true, true], ['f']]);
  await supervisor.stop('f');
  await expect.poll(() => pids.map(isAlive), PATIENT).toEqual([false, false]);
  expect([supervisor.running, supervisor.workers('f'), server.events.map(({ kind }) => kind)]).toEqual([
    [],
    [],
    ['submitted', 'assigned', 'requeued'],
  ]);
});

test('workers come back when the server runs again on another port', async () => {
  const { start, submit, server } = await crew();
  await start(argv('cat'));
  expect(await (await submit('before')).says()).toEqual(['WORK_COMPLETE before']);
  await server.host.stop();
  await server.host.start(await freePort());
  expect(await (await submit('after')).says()).toEqual(['WORK_COMPLETE after']);
});

test('what is started twice runs once; what does not run can be stopped', async () => {
  const { start, supervisor } = await crew();
  await Promise.all([start(argv('cat'), { workers: 2 }), start(argv('cat'), { workers: 5 })]);
  expect([supervisor.workers('f').length, supervisor.isRunning('f'), supervisor.isRunning('g')]).toEqual([
    2,
    true,
    false,
  ]);
  await supervisor.stop('g');
  await supervisor.stopAll();
  expect(supervisor.running).toEqual([]);
});

test('where the program of a function lies', async () => {
  const { supervisor, folder } = await crew();
  await writeFile(join(folder, 'tool'), '', { mode: 0o755 });
  const programOf = (command: Command) =>
    supervisor.programOf(FunctionDefinition.parse({ name: 'f', command }), folder);
  expect([programOf(argv('./tool')), programOf(argv('no-such-program')), programOf(shell('cat'))]).toEqual([
    join(folder, 'tool'),
    null,
    null,
  ]);
});

test('a workload in a file is read there by nobody else, and the file goes with the command', async () => {
  const { start, submit } = await crew();
  await start(shell('wc -c < "$GEARBENCH_WORKLOAD_FILE"; ls -l "$GEARBENCH_WORKLOAD_FILE"; cat'), { input: 'file' });
  const [answer = ''] = await (await submit('hello')).says();
  const [size, listing = ''] = answer.replace('WORK_COMPLETE ', '').split('\n');
  expect([size, listing.slice(0, 10)]).toEqual(['5', '-rw-------']);
  await expect(access(listing.slice(listing.indexOf('/')))).rejects.toThrow('ENOENT');
});

test('a workload that is not asked for is not passed on', async () => {
  const { start, submit } = await crew();
  await start(argv('cat'), { input: 'none' });
  expect(await (await submit('hello')).says()).toEqual(['WORK_COMPLETE']);
});

test('a client hears lines, warnings and progress while the command runs', async () => {
  const { start, submit, folder } = await crew();
  await start(
    shell('echo one; echo "1/2" >&2; echo careful >&2; while [ ! -e go ]; do sleep 0.02; done; printf rest'),
    { output: 'lines', errors: 'warning', progress: '^(\\d+)/(\\d+)$' },
  );
  const { says } = await submit();
  const early = await says(3);
  expect(early.toSorted()).toEqual(['WORK_DATA one\n', 'WORK_STATUS 1 2', 'WORK_WARNING careful\n']);
  await writeFile(join(folder, 'go'), '');
  expect(await says()).toEqual(['WORK_COMPLETE rest']);
});

test('a failure is an exception where that is asked for', async () => {
  const { start, submit } = await crew();
  await start(shell('echo oops >&2; exit 3'), { failure: 'exception' });
  const { says } = await submit();
  expect(await says()).toEqual(['WORK_FAIL']); // this client did not ask for exceptions
});

test('a command that takes too long ends with all that it started, and its job fails', async () => {
  const { start, submit, outcomes } = await crew();
  await start(shell('sleep 60 & echo $!; wait'), { timeLimit: 0.2, output: 'lines' });
  const { says } = await submit();
  const [line = '', ...end] = await says(3);
  expect(end).toEqual(['WORK_WARNING ended because it took too long\n', 'WORK_FAIL']);
  expect(outcomes[0]?.[1]).toMatchObject({ timedOut: true });
  expect(isAlive(Number(line.replace('WORK_DATA ', '')))).toBe(false);
});

test('its own variables and what is known of the job are in the environment of a command', async () => {
  const { start, submit } = await crew();
  const names = ['A', 'GEARBENCH_FUNCTION', 'GEARBENCH_UNIQUE', 'GEARBENCH_PRIORITY', 'GEARBENCH_ATTEMPT', 'SECRET'];
  const line = names.map((name) => `echo "$${name}"`).join('; ');
  await start(shell(line), { environment: { A: 'x = "y"', GEARBENCH_UNIQUE: 'ours goes first' } });
  const [answer] = await (await submit('', { unique: 'u 1' })).says();
  expect(answer).toBe('WORK_COMPLETE x = "y"\nf\nu 1\nhigh\n2\n\n');
});

test('so much output and no more is let through', async () => {
  const { start, submit } = await crew();
  await start(shell('yes'), { outputLimit: 1000 });
  const { says } = await submit();
  expect((await says(2)).map((said) => said.split(' ')[0])).toEqual(['WORK_WARNING', 'WORK_FAIL']);
});

test('a secret is a variable of the command, goes where the command sends it, and is hidden in what is kept here', async () => {
  const { start, submit, output, outcomes } = await crew();
  const line = 'echo "key $KEY" >&2; printf "%s" "$KEY"; exit 1';
  const more = { environment: { KEY: 'of the file' }, errors: 'warning' } as const;
  await start(shell(line), more, { KEY: 'canary-7' });
  const { says } = await submit();
  expect(await says(3)).toEqual(['WORK_WARNING key canary-7\n', 'WORK_DATA canary-7', 'WORK_FAIL']);
  expect(await output('stderr', 1)).toEqual(['key ••••']);
  expect(outcomes.map(([, { errors }]) => errors)).toEqual(['key ••••\n']);
});

test('workers are more or fewer while they run, and one of them can be stopped and started', async () => {
  const { start, supervisor, submit } = await crew();
  await start(argv('cat'), { workers: 2 });
  const names = () =>
    supervisor.workers('f').map(({ name, state }) => (state === 'stopped' ? `${name} stopped` : name));
  await supervisor.scale('f', 3);
  expect(names()).toEqual(['f-1', 'f-2', 'f-3']);
  await supervisor.scale('f', 1);
  expect(names()).toEqual(['f-1']);
  await supervisor.act('stop', 'f', 'f-1');
  expect(names()).toEqual(['f-1 stopped']);
  await supervisor.act('start', 'f', 'f-1');
  expect(await (await submit('again')).says()).toEqual(['WORK_COMPLETE again']);
  await supervisor.act('restart', 'f', null);
  expect(await (await submit('anew')).says()).toEqual(['WORK_COMPLETE anew']);
  expect(supervisor.workers('f')).toMatchObject([{ done: 1 }]);
  await supervisor.act('kill', 'f', null);
  expect(supervisor.running).toEqual([]);
  await expect(supervisor.act('quiet', 'f', null)).rejects.toMatchObject({ code: 'no-such-worker' });
});

test('a killed command leaves nothing of its group, and has no time to say good-bye', async () => {
  const { start, supervisor, output, submit } = await crew();
  await start(shell(`trap 'echo bye >&2' TERM; sleep 60 & echo $! >&2; wait; wait`));
  await submit();
  const pids = (await output('stderr', 1)).map(Number);
  afterThisTest(() => pids.forEach(killIfAlive));
  await supervisor.act('kill', 'f', 'f-1');
  await expect.poll(() => pids.map(isAlive), PATIENT).toEqual([false]);
  expect(await output('stderr', 1)).toEqual(pids.map(String));
});

test('500 jobs at 16 at once leave no process, no open file and nothing in the temporary folder', async () => {
  const { start, supervisor, server } = await crew();
  const temporary = await temporaryFolder();
  vi.stubEnv('TMPDIR', temporary);
  afterThisTest(() => void vi.unstubAllEnvs());
  const open = () => readdirSync('/proc/self/fd').length;
  const before = open();
  await start(shell('cat; case $GEARBENCH_UNIQUE in *7) exit 3;; *8) sleep 60 & ;; *9) kill -KILL $$;; esac'), {
    workers: 16,
  });
  const client = await peerOf(server.host.target as { host: string; port: number });
  for (let job = 0; job < 500; job += 1)
    client.send({ name: 'SUBMIT_JOB', function: 'f', unique: `u${job}`, workload: bytes(`workload ${job}`) });
  let ended = 0;
  while (ended < 500) {
    const [said = ''] = await client.hears();
    if (/^WORK_(COMPLETE|FAIL)/.test(said)) ended += 1;
  }
  client.halfClose();
  expect(supervisor.workers('f').reduce((sum, { done, failed }) => sum + done + failed, 0)).toBe(500);
  await supervisor.stop('f');
  await expect.poll(open, PATIENT).toBeLessThanOrEqual(before);
  expect(readdirSync(temporary)).toEqual([]);
  expect(childrenOf(process.pid)).toEqual([]);
});

/** What runs, or waits to be buried, under a process, and what its helpers left to nobody. */
function childrenOf(parent: number): string[] {
  const lines = execFileSync('ps', ['-A', '-o', 'ppid=,stat=,args='], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line.trim().startsWith(`${parent} `) && !line.includes(' ps '));
}
