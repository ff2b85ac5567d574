import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { StepCalls } from '../../../main/calls/doctor-steps.ts';
import type { FileChange, Plan, Risk, RunLine, Step, StepRun } from '../../../main/contract/doctor.ts';
import { Changes } from '../../../main/doctor/changes.ts';
import { isAlive } from '../../support/alive.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const step = (more: Partial<Step>): Step => ({
  fix: 'build',
  words: 'make',
  values: {},
  command: null,
  change: null,
  risk: 'own-files',
  ...more,
});
const command = (argv: string[], more: { environment?: Record<string, string>; folder?: string; risk?: Risk } = {}) =>
  step({
    command: { argv, environment: more.environment ?? {}, folder: more.folder ?? null },
    risk: more.risk ?? 'own-files',
  });
const shell = (script: string): Step => command(['/bin/sh', '-c', script]);
const change = (fileChange: FileChange): Step => step({ fix: 'drop-in', words: 'drop-in', change: fileChange });

/** The calls with a plan of these steps shown. */
async function callsOn(steps: Step[], environment: NodeJS.ProcessEnv = { PATH: process.env['PATH'] }) {
  const folder = await temporaryFolder();
  const changes = new Changes(join(folder, 'changes'));
  const guarded = new Set<number>();
  let heard = 0;
  const calls = new StepCalls({
    changes,
    environment: async () => environment,
    home: folder,
    guard: { add: (group) => void guarded.add(group), remove: (group) => void guarded.delete(group) },
    onProgress: () => {
      heard += 1;
    },
  });
  const plans: Plan[] = [{ way: 'build', steps }];
  const shown = async () => calls.show(plans, '/usr/bin/php', await changes.list())[0]?.steps ?? [];
  const [first] = await shown();
  const { handlers } = calls;
  const run = (after = 0) => handlers['doctor.run']({ after }) as StepRun;
  const act = async (key = first?.key ?? '') => {
    await handlers['doctor.doStep']({ step: key });
    return run();
  };
  return { folder, calls, changes, handlers, shown, act, run, guarded, heard: () => heard };
}
const said = ({ lines }: Pick<StepRun, 'lines'>) => lines.map(({ stream, text }) => `${stream} ${text}`);

test('a command is run with its variables, in its folder, and told line by line with its end', async () => {
  const folder = await temporaryFolder();
  const { act, shown, heard, guarded } = await callsOn(
    [
      command(['/bin/sh', '-c', 'echo "$PWD"; echo "$OURS $LATER" >&2; printf end; exit 3'], {
        environment: { LATER: 'its own' },
        folder,
      }),
    ],
    { OURS: 'of the terminal', PATH: '/bin:/usr/bin' },
  );
  const { end, milliseconds, lines, command: typed, run } = await act();
  expect([end, run, typed]).toEqual([
    { how: 'exit', code: 3 },
    1,
    `cd ${folder} && LATER='its own' /bin/sh -c 'echo "$PWD"; echo "$OURS $LATER" >&2; printf end; exit 3'`,
  ]);
  expect(milliseconds).toBeGreaterThan(0);
  expect(lines.filter(({ stream }) => stream === 'stdout').map(({ text }) => text)).toEqual([folder, 'end']);
  expect(said({ lines })).toContain('stderr of the terminal its own');
  expect([(await shown())[0]?.state, guarded.size]).toEqual(['failed', 0]);
  expect(heard()).toBeGreaterThanOrEqual(5);
});

test('what ends well is done, and the same step of a later scan too', async () => {
  const { act, shown } = await callsOn([command(['true'])]);
  expect((await shown())[0]).toMatchObject({ state: 'open', doing: 'run', command: 'true' });
  expect((await act()).end).toEqual({ how: 'exit', code: 0 });
  expect((await shown())[0]?.state).toBe('done');
});

test('an argument is an argument, whatever a shell would take it for', async () => {
  const { act } = await callsOn([command(['printf', '%s\\n', '$(id)', "a'b; c", '`d`'])]);
  expect(said(await act())).toEqual(['stdout $(id)', "stdout a'b; c", 'stdout `d`']);
});

test('it has nothing to read, so that a question ends it', async () => {
  const { act } = await callsOn([shell('read answer || echo "no answer"')]);
  expect(said(await act())).toEqual(['stdout no answer']);
});

test('a line that is drawn anew takes the place of the one before, also for who asks for the rest alone', async () => {
  const { act, run } = await callsOn([
    shell("printf '1%%\\r'; printf 'note\\n' >&2; sleep 0.1; printf '2%%\\r3%%\\ndone\\n'"),
  ]);
  const { lines } = await act();
  const ofOne = (all: readonly RunLine[]) => all.filter(({ stream }) => stream === 'stdout').map(({ text }) => text);
  expect([ofOne(lines), ofOne(run(lines[0]?.number ?? 0).lines)]).toEqual([
    ['3%', 'done'],
    ['3%', 'done'],
  ]);
});

