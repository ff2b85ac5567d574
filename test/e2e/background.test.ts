import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, expect, test } from '@playwright/test';
import { unpacked } from '../support/private-system.ts';
import { hasBus, type SessionBus, sessionBus } from '../support/session-bus.ts';
import { type App, electronPath, type LaunchOptions, launch, sandboxFlags } from './app.ts';
import { copiedText, go } from './steps.ts';

const root = resolve(import.meta.dirname, '..', '..');

let bus: SessionBus;
let app: App;
test.afterEach(async () => {
  await app?.close().catch(() => {});
  bus?.end();
});

/** Starts the program on a desktop of its own. */
async function start({ tray = true, ...options }: LaunchOptions & { tray?: boolean } = {}): Promise<void> {
  test.skip(!hasBus(), 'there is no session bus');
  bus = await sessionBus({ tray });
  const config = await mkdtemp(join(tmpdir(), 'gearbench-config-'));
  test.info().annotations.push({ type: 'folder', description: config });
  app = await launch({
    ...options,
    environment: { ...session(), XDG_CONFIG_HOME: config, ...options.environment },
  });
}

/** What a program of this desktop has in its environment; notifications go through a library of GNOME's. */
const session = () => ({
  DBUS_SESSION_BUS_ADDRESS: bus.address,
  LD_LIBRARY_PATH: join(
    unpacked('libnotify4') ?? '',
    'usr',
    'lib',
    `${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`,
  ),
});

/** Whether the window is to be seen. */
const isShown = () =>
  app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((each) => each.isVisible()));
const closeWindow = () => app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

/** A property of the icon in the tray, asked as a panel asks it. */
const property = (name: string) =>
  bus.ask(
    bus.items[0] ?? '',
    '/StatusNotifierItem',
    'org.freedesktop.DBus.Properties.Get',
    'org.kde.StatusNotifierItem',
    name,
  );

/** What it says when it is pointed at. */
const tip = () => property('ToolTip');

/** Calls a method of its menu. */
const askMenu = (method: string, ...args: string[]) =>
  bus.ask(
    bus.items[0] ?? '',
    /objectpath '([^']+)'/.exec(property('Menu'))?.[1] ?? '/',
    `com.canonical.dbusmenu.${method}`,
    ...args,
  );

/** The items of its menu, and their numbers by their words. */
function menu(): { labels: string[]; idOf: (label: string) => string } {
  const layout = askMenu('GetLayout', '0', 'int32 -1', '@as []');
  const found = [...layout.matchAll(/<\((?:int32 )?(\d+), \{([^}]*)\}/g)].flatMap(([, id = '', properties = '']) => {
    const label = /'label': <'([^']*)'>/.exec(properties)?.[1];
    return label === undefined ? [] : [{ id, label }];
  });
  return {
    labels: found.map(({ label }) => label),
    idOf: (label) => found.find((each) => each.label === label)?.id ?? '',
  };
}

/** Chooses an item, as a panel does it. */
const chooseItem = (label: string) => askMenu('Event', menu().idOf(label), 'clicked', "<''>", '0');

