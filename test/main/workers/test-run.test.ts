import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { type Command, FunctionDefinition } from '../../../main/contract/functions.ts';
import { type TestRunParts, testRun } from '../../../main/workers/test-run.ts';
import { isAlive, killIfAlive } from '../../support/alive.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { argv, engineOf, shell } from '../../support/engine.ts';
import { PATIENT } from '../../support/patient.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Runs a command on a workload; `more` is what else its definition says. */
function run(command: Command, workload = '', more: object = {}, parts: Partial<TestRunParts> = {}) {
  return testRun({
    definition: FunctionDefinition.parse({ name: 'tried', command, ...more }),
    home: '/',
    environment: { PATH: process.env['PATH'] },
    secrets: {},
    workload: Buffer.from(workload),
    signal: new AbortController().signal,
    ...parts,
  });
}

const text = ({ bytes }: { bytes: Uint8Array | null }): string => Buffer.from(bytes ?? []).toString('latin1');
const wire = ({ packets }: Awaited<ReturnType<typeof run>>) =>
  packets.map((packet) => [packet.name, text(packet).slice(12)]);

test('the workload goes in, the output is the result, and the packet is told byte for byte', async () => {
  const { outcome, stdout, stderr, packets } = await run(argv('tr', 'a-z', 'A-Z'), 'abc');
  expect(outcome).toMatchObject({ exitCode: 0, signal: null, failure: null });
  expect([stdout.size, text(stdout), stderr.size]).toEqual([3, 'ABC', 0]);
  const bytes = Buffer.from('\0REQ\0\0\0\x0d\0\0\0\x0eH:test:1\0ABC', 'latin1');
  bytes[11] = 'H:test:1\0ABC'.length;
  expect(packets).toEqual([{ number: 1, name: 'WORK_COMPLETE', family: 'terminal', size: bytes.length, bytes }]);
});

