import { act, fireEvent, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Applied, RunLine, Scan, ShownPlan, StepRun } from '../../../../main/contract/doctor.ts';
import { AppError } from '../../../../main/contract/errors.ts';
import { DoctorScreen } from '../../../../renderer/features/doctor/DoctorScreen.tsx';
import { useStore } from '../../../../renderer/store/index.ts';
import { fakeBridge, settled } from '../../../support/bridge.ts';
import { copied, show } from '../../../support/in-window.tsx';
import { scanOf } from '../../../support/scans.ts';

const TAPPED = 'Homebrew’s PHP without gearman, no tap, no tools';

/** The screen in front of a described computer whose steps are done by the test. */
async function screenOf(name = TAPPED, change: (scan: Scan) => Scan = (scan) => scan) {
  let scan = change(await scanOf(name));
  let run: StepRun | null = null;
  const done = Promise.withResolvers<void>();
  const bridge = fakeBridge({
    'doctor.scan': () => scan,
    'doctor.progress': () => null,
    'doctor.run': ({ after }) => run && { ...run, lines: run.lines.filter(({ number }) => number > after) },
    'doctor.doStep': () => done.promise,
    'doctor.endStep': () => {},
    'doctor.undo': () => {},
    'doctor.explain': () => [],
    'doctor.forget': () => {},
    'doctor.openTerminal': () => {},
  });
  show(<DoctorScreen />, 'en');
  const still = () => act(() => settled());
  await still();
  const [plan] = scan.plans as [ShownPlan];
  let versions = 0;
  return {
    ...bridge,
    still,
    plan,
    done,
    /** What the next scan finds. */
    finds: (next: (scan: Scan) => Scan) => {
      scan = next(scan);
    },
    /** The step of the plan writes, or ends. */
    tells: async (more: Partial<StepRun>) => {
      const [step] = plan.steps as [ShownPlan['steps'][number]];
      const { key, words, values, command, change: written } = step;
      const begun = { run: 1, step: key, words, values, command, change: written, startedAt: Date.now() };
      run = { ...begun, milliseconds: null, end: null, lines: [], forgotten: 0, ...run, ...more };
      versions += 1;
      bridge.emit('tick', { doctor: versions });
      await act(() => bridge.frame());
    },
  };
}
const line = (number: number, text: string, more: Partial<RunLine> = {}): RunLine => ({
  number,
  text,
  stream: 'stdout',
  redrawn: false,
  ...more,
});
const button = (name: string | RegExp) => screen.getByRole('button', { name });
const press = (name: string | RegExp) => act(async () => fireEvent.click(button(name)));
const drawer = () => screen.queryByRole('region', { name: /^Output: / });
const steps = () => within(screen.getByRole('complementary', { name: 'Plan' })).getAllByRole('listitem');

test('a step asks first, with exactly what is run, what it changes and how it is undone; cancelled, it does nothing', async () => {
  const { said } = await screenOf();
  said();
  await press('Run…: step 1');
  const dialog = screen.getByRole('alertdialog', { name: 'Add the tap with extensions' });
  expect(dialog.querySelector('pre')?.textContent).toBe('$ /opt/homebrew/bin/brew tap shivammathur/extensions');
  expect(
    within(dialog)
      .getAllByRole('definition')
      .map(({ textContent }) => textContent),
  ).toEqual(['A folder in Homebrew’s own.', 'changes packages', 'brew untap shivammathur/extensions']);
  await press('Cancel');
  expect([screen.queryByRole('alertdialog'), said()]).toEqual([null, []]);
});

