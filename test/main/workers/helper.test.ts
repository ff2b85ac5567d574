import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Command } from '../../../main/contract/functions.ts';
import { HelperRunner } from '../../../main/workers/helper-runner.ts';
import type { RunOptions } from '../../../main/workers/runner.ts';
import { isAlive } from '../../support/alive.ts';
import { bytes } from '../../support/packets.ts';
import { PATIENT } from '../../support/patient.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const environment = { PATH: process.env['PATH'] ?? '' };

function helperFor(command: Command, folder = '/') {
  const runner = new HelperRunner({ command, environment, folder });
  onTestFinished(() => runner.close());
  const signal = new AbortController().signal;
  const run = async (workload = '', more: Partial<RunOptions> = {}) => {
    const result = await runner.run({ workload: bytes(workload), signal, ...more });
    return { ...result, output: String(result.output) };
  };
  return { runner, run };
}

const shell = (line: string): Command => ({ kind: 'shell', line });
const argv = (...words: string[]): Command => ({ kind: 'argv', argv: words });

test('one helper starts its command again and again, each time with the workload of that time', async () => {
  const { run } = helperFor(shell('echo $PPID; cat'));
  const outputs = [];
  for (const workload of ['a long one', '', 'short']) outputs.push((await run(workload)).output.split('\n'));
  const parent = outputs[0]?.[0];
  expect(outputs).toEqual([
    [parent, 'a long one'],
    [parent, ''],
    [parent, 'short'],
  ]);
});

test('each run has its own variables, whatever is in them, and none of the run before', async () => {
  const { run } = helperFor(argv('sh', '-c', 'printf "%s|" "$A" "$B" "$(env | grep -c ^C=)"'));
  const strange = `two\nlines\n\n'"$(id)\`id\`\\ = +!?-`;
  expect((await run('', { variables: { A: strange, B: '!', C: '' } })).output).toBe(`${strange}|!|1|`);
  expect((await run('', { variables: { A: '', B: '-A' } })).output).toBe('|-A|0|');
});

test.each(['exit', 'read', 'set', 'exec', 'echo'])(
  'a program with the name %s is a program and no word of the shell',
  async (name) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, name), '#!/bin/sh\necho the program "$0"\n', { mode: 0o755 });
    const runner = new HelperRunner({
      command: argv(name, '5'),
      environment: { PATH: `${folder}:${environment.PATH}` },
      folder: '/',
    });
    onTestFinished(() => runner.close());
    const run = () => runner.run({ workload: bytes(''), signal: new AbortController().signal });
    const outputs = [String((await run()).output), String((await run()).output)];
    expect(outputs).toEqual(Array(2).fill(`the program ${join(folder, name)}\n`));
  },
);

test('what a killed command wrote is its own: the shell adds no word to it', async () => {
  const { run } = helperFor(shell('echo mine >&2; kill -SEGV $$'));
  const { errors, signal } = await run();
  expect([String(errors), signal]).toEqual(['mine\n', 'SIGSEGV']);
});

test('an exit code over 128 is an exit code, unless a signal was there', async () => {
  expect(await helperFor(shell('exit 137')).run()).toMatchObject({ exitCode: 137, signal: null });
  expect(await helperFor(shell('kill -KILL $$')).run()).toMatchObject({ exitCode: null, signal: 'SIGKILL' });
});

test('a command may close its output early, and open it again by the name of its device', async () => {
  const { run } = helperFor(
    shell('echo one; echo two > /dev/stdout; echo bad > /dev/stderr; exec >&-; sleep 0.05; exit 4'),
  );
  const { output, errors, exitCode } = await run();
  expect([output, String(errors), exitCode]).toEqual(['one\ntwo\n', 'bad\n', 4]);
});

test('output larger than the pipe comes whole, at once or bit by bit', async () => {
  const { run } = helperFor(
    shell('head -c 3000000 /dev/zero; sleep 0.05; head -c 70000 /dev/zero; head -c 200000 /dev/zero >&2'),
  );
  let told = 0;
  const onErrors = (chunk: Buffer) => {
    told += chunk.length;
  };
  const { output, errors } = await run('', { onErrors });
  expect([output.length, told, errors.length]).toEqual([3_070_000, 200_000, 64 * 1024]);
});