test('of much output the end is kept, and what is no longer kept is counted', async () => {
  const { act } = await callsOn([shell('seq 1 40000')]);
  const { lines, forgotten } = await act();
  expect(lines.at(-1)).toMatchObject({ number: 40000, text: '40000' });
  expect(lines).toHaveLength(5000);
  expect(forgotten).toBeGreaterThan(25_000);
});

test('one that is cancelled ends with all that it has started, also what does not want to', async () => {
  const { handlers, shown, run, guarded } = await callsOn([shell("trap '' TERM; sleep 1000 & echo $!; wait; wait")]);
  const [first] = await shown();
  const done = handlers['doctor.doStep']({ step: first?.key ?? '' });
  await expect.poll(() => run()?.lines.length).toBe(1);
  const child = Number(run().lines[0]?.text);
  expect([isAlive(child), guarded.size, run().milliseconds]).toEqual([true, 1, null]);
  await expect(handlers['doctor.doStep']({ step: first?.key ?? '' })).rejects.toMatchObject({ code: 'step-running' });
  handlers['doctor.endStep'](undefined);
  await done;
  expect([run().end, isAlive(child), guarded.size]).toEqual([{ how: 'cancelled' }, false, 0]);
  expect((await shown())[0]?.state).toBe('open');
});

test('what a command leaves running ends with it', async () => {
  const { act } = await callsOn([shell('sleep 1000 >/dev/null 2>&1 & echo $!')]);
  const { lines, end } = await act();
  expect(end).toEqual({ how: 'exit', code: 0 });
  await expect.poll(() => isAlive(Number(lines[0]?.text))).toBe(false);
});

test('a program, or a folder, that is not there is told as the end', async () => {
  const { act, shown } = await callsOn([command(['phpize-of-nobody']), command(['true'], { folder: '/nowhere' })]);
  const keys = (await shown()).map(({ key }) => key);
  const ends = [(await act(keys[0])).end, (await act(keys[1])).end];
  expect(ends).toMatchObject([
    { how: 'failed', failure: { code: 'program-not-found', details: { program: 'phpize-of-nobody' } } },
    { how: 'failed', failure: { code: 'folder-missing', details: { folder: '/nowhere' } } },
  ]);
});

test('what a signal has ended says which', async () => {
  const { act } = await callsOn([shell('kill -SEGV $$')]);
  expect((await act()).end).toEqual({ how: 'signal', signal: 'SIGSEGV' });
});

test('a change is written once, stands in later scans, and is undone', async () => {
  const file = join(await temporaryFolder(), '99.ini');
  const { act, shown, changes, handlers } = await callsOn([change({ kind: 'add', file, text: 'a=1\n' })]);
  expect((await shown())[0]).toMatchObject({ doing: 'write', state: 'open', command: null });
  expect((await act()).end).toEqual({ how: 'written' });
  await act();
  expect([await readFile(file, 'utf8'), (await shown())[0]?.state]).toEqual(['a=1\n', 'done']);
  const [applied] = await changes.list();
  expect(applied).toMatchObject({ way: 'build', words: 'drop-in', php: '/usr/bin/php', file, intact: true });
  await handlers['doctor.undo']({ id: applied?.id ?? '' });
  expect([await changes.list(), (await shown())[0]?.state]).toEqual([[], 'open']);
  await expect(readFile(file)).rejects.toThrow('ENOENT');
});

test('a change that cannot be written is told as the end', async () => {
  const file = join(await temporaryFolder(), '99.ini');
  await writeFile(file, 'b=1\n');
  const lines = [{ line: 1, was: 'a=1', text: ';a=1' }];
  const { act, shown } = await callsOn([change({ kind: 'replace', file, lines })]);
  expect((await act()).end).toMatchObject({ how: 'failed', failure: { code: 'line-changed', details: { line: 1 } } });
  expect((await shown())[0]?.state).toBe('failed');
});

test('what takes an administrator, or a person, or was not shown, is never run', async () => {
  const { handlers, shown, run } = await callsOn([
    command(['/usr/bin/touch', '/tmp/never'], { risk: 'administrator' }),
    command(['chsh'], { risk: 'explained' }),
    { ...command(['gearbench', 'serve']), fix: 'start-server' },
    change({ kind: 'add', file: '/etc/never.ini', text: '' }),
  ]);
  const steps = await shown();
  expect(steps.map(({ doing }) => doing)).toEqual([null, null, 'start-server', 'write']);
  for (const key of [...steps.slice(0, 3).map((each) => each.key), 'another'])
    await expect(handlers['doctor.doStep']({ step: key })).rejects.toMatchObject({ code: 'step-unknown' });
  expect(run()).toBe(null);
});
