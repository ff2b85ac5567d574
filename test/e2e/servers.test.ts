import { expect, test } from '@playwright/test';
import { needs } from '../support/peers.ts';
import { type Background, run } from '../support/processes.ts';
import { type App, freePort, launch } from './app.ts';
import { violations } from './axe.ts';
import { at, startGearmand, startWorker } from './stock.ts';

let app: App;
const started: Background[] = [];
test.afterEach(async () => {
  for (const each of started.splice(0).toReversed()) await each.stop();
  await app?.close();
});

const start = (program: Background): Background => {
  started.push(program);
  return program;
};

const sidebar = () => app.page.getByRole('navigation', { name: 'Gearbench' });
const inspector = (name: string) => app.page.getByRole('complementary', { name: `Server ${name}` });

/** Fills the sheet and sends it. */
async function add(kind: 'Attached' | 'Embedded' | 'Proxy', fields: Record<string, string>): Promise<void> {
  await sidebar().getByRole('button', { name: 'Add server…' }).click();
  const sheet = app.page.getByRole('dialog', { name: 'Add server' });
  await sheet.getByRole('radio', { name: kind }).click();
  for (const [label, value] of Object.entries(fields)) await sheet.getByLabel(label, { exact: true }).fill(value);
  await app.page.keyboard.press('Enter');
  await expect(sheet).toBeHidden();
}