test('what is told while the command runs is told while it runs', async () => {
  const folder = await temporaryFolder();
  const { run } = helperFor(shell('echo first; while [ ! -e go ]; do sleep 0.01; done; echo last'), folder);
  const told: string[] = [];
  const { output } = await run('', {
    outputElsewhere: true,
    onOutput: (chunk) => {
      told.push(String(chunk));
      if (told.length === 1) void writeFile(join(folder, 'go'), '');
    },
  });
  expect([told.join(''), told.length > 1, output]).toEqual(['first\nlast\n', true, '']);
});

test('a child that keeps the output open is ended, and the next run hears nothing of it', async () => {
  const { run } = helperFor(shell('cat; [ -z "$FIRST" ] || { (sleep 0.5; echo late) & echo $!; }'));
  const first = await run('1 ', { variables: { FIRST: 'yes' } });
  expect(first.exitCode).toBe(0);
  expect((await run('2 ')).output).toBe('2 ');
  await expect.poll(() => isAlive(Number(first.output.split(' ')[1])), PATIENT).toBe(false);
});

test('a helper that somebody killed is replaced, and so is one whose folder is another now', async () => {
  const home = await temporaryFolder();
  const folder = join(home, 'folder');
  await mkdir(folder);
  await writeFile(join(folder, 'which'), 'one');
  const { run, runner } = helperFor(shell('cat which'), folder);
  expect((await run()).output).toBe('one');
  await rename(folder, join(home, 'moved'));
  await expect(run()).rejects.toMatchObject({ code: 'folder-missing' });
  await mkdir(folder);
  await writeFile(join(folder, 'which'), 'two');
  expect((await run()).output).toBe('two');
  const { run: sleep, runner: sleeper } = helperFor(shell('echo $PPID; exec sleep 60'));
  const told = Promise.withResolvers<number>();
  const killed = sleep('', { onOutput: (chunk) => told.resolve(Number(chunk)) });
  process.kill(await told.promise, 'SIGKILL');
  expect(await killed).toMatchObject({ exitCode: null, signal: 'SIGKILL' });
  expect([runner.pid, sleeper.pid]).toEqual([null, null]);
});

test('a temporary folder that was tidied away is made anew', async () => {
  const temporary = await ownTemporaryFolder();
  const { run } = helperFor(shell('cat'));
  await run('one');
  for (const name of await readdir(temporary)) await rm(join(temporary, name), { recursive: true });
  expect((await run('two')).output).toBe('two');
});

test('a temporary folder that is tidied away under a command that is listened to costs it nothing', async () => {
  const temporary = await ownTemporaryFolder();
  const begun = Promise.withResolvers<void>();
  const { run } = helperFor(shell('echo begun; exec >&-; until [ -e go ]; do sleep 0.01; done; exit 4'), temporary);
  const running = run('', { onOutput: () => begun.resolve() });
  await begun.promise;
  const [place] = (await readdir(temporary)).filter((name) => name.startsWith('gearbench-'));
  await rm(join(temporary, place as string), { recursive: true });
  await pause(100); // for some looks at the pipe that is gone
  await writeFile(join(temporary, 'go'), '');
  expect((await running).exitCode).toBe(4);
});

test('nothing is left of it when it is closed: no process, no file', async () => {
  const temporary = await ownTemporaryFolder();
  const { run, runner } = helperFor(shell('sleep 60 >/dev/null 2>&1 & echo $!'));
  const { output } = await run();
  expect([isAlive(Number(output)), (await readdir(temporary)).length]).toEqual([true, 1]);
  await runner.close();
  expect([isAlive(Number(output)), await readdir(temporary)]).toEqual([false, []]);
});

