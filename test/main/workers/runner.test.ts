import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Command } from '../../../main/contract/functions.ts';
import { HelperRunner } from '../../../main/workers/helper-runner.ts';
import type { RunnerParts, RunOptions } from '../../../main/workers/runner.ts';
import { SpawnRunner } from '../../../main/workers/spawn-runner.ts';
import { ThreadedRunner } from '../../../main/workers/threaded-runner.ts';
import { isAlive, killIfAlive } from '../../support/alive.ts';
import { afterThisTest, type Cleanup } from '../../support/cleanup.ts';
import { bytes } from '../../support/packets.ts';
import { PATIENT } from '../../support/patient.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const environment = { PATH: process.env['PATH'] ?? '' };
const MEGABYTE = 1024 * 1024;

describe.each([
  ['this process', SpawnRunner],
  ['a helper', HelperRunner],
  ['a thread of its own', ThreadedRunner],
])('a command started by %s', (_what, Kind) => {
  const shell = (line: string, options: Partial<RunOptions & RunnerParts> = {}) =>
    run({ kind: 'shell', line }, options);
  const argv = (parts: string[], options: Partial<RunOptions & RunnerParts> = {}) =>
    run({ kind: 'argv', argv: parts }, options);

  function run(command: Command, options: Partial<RunOptions & RunnerParts>) {
    const never = new AbortController().signal;
    const runner = new Kind({ command, environment, folder: '/', ...options });
    onTestFinished(() => runner.close());
    return runner.run({ workload: bytes(''), signal: never, ...options });
  }

  /** Runs a line until it has told process ids on standard error, one a line; then ends it. */
  async function endAfterPids(line: string, count: number, cleanup: Cleanup = afterThisTest) {
    const end = new AbortController();
    let told = '';
    const result = await shell(line, {
      signal: end.signal,
      onErrors: (text) => {
        told += text;
        if (told.split('\n').length > count) end.abort();
      },
    });
    const pids = told.trim().split('\n').map(Number);
    cleanup(() => pids.forEach(killIfAlive));
    return { result, pids };
  }

  test('the workload goes in and the output comes out, both larger than any pipe', async () => {
    const workload = Buffer.alloc(4 * MEGABYTE, '0123456789 ä\n');
    const { exitCode, signal, output, errors, overflowed } = await argv(['cat'], { workload });
    expect([exitCode, signal, output.equals(workload), errors.length, overflowed]).toEqual([0, null, true, 0, false]);
  });

  test('a workload is data, whatever it looks like', async () => {
    const folder = await temporaryFolder();
    const workload = Buffer.from(`$(touch one) \`touch two\` ; touch three | & > four "'\\ %s \${PATH} \n#`);
    const results = [await shell('cat', { workload, folder }), await argv(['cat'], { workload, folder })];
    expect(results.map(({ output }) => String(output))).toEqual([String(workload), String(workload)]);
    expect(await readdir(folder)).toEqual([]);
  });

  test('an argument is one argument, whatever it looks like', async () => {
    const folder = await temporaryFolder();
    const strange = ['$(touch one)', '; touch two', 'it\'s "quoted"', 'a  b', '', '*'];
    const { output } = await argv(['printf', '[%s]', ...strange], { folder });
    expect(String(output)).toBe(strange.map((each) => `[${each}]`).join(''));
    expect(await readdir(folder)).toEqual([]);
  });

  test('a shell line has what shells have', async () => {
    const { output, exitCode } = await shell('tr a-z A-Z | sed s/B/-/ && exit 7', { workload: bytes('abc') });
    expect([String(output), exitCode]).toEqual(['A-C', 7]);
  });

  test('it runs in its folder with its variables and no others', async () => {
    const folder = await temporaryFolder();
    const { output } = await argv(['env'], { environment: { ...environment, GEARBENCH_HANDLE: 'H:t:1' } });
    expect(String(output).trim().split('\n').sort()).toEqual(['GEARBENCH_HANDLE=H:t:1', `PATH=${environment.PATH}`]);
    expect(String((await argv(['pwd'], { folder })).output)).toBe(`${folder}\n`);
  });

  test.each([
    ['exit 0', 0, null],
    ['exit 1', 1, null],
    ['exit 255', 255, null],
    ['kill -TERM $$', null, 'SIGTERM'],
    ['kill -KILL $$', null, 'SIGKILL'],
  ])('%s gives exit code %s and signal %s', async (line, exitCode, signal) => {
    expect(await shell(`printf before; ${line}`)).toMatchObject({ exitCode, signal, output: bytes('before') });
  });

  test('a command that exits without reading its input has ended well', async () => {
    expect(await argv(['true'], { workload: Buffer.alloc(MEGABYTE) })).toMatchObject({ exitCode: 0, signal: null });
  });

  test('standard error is told as it comes, and its end is kept', async () => {
    let told = '';
    const { errors, output } = await shell('echo first >&2; echo out; yes error | head -c 100000 >&2; echo last >&2', {
      onErrors: (text) => {
        told += text;
      },
    });
    expect([told.length, told.startsWith('first\n'), told.endsWith('last\n')]).toEqual([100_011, true, true]);
    expect([errors.length, String(errors) === told.slice(-64 * 1024), String(output)]).toEqual([
      64 * 1024,
      true,
      'out\n',
    ]);
  });

  test('a command that writes too much is ended', async () => {
    const { overflowed, signal, output } = await argv(['yes'], { outputLimit: 100_000 });
    expect([overflowed, signal]).toEqual([true, 'SIGTERM']);
    expect(output.length).toBeLessThanOrEqual(100_000);
    expect((await shell('yes | head -c 1000', { outputLimit: 1000 })).overflowed).toBe(false);
  });

  describe('what cannot be started is said before anything runs', () => {
    test('a program that is not there', async () => {
      await expect(argv(['no-such-program', '-x'])).rejects.toMatchObject({
        code: 'program-not-found',
        message: 'no-such-program was not found on the PATH.',
        details: { program: 'no-such-program' },
      });
    });

    test('a script whose interpreter is not there', async () => {
      const folder = await temporaryFolder();
      await writeFile(join(folder, 'script'), '#!/no/such/interpreter\n', { mode: 0o755 });
      await expect(argv(['./script'], { folder })).rejects.toMatchObject({
        code: 'program-not-found',
        message: expect.stringContaining('could not be started'),
      });
    });

    test.each([
      ['is not there', (folder: string) => join(folder, 'none')],
      ['is a file', (folder: string) => join(folder, 'file')],
      ['lies in a file', (folder: string) => join(folder, 'file', 'below')],
      ['has a name that no system takes', (folder: string) => join(folder, 'x'.repeat(300))],
    ])('a folder that %s', async (_what, place) => {
      const home = await temporaryFolder();
      await writeFile(join(home, 'file'), '');
      const folder = place(home);
      await expect(argv(['true'], { folder })).rejects.toMatchObject({ code: 'folder-missing', details: { folder } });
    });
  });

  describe('a command and its children', () => {
    test('its end is theirs', async () => {
      const { result, pids } = await endAfterPids('sleep 60 & echo $! >&2; echo $$ >&2; sleep 60', 2);
      expect(result).toMatchObject({ exitCode: null, signal: 'SIGTERM' });
      await expect.poll(() => pids.map(isAlive), PATIENT).toEqual([false, false]);
    });

    test('a command that somebody killed takes them with it', async () => {
      let told = '';
      const onErrors = (text: Buffer) => {
        told += text;
      };
      const { signal } = await shell('sleep 60 & echo $! >&2; kill -KILL $$', { onErrors });
      afterThisTest(() => killIfAlive(Number(told)));
      expect(signal).toBe('SIGKILL');
      await expect.poll(() => isAlive(Number(told)), PATIENT).toBe(false);
    });

    test.concurrent('a command that does not want to end is made to', async ({ expect, onTestFinished }) => {
      const { result } = await endAfterPids("trap '' TERM; echo $$ >&2; exec sleep 60", 1, onTestFinished);
      expect(result).toMatchObject({ exitCode: null, signal: 'SIGKILL' });
    });

    test.concurrent('a child that does not want to is made to, although the command has ended', async ({
      expect,
      onTestFinished,
    }) => {
      const stubborn = `sh -c 'trap "" TERM; echo $$ >&2; exec sleep 60'`;
      const { result, pids } = await endAfterPids(`${stubborn} & wait`, 1, onTestFinished);
      expect(result).toMatchObject({ signal: 'SIGTERM' });
      await expect.poll(() => pids.map(isAlive), PATIENT).toEqual([false]);
    });

    test.concurrent('a child that lives on with the output in its hands is ended after a moment', async ({
      expect,
      onTestFinished,
    }) => {
      let pid = 0;
      const onErrors = (text: Buffer) => {
        pid = Number(text);
      };
      const { exitCode, output } = await shell('sleep 60 & echo $! >&2; echo done', { onErrors });
      onTestFinished(() => killIfAlive(pid));
      expect([exitCode, String(output), isAlive(pid)]).toEqual([0, 'done\n', false]);
    });

    test('a command that is unwanted before it began ends too', async () => {
      const { signal } = await argv(['sleep', '60'], { signal: AbortSignal.abort() });
      expect(signal).toBe('SIGTERM');
    });
  });
});