test('the icon is in the tray, and its menu tells how the server is and does what it says', async () => {
  await start();
  await expect.poll(() => bus.items.length).toBe(1);
  await expect.poll(tip).toContain(`Running at 127.0.0.1:${app.port}`);
  await expect.poll(() => menu().labels).toContain('Stop job server');
  expect(await copiedText(app.electron, async () => chooseItem(`Address: 127.0.0.1:${app.port}`))).toBe(
    `127.0.0.1:${app.port}`,
  );
  chooseItem('Stop job server');
  await expect.poll(tip).toContain('The job server is stopped');
  await expect.poll(() => menu().labels).toContain('Start job server');
  chooseItem('Start job server');
  await expect.poll(tip).toContain('0 running · 0 queued');
  chooseItem('Settings…');
  await expect(app.page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await app.call('settings.change', { tray: false });
  await expect.poll(tip).toBe('');
});

/** A function whose workers do not run. */
const define = (name: string, ...argv: string[]) =>
  app.call('functions.save', { definition: { name, command: { kind: 'argv', argv } }, replaces: null });
const defineWc = () => define('wc', 'wc', '-l');

/** A job in the background. */
const submit = (name: string, text = '') =>
  app.call('workload.submit', { function: name, workload: { kind: 'text', text }, background: true });

/** How many jobs have failed. */
const failed = async () => (await app.call('jobs.window', { rows: 1 })).counts.failed;

test('a job that nobody takes asks for attention; the last job is submitted again', async () => {
  await start();
  await defineWc();
  await submit('wc', 'a\n');
  await expect.poll(tip).toContain('“wc” waits for a worker');
  await expect.poll(() => menu().labels).toContain('wc: 0 running · 1 queued');
  await expect.poll(() => menu().labels).toContain('Submit “wc” again');
  chooseItem('Submit “wc” again');
  await expect.poll(() => menu().labels).toContain('wc: 0 running · 2 queued');
  await app.call('workers.start', { name: 'wc' });
  await expect.poll(tip).not.toContain('waits for a worker');
});

test('with a tray a closed window leaves all running, says so once, and comes back as it was', async () => {
  await start();
  await defineWc();
  await app.call('workers.start', { name: 'wc' });
  await go(app, 'Jobs');
  await closeWindow();
  await expect.poll(isShown).toBe(false);
  await expect.poll(() => bus.notified.map(({ title }) => title)).toEqual(['Gearbench goes on']);
  await app.call('workload.submit', { function: 'wc', workload: { kind: 'text', text: 'a\n' } });
  await expect.poll(async () => (await app.call('jobs.window', { rows: 1 })).counts.done).toBe(1);
  await expect(async () => {
    chooseItem('Open Gearbench'); // it is lost where the menu becomes another one at this moment
    expect(await isShown()).toBe(true);
  }).toPass();
  await expect(app.page.getByRole('row', { name: /wc, Done/ })).toBeVisible();
  await closeWindow();
  await expect.poll(isShown).toBe(false);
  await secondStart();
  await expect.poll(isShown).toBe(true);
  expect(bus.notified.length).toBe(1);
});

test('without a tray closing the window asks, and quits', async () => {
  await start({ tray: false, settings: { askQuit: true } });
  await expect.poll(async () => (await app.call('server.status', undefined)).echo).not.toBe(null);
  const asked = await answerQuestions([1]);
  await closeWindow();
  await expect.poll(asked).toEqual([
    {
      message: 'Close the window and quit Gearbench?',
      detail: `This desktop has no tray in which it could go on.\n\nThis stops:\n• the job server at 127.0.0.1:${app.port}`,
      buttons: ['Quit', 'Cancel'],
    },
  ]);
  expect(await isShown()).toBe(true);
  await answerQuestions([0]);
  const ended = new Promise<void>((done) => app.electron.process().once('exit', () => done()));
  void closeWindow().catch(() => {});
  await ended;
});

test('the question before quitting names what would stop; it can go on instead, and be asked no more', async () => {
  await start({ settings: { askQuit: true } });
  await defineWc();
  await define('slow', 'sleep', '300');
  await app.call('workers.start', { name: 'slow' });
  for (const text of ['a', 'b', 'c']) await submit('slow', text);
  await expect
    .poll(async () => (await app.call('jobs.window', { rows: 9 })).counts)
    .toMatchObject({ queued: 2, running: 1 });
  const quit = () => app.electron.evaluate(({ app: program }) => program.quit());
  const asked = await answerQuestions([2, 1, 0]);
  await quit();
  await expect.poll(asked).toEqual([
    {
      message: 'Quit Gearbench?',
      detail: [
        'This stops:',
        `• the job server at 127.0.0.1:${app.port}`,
        '• 1 worker',
        '• 1 job that runs',
        '• 2 queued jobs, which are lost: they are in memory only',
      ].join('\n'),
      buttons: ['Quit', 'Keep running', 'Cancel'],
    },
  ]);
  expect(await isShown()).toBe(true);
  await quit();
  await expect.poll(isShown).toBe(false);
  const ended = new Promise<void>((done) => app.electron.process().once('exit', () => done()));
  void quit().catch(() => {});
  await ended;
  // The last answer had “Don’t ask again” ticked.
  expect(JSON.parse(readFileSync(join(app.data, 'settings.json'), 'utf8'))).toMatchObject({ askQuit: false });
});

test('failures are told together while nobody looks, and choosing one shows the jobs', async () => {
  await start();
  await define('fails', 'false');
  await app.call('workers.start', { name: 'fails' });
  await go(app, 'Jobs');
  await app.electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    if (window !== undefined) window.isFocused = () => true; // no window manager gives it the focus here
  });
  await submit('fails');
  await expect.poll(failed).toBe(1);
  await go(app, 'Settings');
  await submit('fails');
  await expect.poll(() => bus.notified).toEqual([{ id: 1, title: '1 job failed', body: 'fails' }]);
  await closeWindow();
  await expect.poll(isShown).toBe(false);
  bus.choose(1);
  await expect.poll(isShown).toBe(true);
  await expect(app.page.getByRole('heading', { level: 1, name: 'Jobs' })).toBeVisible();
});

