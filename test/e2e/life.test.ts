import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { isAlive } from '../support/alive.ts';
import { run, until } from '../support/processes.ts';
import { type App, electronPath, launch, sandboxFlags } from './app.ts';
import { go } from './steps.ts';

const root = resolve(import.meta.dirname, '..', '..');

let app: App;
test.beforeEach(async () => {
  app = await launch({ args: ['--keep-running'] });
});
test.afterEach(() => app.close().catch(() => {}));

/** Defines and starts a function whose command writes its process id to a file, then does what it is told. */
async function sleeper(name: string, then = 'sleep 300 | sleep 300'): Promise<() => number | undefined> {
  const file = join(app.data, `${name}.pid`);
  const line = `echo $$ > '${file}'; ${then}`;
  await app.call('functions.save', { definition: { name, command: { kind: 'shell', line } }, replaces: null });
  await app.call('workers.start', { name });
  await app.call('workload.submit', { function: name, workload: { kind: 'text', text: '' }, background: true });
  return () => (existsSync(file) && readFileSync(file, 'utf8') !== '' ? Number(readFileSync(file, 'utf8')) : undefined);
}

test('the window is destroyed and made again, and nothing is lost', async () => {
  await app.call('functions.save', {
    definition: { name: 'wc', command: { kind: 'argv', argv: ['wc', '-l'] } },
    replaces: null,
  });
  await app.call('workers.start', { name: 'wc' });
  await app.call('workload.submit', { function: 'wc', workload: { kind: 'text', text: 'kept\n' } });
  await until('the job', async () => (await app.call('jobs.window', { rows: 1 })).counts.done === 1);
  const before = await app.call('packets.window', { from: 0, rows: 500 });
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.destroy());
  const next = app.electron.waitForEvent('window');
  const { ELECTRON_RUN_AS_NODE: _node, ...environment } = process.env;
  // Starting the program a second time brings the window of the first back.
  const second = await runProgram({ ...environment, GEARBENCH_DATA: app.data });
  expect(second).toBe(0);
  app.page = await next;
  await app.page.waitForSelector('h1');
  await go(app, 'Jobs');
  await expect(app.page.getByRole('row', { name: /wc, Done/ })).toBeVisible();
  const after = await app.call('packets.window', { from: 0, rows: 500 });
  expect(after.rows.slice(0, before.rows.length)).toEqual(before.rows);
  await go(app, 'Functions');
  await expect(app.page.getByRole('row', { name: /wc/ }).getByText('1 idle')).toBeVisible();
});

test('nothing of it runs on when the program is killed', async () => {
  const pidOf = await sleeper('killed', 'trap "" TERM; sleep 300 | sleep 300');
  const pid = await until('the command', pidOf);
  expect(isAlive(pid)).toBe(true);
  app.electron.process().kill('SIGKILL');
  await until('its end', () => !isAlive(pid));
});

test('a workspace that is opened from outside, by a second start or by the system, shows and runs nothing', async () => {
  const write = async (name: string) => {
    const path = join(app.data, `${name}.gearbench.json`);
    const functions = [{ name, command: { kind: 'argv', argv: ['touch', join(app.data, 'ran')] } }];
    await writeFile(path, JSON.stringify({ gearbench: 1, functions }));
    return path;
  };
  const shows = async (name: string) => {
    await expect(app.page.getByRole('button', { name: `Workspace ${name}` })).toBeVisible();
    await expect(app.page.getByText('Restricted workspace')).toBeVisible();
  };
  await go(app, 'Functions');
  await write('first');
  const { ELECTRON_RUN_AS_NODE: _node, ...environment } = process.env;
  expect(await runProgram({ ...environment, GEARBENCH_DATA: app.data }, ['first.gearbench.json'], app.data)).toBe(0);
  await shows('first');
  const second = await write('second'); // as macOS does it for a file that is opened in the Finder
  await app.electron.evaluate(({ app: program }, path) => {
    program.emit('open-file', { preventDefault: () => {} }, path);
  }, second);
  await shows('second');
  expect(existsSync(join(app.data, 'ran'))).toBe(false);
});

test('killing the command of a job fails that job and nothing else', async () => {
  const pidOfVictim = await sleeper('victim');
  const pidOfBystander = await sleeper('bystander');
  const victim = await until('the command', pidOfVictim);
  await until('the other command', pidOfBystander);
  process.kill(victim, 'SIGKILL');
  await go(app, 'Jobs');
  await app.page.getByRole('row', { name: /victim, Failed/ }).click();
  await expect(app.page.getByRole('complementary').getByText('Killed by SIGKILL').first()).toBeVisible();
  await expect(app.page.getByRole('row', { name: /bystander, Running/ })).toBeVisible();
  const { rows } = await app.call('jobs.window', { rows: 10 });
  expect(rows.map(({ function: name, state }) => `${name} ${state}`).sort()).toEqual([
    'bystander running',
    'victim failed',
  ]);
  // The worker lives on and takes the next job.
  await app.call('functions.save', {
    definition: { name: 'victim', command: { kind: 'argv', argv: ['wc', '-l'] } },
    replaces: 'victim',
  });
  await app.call('workload.submit', { function: 'victim', workload: { kind: 'text', text: 'a\n' } });
  await until('the next job', async () => (await app.call('jobs.window', { rows: 10 })).counts.done === 1);
});

test('quitting ends every child process, those of shell lines and those that will not end included', async () => {
  const willing = await until('the command', await sleeper('willing'));
  const stubborn = await until('the other command', await sleeper('stubborn', "trap '' TERM; sleep 300 | sleep 300"));
  const groups = (await run('ps', ['-o', 'pgid=', '-p', `${willing},${stubborn}`])).stdout.trim().split(/\s+/);
  const family = (await run('pgrep', ['-g', groups.join(',')])).stdout.trim().split('\n').map(Number);
  expect(family.length).toBeGreaterThanOrEqual(6);
  const ended = new Promise<void>((done) => app.electron.process().once('exit', () => done()));
  void app.electron.evaluate(({ app: program }) => program.quit()).catch(() => {});
  await ended;
  // A killed process may stand as a zombie where nobody collects the dead; it runs no more.
  const alive = family.filter((each) => state(each) !== undefined && state(each) !== 'Z');
  expect(alive).toEqual([]);
});

/** The state letter of a process (proc(5)); undefined where there is none. */
function state(pid: number): string | undefined {
  try {
    return /^State:\s+(\w)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}

async function runProgram(env: NodeJS.ProcessEnv, args: string[] = [], cwd = root): Promise<number | null> {
  const { spawn } = await import('node:child_process');
  const flags = [...sandboxFlags(), '--disable-gpu', root, ...args];
  const child = spawn(await electronPath(), flags, { env, cwd, stdio: 'ignore' });
  return new Promise((done) => child.once('exit', (code) => done(code)));
}
