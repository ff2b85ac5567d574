import { expect, test } from '@playwright/test';
import { ServerDraft } from '../../main/contract/servers.ts';
import { needs } from '../support/peers.ts';
import type { Background } from '../support/processes.ts';
import { type App, freePort, launch } from './app.ts';
import { violations } from './axe.ts';
import { startGearmand, startWorker } from './stock.ts';

test.describe.configure({ mode: 'serial' });
test.skip(!needs('gearmand') || !needs('gearman') || !needs('gearadmin'), 'gearmand and its tools are not installed');

const NAMES = ['Blue', 'Green', 'Red'] as const;
const servers: { name: string; port: number; server: Background; worker: Background }[] = [];
let app: App;

test.beforeAll(async () => {
  app = await launch();
  for (const name of NAMES) {
    const port = await freePort();
    const server = await startGearmand(port);
    const worker = startWorker(port, 'where', ['echo', name]);
    servers.push({ name, port, server, worker });
    const address = `127.0.0.1:${port}`;
    await app.call('servers.add', {
      server: ServerDraft.parse({ kind: 'attached', label: name, group: 'Queues', address, every: 0.5 }),
    });
  }
  await expect
    .poll(
      async () => (await app.call('servers.list', undefined)).filter(({ counts }) => counts?.workers === 1).length,
      {
        timeout: 20_000,
      },
    )
    .toBe(NAMES.length);
});
test.afterAll(async () => {
  for (const { server, worker } of servers) {
    await worker.stop();
    await server.stop();
  }
  await app?.close();
});

const sheet = () => app.page.getByRole('dialog', { name: 'Submit job' });
const result = () => sheet().getByRole('region', { name: 'Result' });
const chips = () => sheet().getByRole('group', { name: 'Servers of the list' });

test('a group is chosen by keys, and each job says where it went', async () => {
  const { page } = app;
  await page.keyboard.press('Control+N');
  await sheet().getByLabel('Function').fill('where');
  await page.keyboard.press('Tab');
  await sheet().getByRole('textbox', { name: 'Workload' }).fill('x');
  await sheet().getByRole('radio', { name: 'Several' }).click();
  await chips().getByRole('button', { name: 'All of Queues' }).focus();
  await page.keyboard.press('Space');
  await sheet().getByRole('radio', { name: 'In turn' }).click();
  for (const [index, name] of NAMES.entries()) {
    const next = NAMES[(index + 1) % NAMES.length] as string;
    await expect(
      sheet().getByText(new RegExp(`The next job goes to ${name}\\. If that does not answer: ${next} →`)),
    ).toBeVisible();
    await page.keyboard.press('Control+Shift+Enter');
    await expect(result().getByText(`Sent to ${name}.`)).toBeVisible();
    await expect(result().locator('pre').first()).toHaveText(new RegExp(name));
  }
  const sent = sheet().getByRole('region', { name: 'Recent' });
  for (const name of NAMES)
    await expect(sent.getByRole('button', { name: new RegExp(`where.*${name}`) })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: 'out/shots/several-servers.png' });
});

test('where a unique ID belongs is shown, and the job goes there', async () => {
  const { page } = app;
  await sheet().getByRole('radio', { name: 'By unique ID' }).click();
  await sheet().getByRole('combobox', { name: 'Unique ID' }).click();
  await page.getByRole('option', { name: 'Own' }).click();
  await sheet().getByRole('textbox', { name: 'Unique ID' }).fill('order-1');
  const shown = sheet().getByText(/The next job goes to/);
  await expect(sheet()).toContainText('-u order-1'); // what is shown is of this one
  await expect(shown).toContainText(/goes to (Blue|Green|Red)/);
  const name = /goes to (\w+)/.exec((await shown.textContent()) ?? '')?.[1] ?? '';
  await page.keyboard.press('Control+Shift+Enter');
  await expect(result().locator('pre').first()).toHaveText(new RegExp(name));
});

test('a run goes on when one server is killed, and says what became of its jobs', async () => {
  const { page } = app;
  await sheet().getByRole('radio', { name: 'Many' }).click();
  await sheet().getByRole('radio', { name: 'In turn' }).click();
  await sheet().getByRole('textbox', { name: 'Jobs' }).fill('600');
  await sheet().getByRole('textbox', { name: 'per second' }).fill('100');
  await page.keyboard.press('Control+Enter');
  const table = result().getByRole('region', { name: 'Where jobs went' });
  await expect(table.getByRole('row', { name: /^Red/ }).getByRole('cell').first()).not.toHaveText('0');
  await servers[2]?.server.stop();
  await servers[2]?.worker.stop(); // it would ask for its server without a pause
  await expect(table.getByRole('row', { name: /Red.*does not answer/ })).toBeVisible();
  await page.screenshot({ path: 'out/shots/several-servers-run.png' });
  await expect(result().getByRole('status').first()).toHaveText('Done', { timeout: 30_000 });
  const [run] = await app.call('runs.list', undefined);
  expect(run?.counts.sent).toBe(600);
  expect((run?.counts.done ?? 0) + (run?.counts.lost ?? 0)).toBe(600);
  const of = (index: number) => run?.servers[index]?.jobs ?? 0;
  expect([of(0) > of(2), of(1) > of(2), of(0) + of(1) + of(2)]).toEqual([true, true, 600]);
});

test('the next job passes over the one that is gone, and says so', async () => {
  const { page } = app;
  await sheet().getByRole('radio', { name: 'One' }).click();
  await sheet().getByRole('radio', { name: 'First that answers' }).click();
  await sheet()
    .getByRole('textbox', { name: 'Servers' })
    .fill(`127.0.0.1:${servers[2]?.port}, 127.0.0.1:${servers[0]?.port}`);
  await expect(sheet().getByText(/The next job goes to Red/)).toBeVisible();
  await page.keyboard.press('Control+Shift+Enter');
  await expect(result().getByText(/Not to Red: Nothing listens on/)).toBeVisible();
  await expect(result().locator('pre').first()).toHaveText(/Blue/);
  await expect(
    sheet().getByText('The next job goes to Blue. If that does not answer: Red. Red did not answer lately.'),
  ).toBeVisible();
  await page.screenshot({ path: 'out/shots/several-servers-gone.png' });
});