test('an embedded server on another port is added, stopped, removed and comes back', async () => {
  app = await launch();
  const { page } = app;
  const port = await freePort();
  await page.keyboard.press('Control+9');
  await expect(page.getByText('One server here, and room for others')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await add('Embedded', { Port: String(port), Label: 'second' });
  const row = page.getByRole('row', { name: /^second, Embedded, Running/ });
  await expect(row).toBeVisible();
  expect((await run('gearman', [...at(port), '-b', '-f', 'wc', 'x'])).code).toBe(0);
  await expect(page.getByRole('row', { name: /^second,.* 1 queued/ })).toBeVisible();
  await inspector('second').getByRole('tab', { name: 'Functions' }).click();
  await expect(inspector('second').getByRole('row', { name: 'wc, 1 queued and no worker' })).toBeVisible();
  await sidebar()
    .getByRole('button', { name: /^second/ })
    .click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Stop', exact: true }).click();
  await expect(page.getByRole('row', { name: /^second, Embedded, Stopped/ })).toBeVisible();
  await page.getByRole('row', { name: /^second/ }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await expect(sidebar().getByRole('button', { name: /^second/ })).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(sidebar().getByRole('button', { name: /^second/ })).toBeVisible();
});

test('a real gearmand is attached, changed, paused, killed and comes back', async () => {
  test.skip(!needs('gearmand') || !needs('gearman') || !needs('gearadmin'), 'gearmand is not installed');
  test.setTimeout(120_000);
  app = await launch();
  const { page } = app;
  const port = await freePort();
  let server = start(await startGearmand(port));
  for (const text of ['1', '2', '3']) await run('gearman', [...at(port), '-b', '-f', 'stuck', text]);
  const worker = start(startWorker(port, 'idle', ['cat']));

  await add('Attached', { Address: `127.0.0.1:${port}`, Label: 'staging', 'Look every': '0.5' });
  const light = sidebar().getByRole('button', { name: /^staging/ });
  await expect(light).toHaveAccessibleName(/Attached, Answers/);
  await expect(light.locator('.state--ok')).toBeVisible();
  const detail = inspector('staging');
  await expect(detail).toContainText('An attached server tells counts, no contents.');
  await detail.getByRole('tab', { name: 'Functions' }).click();
  await expect(detail.getByRole('row', { name: 'stuck, 3 queued and no worker' })).toBeVisible();
  await expect(detail.getByRole('row', { name: 'idle, 0 queued, 0 running, 1 worker' })).toBeVisible();
  expect(await violations(page)).toEqual([]);

  // It is changed, and says so.
  await detail.getByRole('button', { name: 'Create function…' }).click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByLabel('Name').fill('created');
  await dialog.getByRole('button', { name: 'Create on staging' }).click();
  await expect(page.getByText('Function created created. The server said OK')).toBeVisible();
  await detail.getByRole('row', { name: /^created/ }).click();
  await detail.getByRole('button', { name: 'Max queue…' }).click();
  await dialog.getByRole('textbox').fill('7');
  await dialog.getByRole('button', { name: 'Set on staging' }).click();
  await expect(dialog).toBeHidden();
  await detail.getByRole('button', { name: 'Drop…' }).click();
  await dialog.getByRole('button', { name: 'Drop on staging' }).click();
  await expect(detail.getByRole('row', { name: /^created/ })).toBeHidden();
  await detail.getByRole('row', { name: /^idle/ }).click();
  await detail.getByRole('button', { name: 'Drop…' }).click();
  await dialog.getByRole('button', { name: 'Drop on staging' }).click();
  await expect(dialog.getByRole('alert')).toContainText('still connected workers');
  await page.keyboard.press('Escape');
  await detail.getByRole('tab', { name: 'Jobs' }).click();
  await detail.getByRole('row', { name: /^H:/ }).first().click();
  await detail.getByRole('button', { name: 'Cancel job…' }).click();
  await dialog.getByRole('button', { name: 'Cancel job on staging' }).click();
  await expect(detail.getByRole('row', { name: /Will be skipped$/ })).toHaveCount(1);

  // It is paused: its light goes out, and the window says when it is tried again.
  await detail.getByRole('tab', { name: 'Details' }).click();
  process.kill(server.child.pid as number, 'SIGSTOP');
  await expect(light).toHaveAccessibleName(/No echo|Not reached/, { timeout: 20_000 });
  await expect(detail).toContainText('It is tried again in', { timeout: 30_000 });
  process.kill(server.child.pid as number, 'SIGCONT');
  await expect(light).toHaveAccessibleName(/Attached, Answers/, { timeout: 30_000 });

  // It dies, and another one is there on the same port.
  await worker.stop();
  await server.stop();
  await expect(light).toHaveAccessibleName(/Not reached/, { timeout: 20_000 });
  await expect(detail).toContainText(`Nothing listens on 127.0.0.1:${port}`);
  server = start(await startGearmand(port));
  await detail
    .getByRole('button', { name: 'Try again now' })
    .click({ timeout: 2000 })
    .catch(() => {}); // it may have come back by itself
  await expect(light).toHaveAccessibleName(/Attached, Answers/, { timeout: 30_000 });
});

test('a server that is not on this machine is locked until it is unlocked, and is again', async () => {
  app = await launch();
  const { page } = app;
  await add('Attached', { Address: '192.0.2.1:4730', Label: 'production' }); // nobody's address
  const detail = inspector('production');
  const item = sidebar().getByRole('button', { name: /^production/ });
  await expect(item).toHaveAccessibleName(/Locked/);
  await detail.getByRole('tab', { name: 'Functions' }).click();
  await expect(detail.getByRole('button', { name: 'Create function…' })).toBeDisabled();
  await detail.getByRole('tab', { name: 'Console' }).click();
  await detail.getByRole('combobox').fill('shutdown');
  await page.keyboard.press('Enter');
  await expect(detail.getByRole('region', { name: 'shutdown' })).toContainText('production is locked');
  await detail.getByRole('button', { name: 'Unlock…' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Unlock production?' });
  await expect(dialog).toContainText('192.0.2.1:4730 is not on this machine.');
  await dialog.getByRole('button', { name: 'Unlock production' }).click();
  await expect(item).not.toHaveAccessibleName(/Locked/);
  await detail.getByRole('tab', { name: 'Details' }).click();
  await detail.getByRole('button', { name: 'Lock', exact: true }).click();
  await expect(item).toHaveAccessibleName(/Locked/);
});

test('lines are typed to servers in their consoles, explained, recalled and asked about', async () => {
  test.skip(!needs('gearmand') || !needs('gearman') || !needs('gearadmin'), 'gearmand is not installed');
  app = await launch();
  const { page } = app;
  const port = await freePort();
  const server = start(await startGearmand(port));
  await run('gearman', [...at(port), '-b', '-f', 'stuck', 'x']);
  start(startWorker(port, 'idle', ['cat']));
  await add('Attached', { Address: `127.0.0.1:${port}`, Label: 'staging', 'Look every': '0.5' });
  const detail = inspector('staging');
  await detail.getByRole('tab', { name: 'Functions' }).click();
  await expect(detail.getByRole('row', { name: /^idle.* 1 worker/ })).toBeVisible();

  // By keys alone: the command leads to the field.
  await page.keyboard.press('Control+K');
  await page.getByRole('combobox').fill('admin console');
  await page.keyboard.press('Enter');
  const field = detail.getByRole('combobox', { name: 'Line for staging' });
  await expect(field).toBeFocused();
  await page.keyboard.type('stat');
  await page.keyboard.press('Tab');
  await expect(field).toHaveValue('status');
  await page.keyboard.press('Enter');
  const entry = (line: string) => detail.getByRole('region', { name: line, exact: true });
  await expect(entry('status').getByRole('row', { name: 'stuck 1 0 0' })).toBeVisible();
  await expect(entry('status').getByRole('row', { name: 'idle 0 0 1' })).toBeVisible();
  await page.keyboard.type('show jobs');
  await page.keyboard.press('Enter');
  const handle = await entry('show jobs').getByRole('cell', { name: /^H:/ }).textContent();
  expect(await violations(page)).toEqual([]);

  // What it named is offered; what is gone afterwards is asked about, with the server's name.
  await page.keyboard.type('cancel job H');
  await page.keyboard.press('Tab');
  await expect(field).toHaveValue(`cancel job ${handle}`);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('alertdialog', { name: `Cancel ${handle} on staging?` });
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Send to staging' }).click();
  await expect(entry(`cancel job ${handle}`)).toContainText('If it waits, it will be skipped.');
  await field.focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(field).toHaveValue('show jobs');
  await page.keyboard.press('Enter');
  await expect(detail.getByRole('row', { name: `${handle} 0 1 0` })).toBeVisible();

  // One that is stopped says nothing, and is not waited for any longer than one wants.
  process.kill(server.child.pid as number, 'SIGSTOP');
  await page.keyboard.type('version');
  await page.keyboard.press('Enter');
  await expect(entry('version').getByText(/Runs for/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(entry('version')).toContainText('Nobody waited for the answer.');
  process.kill(server.child.pid as number, 'SIGCONT');
  await page.keyboard.press('Control+L');
  await expect(entry('version')).toBeHidden();

  // Gearbench's own is spoken to as any other, and does not know how to shut down.
  await page.getByRole('row', { name: /^Local/ }).click();
  await inspector('Local').getByRole('combobox', { name: 'Line for Local' }).fill('shutdown');
  await page.keyboard.press('Enter');
  await expect(inspector('Local').getByRole('region', { name: 'shutdown' })).toContainText(
    'The server does not know this line',
  );
  await expect(page.getByRole('row', { name: /^Local, Embedded, Running/ })).toBeVisible();
});

test('fifty servers are in the sidebar, and the palette goes to one of them', async () => {
  app = await launch();
  const { page } = app;
  const names = Array.from({ length: 50 }, (_, index) => `127.0.0.1:${20_000 + index}`);
  await add('Attached', { Address: names.join(', ') });
  await expect(
    sidebar()
      .getByRole('listitem')
      .filter({ hasText: /127\.0\.0\.1:200\d\d/ }),
  ).toHaveCount(50);
  await page.keyboard.press('Control+K');
  await page.getByRole('combobox').fill(names[42] as string);
  await page.keyboard.press('Enter');
  await expect(inspector(names[42] as string)).toBeVisible();
  await expect(sidebar().getByRole('button', { name: new RegExp(`^${names[42]}`) })).toBeInViewport();
});