test('confirmed, it runs in the drawer, which tells its output, its end, and what the checks say then', async () => {
  const { said, tells, done, still, plan, finds } = await screenOf();
  const [step] = plan.steps;
  await press('Run…: step 1');
  said();
  await press('Run command');
  await tells({ lines: [line(1, '==> \x1b[32mTapping\x1b[0m'), line(2, 'careful', { stream: 'stderr' })] });
  expect(said().find(([name]) => name === 'doctor.doStep')).toEqual(['doctor.doStep', { step: step?.key }]);
  expect(drawer()?.textContent).toMatch(/Add the tap with extensions.*Runs for/);
  const log = screen.getByRole('log');
  expect(log.textContent).toBe('$ /opt/homebrew/bin/brew tap shivammathur/extensions==> Tappingcareful');
  expect(within(log).getByText('Tapping').style.color).not.toBe('');
  expect(steps()[0]?.textContent).toContain('running');
  expect((button('Run…: step 2') as HTMLButtonElement).disabled).toBe(true);
  expect(document.activeElement).toBe(log);

  finds((scan) => ({
    ...scan,
    plans: [{ ...plan, steps: [{ ...(step as never as object), state: 'done' } as never] }],
  }));
  await tells({ end: { how: 'exit', code: 0 }, milliseconds: 1234 });
  done.resolve();
  await still();
  expect(log.textContent).toContain('Exit code 0 · 1.2 s');
  expect(log.textContent).toContain('Checked again: gearman is not loaded in PHP 8.3.12');
  expect(said().map(([name]) => name)).toContain('doctor.scan');
  expect(steps()[0]?.textContent).toContain('done');
});

test('a line that is drawn anew takes the place of the one before', async () => {
  const { tells } = await screenOf();
  await press('Run…: step 1');
  await press('Run command');
  await tells({ lines: [line(1, '10 %', { redrawn: true })] });
  await tells({ lines: [line(1, '10 %', { redrawn: true }), line(2, 'note', { stream: 'stderr' }), line(3, '100 %')] });
  expect(screen.getByRole('log').textContent).toMatch(/extensionsnote100 %$/);
});

test('it is cancelled, and its output copied, hidden and shown again', async () => {
  const { said, tells, done, still } = await screenOf();
  const texts = copied();
  await press('Run…: step 1');
  await press('Run command');
  await tells({ lines: [line(1, 'one')] });
  said();
  await press('Cancel');
  expect(said()).toEqual([['doctor.endStep', undefined]]);
  await tells({ end: { how: 'cancelled' }, milliseconds: 20 });
  done.resolve();
  await still();
  await press('Copy output');
  expect(texts).toEqual(['$ /opt/homebrew/bin/brew tap shivammathur/extensions\none\nCancelled · 20.0 ms']);
  fireEvent.keyDown(screen.getByRole('log'), { key: 'Escape' });
  expect(drawer()).toBe(null);
  act(() => useStore.getState().showDrawer(true));
  fireEvent.keyDown(document.body, { key: 'Escape' }); // what had the focus is gone
  expect(drawer()).toBe(null);
  act(() => useStore.getState().showDrawer(true));
  expect(drawer()?.textContent).toContain('Cancelled · 20.0 ms');
});

test.each([
  [{ how: 'exit', code: 77 }, 'Exit code 77 · 5.0 ms'],
  [{ how: 'signal', signal: 'SIGKILL' }, 'Killed by SIGKILL · 5.0 ms'],
  [
    {
      how: 'failed',
      failure: { code: 'program-not-found', message: 'x', details: { program: 'phpize' } },
    },
    'phpize was not found',
  ],
] as const)('an end %o is told as %s', async (end, said) => {
  const { tells } = await screenOf();
  await press('Run…: step 1');
  await press('Run command');
  await tells({ end, milliseconds: 5 });
  expect(drawer()?.textContent).toContain(said);
  expect(drawer()?.querySelector('.state--error')).not.toBe(null);
});

test('a file is written after its lines were shown', async () => {
  await screenOf('the line is commented');
  await press('Write…: step 1');
  const dialog = screen.getByRole('alertdialog');
  expect(dialog.querySelector('pre')?.textContent).toMatch(/20-gearman\.ini\n- ; extension=.*\n\+ extension=/);
  expect(within(dialog).getByRole('button', { name: 'Write file' })).toBeDefined();
});

test('what takes an administrator is copied or opened in a terminal, not run', async () => {
  const { said, plan } = await screenOf('Debian without php-gearman');
  expect(within(steps()[0] as HTMLElement).queryByRole('button', { name: /Run|Try/ })).toBe(null);
  said();
  await press('Open in terminal: step 1');
  expect(said()).toEqual([['doctor.openTerminal', { step: plan.steps[0]?.key }]]);
});

test('where no terminal can be opened it is said', async () => {
  const { answers } = await screenOf('Debian without php-gearman');
  answers['doctor.openTerminal'] = () => {
    throw new AppError('terminal-missing', 'No terminal.');
  };
  await press('Open in terminal: step 1');
  expect(useStore.getState().app.problem?.code).toBe('terminal-missing');
});

