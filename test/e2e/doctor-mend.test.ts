import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { glob, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, type Locator, test } from '@playwright/test';
import { needs } from '../support/peers.ts';
import { canBeDamaged, unpacked } from '../support/private-system.ts';
import { type App, launch } from './app.ts';
import { violations } from './axe.ts';
import { go } from './steps.ts';

const run = promisify(execFile);
const PACKAGES = ['php8.2-cli', 'php8.2-common', 'php8.2-gearman', 'libgearman8'];
const isDebian = needs('php') && (await run('dpkg', ['-s', ...PACKAGES]).then(Boolean, () => false));
test.skip(!isDebian || !canBeDamaged(), 'Debian’s PHP with php-gearman must be here, and overlays');

/** What is installed, and the ini files. */
async function system(): Promise<string> {
  const { stdout } = await run('dpkg', ['-V', ...PACKAGES]).catch((error: { stdout: string }) => error);
  const sums = [stdout];
  for await (const path of glob('/etc/php/**/*.ini'))
    sums.push(
      `${path} ${createHash('sha256')
        .update(await readFile(path))
        .digest('hex')}`,
    );
  return sums.sort().join('\n');
}

const INI = '/etc/php/8.2/mods-available/gearman.ini';
const LINE = '/etc/php/8.2/cli/conf.d/20-gearman.ini';
let before: string;
let app: App;
let folder: string;
/** Runs a line in the private system, as a person in a terminal there. */
let there: (line: string) => Promise<string>;
let fpm: number | undefined;

test.beforeAll(async () => {
  before = await system();
  folder = await mkdtemp(join(tmpdir(), 'gearbench-mend-'));
  // A terminal as any other, but that nobody sees it, and that Return is pressed there.
  const terminal = `#!/bin/sh\nshift\n{ echo; sleep 1; } | SHELL=/bin/true "$@" >${folder}/terminal.part 2>&1\nmv ${folder}/terminal.part ${folder}/terminal\n`;
  await writeFile(join(folder, 'x-terminal-emulator'), terminal, { mode: 0o755 });
  app = await launch({
    inside: 'dpkg --purge --force-depends php-gearman php8.2-gearman >/dev/null',
    environment: { PATH: `${folder}:${process.env['PATH']}`, DEBIAN_FRONTEND: 'noninteractive' },
    size: { width: 1280, height: 900 },
  });
  const pid = String(app.electron.process().pid);
  there = async (line) => (await run('nsenter', ['-m', '-t', pid, 'sh', '-c', line])).stdout;
  await app.call('server.start', { port: app.port });
});
test.afterAll(async () => {
  if (fpm !== undefined) process.kill(fpm);
  await app.close();
  await rm(folder, { recursive: true, force: true });
  expect(await system()).toBe(before);
});

const plan = (): Locator => app.page.getByRole('complementary', { name: 'Plan' });
const drawer = (): Locator => app.page.getByRole('region', { name: /^Output: / });
const heading = (name: RegExp): Locator => app.page.getByRole('heading', { level: 2, name });
const loaded = /^gearman [\d.]+ is loaded in PHP 8\.2/;
const missing = /^gearman is not loaded in PHP 8\.2/;

async function scanAgain(): Promise<void> {
  await app.page.getByRole('button', { name: /^Scan again/ }).click();
  await expect(app.page.locator('[aria-busy=false]')).toBeVisible();
}

/** Chooses another plan, by the beginning of its name. */
async function choose(way: string): Promise<void> {
  await plan().getByRole('combobox', { name: 'Way to gearman' }).click();
  await app.page.getByRole('option', { name: new RegExp(`^${way}`) }).click();
}

/** Has a step done that is written, and waits for the checks. */
async function write(step: number): Promise<void> {
  await plan()
    .getByRole('button', { name: `Write…: step ${step}` })
    .click();
  await app.page.getByRole('button', { name: 'Write file' }).click();
  await expect(drawer()).toContainText('Written');
  await expect(drawer()).toContainText('Checked again: ');
}

/** That gearman works is shown by a real job, and by its packets. */
async function proveIt(sentence: RegExp): Promise<void> {
  await app.page.getByRole('button', { name: 'Prove it' }).click();
  await expect(heading(sentence)).toBeVisible({ timeout: 30_000 });
  await expect(app.page.getByRole('button', { name: /^End-to-end \d+ passed/ })).toBeVisible();
}

test.describe.configure({ mode: 'serial' });

test('a PHP without the extension is told so', async () => {
  await go(app, 'PHP Doctor');
  await expect(heading(missing)).toBeVisible({ timeout: 30_000 });
  await expect(app.page.getByRole('article', { name: 'File of the extension' })).toContainText('There is no file');
  await expect(plan()).toContainText('Install the package php8.2-gearman');
  expect(await violations(app.page)).toEqual([]);
});