/** Makes helpers of this test put their files into a folder of its own. */
async function ownTemporaryFolder(): Promise<string> {
  const folder = await temporaryFolder();
  vi.stubEnv('TMPDIR', folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  return folder;
}

test('one that is closed before its turn to get ready starts nothing', async () => {
  const temporary = await ownTemporaryFolder();
  const { runner } = helperFor(shell('cat'));
  await runner.close();
  await runner.prepare();
  const { runner: hurried } = helperFor(shell('cat'));
  const preparing = hurried.prepare();
  await hurried.close();
  await preparing;
  expect(await readdir(temporary)).toEqual([]);
});

/** A runner that starts its command ahead. */
function eagerFor(command: Command) {
  const runner = new HelperRunner({ command, environment, folder: '/', prestart: true });
  onTestFinished(() => runner.close());
  const signal = new AbortController().signal;
  const run = async (workload: string | Buffer, more: Partial<RunOptions> = {}) => {
    const result = await runner.run({ workload: Buffer.from(workload), signal, ...more });
    return { ...result, output: String(result.output) };
  };
  return { runner, run };
}

test('where a job comes before its turn to get ready, nothing is started ahead beside it', async () => {
  const { runner, run } = eagerFor(shell('sleep 0.2; cat'));
  const early = run('early');
  await expect.poll(() => runner.pid, PATIENT).not.toBeNull();
  await runner.prepare();
  expect([(await early).output, (await run('next')).output]).toEqual(['early', 'next']);
});

test('a command that is started ahead waits for its workload, and the next one for the next', async () => {
  const folder = await temporaryFolder();
  const file = join(folder, 'started');
  const { runner, run } = eagerFor(shell(`echo x >> '${file}'; cat; wc -l < '${file}'; exit 3`));
  await runner.prepare();
  await expect.poll(() => readFile(file, 'utf8').catch(() => ''), PATIENT).toBe('x\n');
  expect(await run('one ')).toMatchObject({ output: 'one 1\n', exitCode: 3 });
  await expect.poll(() => readFile(file, 'utf8'), PATIENT).toBe('x\nx\n');
  expect(await run('')).toMatchObject({ output: '2\n' });
});

test('started ahead too it takes what is larger than any pipe, and may end without reading it', async () => {
  const large = Buffer.alloc(3_000_000, 'x');
  const { runner, run } = eagerFor(argv('wc', '-c'));
  await runner.prepare();
  expect((await run(large)).output.trim()).toBe('3000000');
  expect((await run(large)).output.trim()).toBe('3000000');
  const { runner: other, run: head } = eagerFor(argv('head', '-c', '3'));
  await other.prepare();
  expect([(await head(large)).output, (await head('abcd')).output]).toEqual(['xxx', 'abc']);
});

test('a command that does not wait for its input is started with each run', async () => {
  const { runner, run } = eagerFor(shell('echo "run $A"'));
  await runner.prepare();
  await new Promise((resolve) => setTimeout(resolve, 300));
  for (const value of ['1', '2']) expect((await run('', { variables: { A: value } })).output).toBe(`run ${value}\n`);
});

test('what waits goes with its runner, and can be ended in its job', async () => {
  const { runner, run } = eagerFor(shell('read line; echo $$; sleep 60'));
  await runner.prepare();
  const result = await run('go\n', { timeLimit: 300 });
  expect([result.timedOut, isAlive(Number(result.output))]).toEqual([true, false]);
  const { runner: idle } = eagerFor(argv('cat'));
  await idle.prepare();
  await idle.close();
});

test('a command whose pipes are tidied away while it runs can go on writing', async () => {
  const temporary = await ownTemporaryFolder();
  const { run } = helperFor(shell(`rm -r '${temporary}'/gearbench-*; head -c 1000000 /dev/zero`));
  expect((await run('', { timeLimit: 20_000 })).output.length).toBe(1_000_000);
});

test('a helper that is gone, or never began, is nothing to guard: its number may be another’s soon', async () => {
  const told: string[] = [];
  const pids: number[] = [];
  const guard = {
    add: (group: number) => {
      pids.push(group);
      told.push('add');
    },
    remove: (group: number) => void told.push(`remove ${pids.indexOf(group)}`),
  };
  const runner = new HelperRunner({ command: argv('cat'), environment, folder: '/', guard });
  onTestFinished(() => runner.close());
  await runner.prepare();
  process.kill(pids[0] as number, 'SIGKILL');
  await expect.poll(() => told, PATIENT).toEqual(['add', 'remove 0']);

  const folder = await temporaryFolder();
  await writeFile(join(folder, 'mkfifo'), '#!/bin/sh\necho no room; exit 1\n', { mode: 0o755 });
  const failing = { PATH: `${folder}:${environment.PATH}` };
  const other = new HelperRunner({ command: argv('cat'), environment: failing, folder: '/', guard });
  onTestFinished(() => other.close());
  const run = other.run({ workload: bytes(''), signal: new AbortController().signal });
  await expect(run).rejects.toThrow('no room');
  await expect.poll(() => told, PATIENT).toEqual(['add', 'remove 0', 'add', 'remove 1']);
});