const applied = (number: number, more: Partial<Applied> = {}): Applied => ({
  id: `00000000-0000-4000-8000-00000000000${number}`,
  step: `step ${number}`,
  php: '/opt/homebrew/bin/php',
  way: 'drop-in',
  words: 'drop-in',
  values: { client: '/own/gearman.php', file: `/own/${number}.ini` },
  file: `/own/${number}.ini`,
  at: 1_000_000 + number,
  intact: true,
  ...more,
});

test('what was changed before is listed with what it was for, and undone as a whole, the last first', async () => {
  const changes = [applied(2), applied(1)];
  const { said } = await screenOf(TAPPED, (scan) => ({ ...scan, applied: changes }));
  const group = screen.getByRole('group', { name: 'Do without the extension · PHP 8.3.12' });
  expect(
    within(group)
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent),
  ).toEqual([expect.stringContaining('/own/2.ini'), expect.stringContaining('/own/1.ini')]);
  expect(within(group).getByRole<HTMLButtonElement>('button', { name: 'Undo the later change first' }).disabled).toBe(
    true,
  );
  said();
  await press('Undo all');
  expect(said().filter(([name]) => name === 'doctor.undo')).toEqual(changes.map(({ id }) => ['doctor.undo', { id }]));
});

test('an undo that is refused says why, after the checks too, and the earlier change stays', async () => {
  const changes = [applied(2, { intact: false }), applied(1)];
  const { said, answers, still } = await screenOf(TAPPED, (scan) => ({ ...scan, applied: changes }));
  expect(screen.getByRole('region', { name: 'Changed by Gearbench' }).textContent).toContain('changed since');
  answers['doctor.undo'] = () => {
    throw new AppError('undo-changed', 'No.', { path: '/own/2.ini', backup: '/b' });
  };
  said();
  await press('Undo all');
  await still();
  expect(said().filter(([name]) => name !== 'doctor.run' && name !== 'doctor.progress')).toEqual([
    ['doctor.undo', { id: changes[0]?.id }],
    ['doctor.scan', { php: expect.any(String) }],
  ]);
  expect(useStore.getState().app.problem?.code).toBe('undo-changed');
  said();
  await press('Keep /own/2.ini as it is, and forget what it was');
  expect(said()[0]).toEqual(['doctor.forget', { id: changes[0]?.id }]);
});

test('a change of the plan that is shown is undone at its step', async () => {
  const { said } = await screenOf('the line is commented', (scan) => {
    const [plan, ...others] = scan.plans as [ShownPlan];
    const [step] = plan.steps as [ShownPlan['steps'][number]];
    const done = { ...plan, steps: [{ ...step, state: 'done' as const }] };
    return { ...scan, plans: [done, ...others], applied: [applied(1, { step: step.key })] };
  });
  expect(screen.queryByRole('region', { name: 'Changed by Gearbench' })).toBe(null);
  said();
  await press('Undo: step 1');
  expect(said()[0]).toEqual(['doctor.undo', { id: applied(1).id }]);
});

test('a missing server is started from its step', async () => {
  const { said, answers } = await screenOf('Debian without a server');
  answers['server.start'] = () => ({ state: 'running' }) as never;
  said();
  const [step] = steps() as [HTMLElement];
  await act(async () => fireEvent.click(within(step).getByRole('button', { name: 'Start server' })));
  expect(
    said()
      .map(([name]) => name)
      .slice(0, 2),
  ).toEqual(['server.start', 'doctor.scan']);
});

test('a command that has failed with words that are known says what they mean', async () => {
  const { said, answers, tells, done, still } = await screenOf();
  answers['doctor.explain'] = () => [{ check: 'TOOL-01', text: 'paste.no-autoconf', line: 1, excerpt: '', fixes: [] }];
  await press('Run…: step 1');
  await press('Run command');
  await tells({ lines: [line(1, '\x1b[31mCannot find autoconf.\x1b[0m')] });
  await tells({ end: { how: 'exit', code: 1 }, milliseconds: 20 });
  said();
  done.resolve();
  await still();
  expect(said().find(([name]) => name === 'doctor.explain')).toEqual([
    'doctor.explain',
    { text: 'Cannot find autoconf.' },
  ]);
  expect(screen.getByRole('log').textContent).toContain(
    'What that means: phpize needs autoconf, which is not there.Checked again: ',
  );
});