test('the drop-in is switched on step by step, proven, and undone as a whole', async () => {
  const { page } = app;
  await choose('Do without the extension');
  await plan().getByRole('button', { name: 'Write…: step 1' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('a copy of');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await write(1);
  await expect(plan().getByRole('listitem').first()).toContainText('done');
  expect(await violations(page)).toEqual([]);
  await write(2);
  await expect(heading(/PHP client takes the place of the gearman extension/)).toBeVisible();
  // PHP runs it before each file, but not before what is said with -r.
  await writeFile(join(folder, 'try.php'), '<?php echo get_class(new GearmanClient), GEARBENCH_DROP_IN;');
  expect(await there(`php ${folder}/try.php`)).toMatch(/^GearmanClient\d/);
  await proveIt(/^Gearbench’s PHP client works in PHP 8\.2\.\d+: verified with a real job, [\d.]+ ms\.$/);

  const changed = plan().getByRole('region', { name: 'Changed by Gearbench' });
  await expect(changed).toContainText('/etc/php/8.2/cli/conf.d/99-gearbench.ini');
  await page.keyboard.press('Escape');
  await expect(drawer()).toBeHidden();
  await changed.getByRole('button', { name: 'Undo all' }).click();
  await expect(heading(missing)).toBeVisible();
  await expect(changed).toBeHidden();
  expect((await there('ls /etc/php/8.2/cli/conf.d')).includes('99-gearbench.ini')).toBe(false);
  expect(await readdir(join(app.data, 'php', 'changes'))).toEqual([]);
  await page.keyboard.press('Control+J');
  await expect(drawer()).toBeVisible();
  await page.keyboard.press('Control+J');
});

test('the package is installed in a terminal, because that takes an administrator, and proven', async () => {
  await choose('Install your system’s package');
  const [step] = await plan().getByRole('listitem').all();
  await expect(step as Locator).toContainText('needs an administrator');
  await expect((step as Locator).getByRole('button', { name: /^Run/ })).toHaveCount(0);
  await plan().getByRole('button', { name: 'Open in terminal: step 1' }).click();
  const terminal = () => readFile(join(folder, 'terminal'), 'utf8').catch(() => '');
  await expect.poll(terminal, { timeout: 120_000 }).toContain('Exit code');
  expect(await terminal()).toMatch(/^\$ apt-get install -y php8\.2-gearman\n[\s\S]*Exit code 0\n$/);
  await scanAgain();
  await expect(heading(loaded)).toBeVisible();
  await proveIt(/^gearman [\d.]+ works in PHP 8\.2\.\d+: verified with a real job, [\d.]+ ms\.$/);
});

test('the line commented out by hand is found by file and line, mended, and undone', async () => {
  const { page } = app;
  const commented = "sed -i 's/^extension=/; &/' ";
  await there(commented + INI);
  await scanAgain();
  await expect(heading(missing)).toBeVisible();
  const number = (await there(`grep -n '^; extension' ${INI}`)).split(':')[0];
  const check = page.getByRole('article', { name: 'extension=gearman' });
  await expect(check).toContainText(`${LINE}:${number} would load it, but a ; stands before it.`);
  await write(1);
  await expect(heading(loaded)).toBeVisible();
  expect(await there(`grep -c '^extension' ${INI}`)).toBe('1\n');
  // Somebody writes into the file: it is not put back.
  await there(`echo '; mine' >>${INI}`);
  const undo = plan().getByRole('region', { name: 'Changed by Gearbench' }).getByRole('button', { name: 'Undo' });
  await undo.click();
  await expect(page.getByText('has been changed since, so that it was left as it is.')).toBeVisible();
  await there(`sed -i '$d' ${INI}`);
  await undo.click();
  await expect(heading(missing)).toBeVisible();
  await there(`sed -i 's/^; extension/extension/' ${INI}`);
  await scanAgain();
  await expect(heading(loaded)).toBeVisible();
});

const files = unpacked('php8.2-fpm');
test('a PHP-FPM beside it without gearman is told apart', async () => {
  test.skip(files === null, 'the package php8.2-fpm must be to be had');
  const { page } = app;
  const configuration = `[global]\nerror_log=${folder}/log\n[www]\nuser=nobody\ngroup=nogroup\nlisten=${folder}/socket\npm=static\npm.max_children=1\n`;
  await writeFile(join(folder, 'fpm.conf'), configuration);
  await there(`mkdir -p /etc/php/8.2/fpm/conf.d && cp ${files}/usr/sbin/php-fpm8.2 /usr/sbin/
    php-fpm8.2 -D -y ${folder}/fpm.conf -g ${folder}/fpm.pid >/dev/null 2>&1
    while [ ! -S ${folder}/socket ]; do sleep 0.1; done`);
  fpm = Number(await readFile(join(folder, 'fpm.pid'), 'utf8'));
  await scanAgain();
  await expect(heading(loaded)).toBeVisible();
  await expect(page.getByRole('article', { name: 'PHP-FPM', exact: true })).toContainText(
    /php-fpm8\.2 \(PHP 8\.2\.\d+\) does not have gearman, and the command line’s PHP does\. It reads \/etc\/php\/8\.2\/fpm\/conf\.d/,
  );
  await expect(plan()).toContainText('phpenmod -v 8.2 -s fpm gearman');
});
