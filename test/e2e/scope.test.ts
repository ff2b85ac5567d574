import { expect, test } from '@playwright/test';
import { needs } from '../support/peers.ts';
import { type Background, run, until } from '../support/processes.ts';
import { type App, freePort, launch } from './app.ts';
import { violations } from './axe.ts';
import { go } from './steps.ts';
import { at, startGearmand, startWorker } from './stock.ts';

let app: App;
const started: Background[] = [];
// Before the window, whose server one of the workers is at.
test.afterEach(async () => {
  for (const each of started.splice(0).toReversed()) await each.stop();
  await app?.close();
});

/** Submits in the background with the real client. */
async function submit(port: number, name: string, count = 1): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await run('gearman', [...at(port), '-b', '-f', name, `${name} ${turn}`]);
}

/** The first server, one more of our own and a real one that is attached; with jobs, and a worker at the second one. */
async function three() {
  const [first, second, far] = [await freePort(), await freePort(), await freePort()];
  app = await launch({ port: first });
  started.push(await startGearmand(far));
  const common = { colour: 'green' as const, group: '', on: true };
  await app.call('servers.add', { server: { kind: 'embedded', label: 'Second', port: second, ...common } });
  const address = `127.0.0.1:${far}`;
  const staging = { kind: 'attached' as const, label: 'Staging', address, tls: null, every: 0.5 };
  await app.call('servers.add', { server: { ...staging, ...common } });
  // The client ends with 0 where nobody listens yet.
  const runs = async () =>
    (await app.call('servers.list', undefined)).some(({ id, state }) => id === 'second' && state === 'running');
  await until('the second server', runs);
  await submit(first, 'mail.send', 2);
  await submit(second, 'mail.send', 3);
  await submit(second, 'resize');
  await submit(far, 'mail.send', 4);
  started.push(startWorker(second, 'idle', ['cat']));
  const { page } = app;
  const scope = page.getByRole('combobox', { name: 'Servers shown' });
  const choose = async (name: string) => {
    await scope.click();
    await page.getByRole('option', { name, exact: true }).click();
  };
  return { page, scope, choose };
}

test('each screen shows all servers or one, with sums and whose rows they are', async () => {
  test.skip(!needs('gearmand') || !needs('gearman') || !needs('gearadmin'), 'gearmand and its tools are not installed');
  const { page, scope, choose } = await three();
  await go(app, 'Overview');
  await expect(scope).toContainText('All servers');
  const board = page.getByRole('grid', { name: 'Functions' });
  const row = (name: RegExp) => board.getByRole('row', { name });
  // Under their servers, each with its sums.
  await expect(row(/^Second on Second: 4 queued/)).toBeVisible();
  await expect(row(/^Staging on Staging: 4 queued.*without a worker/)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Queued 10/ })).toBeVisible();
  await expect(page.getByText('without 1 attached server').first()).toBeVisible();
  await expect(page.getByText('No worker is registered for mail.send on Staging.')).toBeVisible();
  await expect(page.getByRole('contentinfo')).toContainText('All servers');
  // As sums, which open.
  await page.getByRole('radio', { name: 'By function' }).click();
  await expect(row(/^mail.send on 3 servers: 9 queued/)).toBeVisible();
  await row(/^mail.send on 3 servers/)
    .getByRole('button', { name: '3 servers' })
    .click();
  await expect(row(/^mail.send on Staging: 4 queued/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await choose('Second');
  await expect(page.getByRole('button', { name: /^Queued 4/ })).toBeVisible();
  await expect(row(/^resize on Second: 1 queued/)).toBeVisible();

  await go(app, 'Jobs');
  const jobs = page.getByRole('grid', { name: 'Jobs' });
  const jobRows = jobs.getByRole('row').filter({ has: page.getByRole('gridcell') });
  await expect(scope).toContainText('Second');
  await expect(jobRows).toHaveCount(4);
  await expect(jobs.getByRole('columnheader', { name: /^Server/ })).toBeHidden();
  await choose('All servers');
  await expect(jobRows).toHaveCount(6);
  await jobs.getByRole('columnheader', { name: /^Server/ }).click();
  await expect(jobRows.first()).toContainText('Second');
  await page.getByRole('searchbox', { name: 'Search jobs' }).fill('mail.send');
  await expect(jobRows).toHaveCount(5);
  await page.getByRole('searchbox', { name: 'Search jobs' }).fill('');
  expect(await violations(page)).toEqual([]);
  await choose('Staging');
  await expect(page.getByText('Route clients through a proxy to see them.')).toBeVisible();

  await go(app, 'Workers');
  await choose('Second');
  await expect(page.getByRole('grid', { name: 'Registered workers' })).toContainText('idle');
  expect(await violations(page)).toEqual([]);
  await choose('Staging');
  await expect(page.getByRole('grid', { name: 'Registered workers' })).toBeHidden();

  await go(app, 'Traffic');
  await choose('All servers');
  const packets = page.getByRole('grid', { name: 'Packets' });
  await expect(packets.getByRole('columnheader', { name: 'Server' })).toBeVisible();
  await expect(packets.getByRole('gridcell', { name: 'Second', exact: true }).first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await choose('Local');
  await expect(packets.getByRole('gridcell', { name: 'Second', exact: true })).toHaveCount(0);
  const found = await app.call('packets.window', { from: 0, rows: 500, filter: 'gb.func == "resize"' });
  expect(new Set(found.rows.map(({ connection }) => connection.server))).toEqual(new Set(['second']));
});