test('lines, progress and warnings go out before the end, and both outputs are shown as they were written', async () => {
  const line = 'echo one; sleep 0.1; echo 1/2 >&2; sleep 0.1; echo two; sleep 0.1; echo hm >&2; printf end';
  const more = { output: 'lines', errors: 'warning', progress: String.raw`(\d+)/(\d+)` };
  const tried = await run(shell(line), '', more);
  expect(wire(tried).toSorted()).toEqual([
    ['WORK_COMPLETE', 'H:test:1\0end'],
    ['WORK_DATA', 'H:test:1\0one\n'],
    ['WORK_DATA', 'H:test:1\0two\n'],
    ['WORK_STATUS', 'H:test:1\x001\x002'],
    ['WORK_WARNING', 'H:test:1\0hm\n'],
  ]);
  expect(tried.packets.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
  expect(tried.packets.at(-1)?.name).toBe('WORK_COMPLETE');
  expect([text(tried.stdout), text(tried.stderr)]).toEqual(['one\ntwo\nend', '1/2\nhm\n']);
});

test('it is told of its job what a job of the embedded server is told', async () => {
  const names = ['HANDLE', 'FUNCTION', 'UNIQUE', 'PRIORITY', 'ATTEMPT'].map((name) => `$GEARBENCH_${name}`);
  const { stdout } = await run(shell(`echo "${names.join('|')}"; cat "$GEARBENCH_WORKLOAD_FILE"`), 'w', {
    input: 'file',
  });
  expect(text(stdout)).toBe('H:test:1|tried||normal|1\nw');
});

test('a failure is an exception where the definition says so, with its exit code', async () => {
  const tried = await run(shell('echo partial; echo no such order >&2; exit 3'), '', { failure: 'exception' });
  expect(tried.outcome).toMatchObject({ exitCode: 3, errors: 'no such order\n' });
  expect(wire(tried)).toEqual([
    ['WORK_DATA', 'H:test:1\0partial\n'],
    ['WORK_EXCEPTION', 'H:test:1\0no such order'],
  ]);
});

test('a command that takes too long is ended, and its job would fail for it', async () => {
  const tried = await run(argv('sleep', '60'), '', { timeLimit: 0.2 });
  expect(tried.outcome.timedOut).toBe(true);
  expect(wire(tried)).toEqual([
    ['WORK_WARNING', 'H:test:1\0ended because it took too long\n'],
    ['WORK_FAIL', 'H:test:1'],
  ]);
});

test('a program that is missing is an outcome, with the packets that a client would get', async () => {
  const tried = await run(argv('no-such-program'));
  expect(tried.outcome.failure).toMatchObject({ code: 'program-not-found', details: { program: 'no-such-program' } });
  expect(tried.packets.map(({ name }) => name)).toEqual(['WORK_WARNING', 'WORK_FAIL']);
});

test('much output and many packets are cut, their sizes and the last packet are not', async () => {
  const tried = await run(shell('seq 100000; head -c 300000 /dev/zero >&2; exit 1'), '', { output: 'lines' });
  expect([tried.stdout.size, tried.stdout.bytes?.length]).toEqual([588_895, 262_144]);
  expect([tried.stderr.size, tried.stderr.bytes?.length]).toEqual([300_000, 262_144]);
  expect(tried.packets.slice(-2)).toMatchObject([{ number: 1000 }, { number: 100_001, name: 'WORK_FAIL' }]);
  const whole = await run(shell('seq 100000'));
  expect(whole.packets).toMatchObject([{ size: 588_895 + 'H:test:1\0'.length + 12 }]);
  expect(whole.packets[0]?.bytes.length).toBe(16_384);
});

test('secrets reach the command and are hidden in what is shown, without moving a byte', async () => {
  const secrets = { KEY: 'hünter2' };
  const line = `printf 'é\\377%s.' "$KEY"; head -c 262134 /dev/zero >&2; printf "%s" "$KEY" "$KEY" >&2; exit 1`;
  const { stdout, stderr, outcome, packets } = await run(shell(line), '', { secrets: ['KEY'] }, { secrets });
  expect(text(stdout)).toBe('\xc3\xa9\xff********.');
  expect(stdout.size).toBe(12);
  expect(text(stderr).slice(262_134)).toBe('**********');
  expect(outcome.errors).toContain('••••');
  expect(JSON.stringify([outcome, packets.map(text)])).not.toMatch(/h(ü|Ã¼)n/);
  expect(packets[0]?.bytes.length).toBe(packets[0]?.size);
});

test('a program that is a worker by itself needs a server', async () => {
  await expect(run(argv('cat'), '', { speaks: 'gearman' })).rejects.toMatchObject({ code: 'needs-server' });
});

/** A line that writes the process ids of itself and of a child into a file, and runs on. */
async function endless() {
  const pids = join(await temporaryFolder(), 'pids');
  const line = `sleep 60 & echo "$$ $!" > '${pids}.new'; mv '${pids}.new' '${pids}'; wait`;
  const running = async () => {
    const told = await vi.waitUntil(() => readFile(pids, 'utf8').catch(() => ''), PATIENT);
    const found = told.trim().split(' ').map(Number);
    afterThisTest(() => found.forEach(killIfAlive));
    return found;
  };
  return { line, running };
}

test('a run that is ended leaves nothing running', async () => {
  const { line, running } = await endless();
  const abort = new AbortController();
  const tried = run(shell(line), '', {}, { signal: abort.signal });
  const pids = await running();
  expect(pids.map(isAlive)).toEqual([true, true]);
  abort.abort();
  expect((await tried).outcome.signal).toBe('SIGTERM');
  expect(pids.map(isAlive)).toEqual([false, false]);
});

const tryOut = (command: Command, more: object = {}, workload = '') => ({
  definition: FunctionDefinition.parse({ name: 'draft', command, ...more }),
  workload: { kind: 'text' as const, text: workload },
});

test('the window tries a draft that was never saved, and no server runs', async () => {
  const { call } = await engineOf();
  const { stdout } = await call('functions.testRun', tryOut(argv('wc', '-c'), {}, 'äb'));
  expect(text(stdout).trim()).toBe('3');
  expect((await call('workspace.get', undefined)).functions).toEqual([]);
});

test('the workload may be a file that the person chose, of any bytes', async () => {
  const { call, chosen } = await engineOf();
  chosen.open = join(await temporaryFolder(), 'picture');
  await writeFile(chosen.open, Buffer.from([0, 255, 10, 0]));
  const file = await call('workload.choose', undefined);
  const workload = { kind: 'file' as const, token: file?.token ?? '' };
  const { stdout } = await call('functions.testRun', { ...tryOut(argv('cat')), workload });
  expect(stdout).toMatchObject({ size: 4, bytes: Buffer.from([0, 255, 10, 0]) });
});

test('a run is cancelled by its call, by the next run and by the end of the engine', async () => {
  const { call, engine } = await engineOf();
  await call('functions.endTestRun', undefined);
  for (const end of [
    () => call('functions.endTestRun', undefined),
    () => call('functions.testRun', tryOut(argv('true'))),
    () => engine.close(),
  ]) {
    const { line, running } = await endless();
    const tried = call('functions.testRun', tryOut(shell(line)));
    const pids = await running();
    await end();
    expect(pids.map(isAlive)).toEqual([false, false]);
    expect((await tried).outcome.signal).toBe('SIGTERM');
  }
});

test('a workspace that is restricted runs nothing, also no draft', async () => {
  const { call, chosen } = await engineOf();
  const folder = await temporaryFolder();
  chosen.open = join(folder, 'theirs.gearbench.json');
  await writeFile(chosen.open, JSON.stringify({ gearbench: 1, functions: [{ name: 'f', command: argv('cat') }] }));
  await call('workspace.open', undefined);
  await expect(call('functions.testRun', tryOut(shell(`touch '${folder}/ran'`)))).rejects.toMatchObject({
    code: 'not-trusted',
  });
  await expect(readFile(join(folder, 'ran'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a secret without a value is asked for; one that was typed is used before it is kept', async () => {
  const { call } = await engineOf();
  const draft = tryOut(shell('printf %s "$KEY" | wc -c'), { secrets: ['KEY'] });
  await expect(call('functions.testRun', draft)).rejects.toMatchObject({
    code: 'secret-missing',
    details: { function: 'draft', secret: 'KEY' },
  });
  const { stdout } = await call('functions.testRun', { ...draft, secrets: { KEY: 'four' } });
  expect(text(stdout).trim()).toBe('4');
  expect((await call('secrets.state', { names: ['KEY'] })).set).toEqual([]);
});