test('a job without a worker is told; what came while notifications were switched off is not', async () => {
  await start();
  await go(app, 'Traffic');
  await define('fails', 'false');
  await app.call('workers.start', { name: 'fails' });
  await app.call('settings.change', { notices: false });
  await submit('fails');
  await expect.poll(failed).toBe(1);
  await submit('nobody');
  await expect.poll(tip).toContain('“nobody” waits for a worker'); // what is to be told is looked at together with this
  await app.call('settings.change', { notices: true });
  await expect
    .poll(() => bus.notified.map(({ title, body }) => `${title}: ${body}`))
    .toEqual(['1 job waits, and no worker takes it: nobody']);
});

test('started at login it shows no window, and has one as soon as it is asked for', async () => {
  await start();
  const own = { ...process.env, ...session(), GEARBENCH_DATA: app.data, XDG_CONFIG_HOME: config() } as Record<
    string,
    string
  >;
  delete own['ELECTRON_RUN_AS_NODE'];
  await app.electron.close();
  const hidden = await _electron.launch({
    executablePath: await electronPath(),
    args: [...sandboxFlags(), '--disable-gpu', root, '--hidden'],
    env: own,
  });
  app = { ...app, electron: hidden };
  await expect.poll(() => bus.items.length).toBe(2);
  const windows = () => hidden.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  expect(await windows()).toBe(0);
  const opened = hidden.waitForEvent('window');
  await secondStart();
  const page = await opened;
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  expect(await windows()).toBe(1);
  await hidden.close();
});

test('without a tray it shows its window, however it is started', async () => {
  await start({ tray: false, args: ['--hidden'] });
  expect(await isShown()).toBe(true);
});

test('a switch of the settings starts it at login, and starts it no more', async () => {
  await start();
  const file = join(config(), 'autostart', 'gearbench.desktop');
  expect(existsSync(file)).toBe(false);
  await go(app, 'Settings');
  await app.page.getByRole('checkbox', { name: 'Start Gearbench when you log in' }).click();
  await expect.poll(() => existsSync(file) && readFileSync(file, 'utf8')).toContain('"--hidden"');
  await app.page.getByRole('checkbox', { name: 'Start Gearbench when you log in' }).click();
  await expect.poll(() => existsSync(file)).toBe(false);
});

const config = () => test.info().annotations.find(({ type }) => type === 'folder')?.description ?? '';

test.afterEach(async () => {
  if (config() !== '') await rm(config(), { recursive: true, force: true });
});

/** What is asked from now on is answered so, with the box ticked in the last one. Returns what was asked. */
async function answerQuestions(responses: number[]) {
  await app.electron.evaluate(({ dialog }, answers) => {
    const asked: unknown[] = [];
    Object.assign(globalThis, { asked });
    const left = [...answers];
    dialog.showMessageBox = ((...given: unknown[]) => {
      const { message, detail, buttons } = given.at(-1) as Electron.MessageBoxOptions;
      asked.push({ message, detail, buttons });
      const response = left.shift() ?? 0;
      return Promise.resolve({ response, checkboxChecked: left.length === 0 });
    }) as typeof dialog.showMessageBox;
  }, responses);
  return () => app.electron.evaluate(() => (globalThis as unknown as { asked: unknown[] }).asked.slice(0, 1));
}

async function secondStart(): Promise<void> {
  const { spawn } = await import('node:child_process');
  const { ELECTRON_RUN_AS_NODE: _node, ...environment } = process.env;
  const child = spawn(await electronPath(), [...sandboxFlags(), '--disable-gpu', root], {
    env: { ...environment, GEARBENCH_DATA: app.data, DBUS_SESSION_BUS_ADDRESS: bus.address },
    stdio: 'ignore',
  });
  await new Promise((done) => child.once('exit', done));
}
