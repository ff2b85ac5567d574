import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { type App, launch } from './app.ts';
import { violations } from './axe.ts';
import { defineFunction, go } from './steps.ts';

let app: App;
test.beforeAll(async () => {
  app = await launch();
  await defineFunction(app, { name: 'copy', argv: ['cat'] });
  const order = gzipSync('{"order":9007199254740993,"to":"梅"}').toString('base64');
  const job = await app.call('workload.submit', { function: 'copy', workload: { kind: 'text', text: order } });
  await expect.poll(async () => (await app.call('submissions.get', job))?.state).toBe('done');
});
test.afterAll(() => app.close());

test('a job’s workload and result are read as the traffic reads its packets, each for itself', async () => {
  const { page } = app;
  await go(app, 'Traffic');
  await page
    .getByRole('row', { name: /WORK_COMPLETE/ })
    .first()
    .click();
  await expect(page.getByRole('treeitem', { name: /^to/ })).toContainText('梅');

  await go(app, 'Jobs');
  await page.getByRole('row', { name: /copy/ }).first().click();
  for (const tab of ['Workload', 'Result']) {
    await page.getByRole('tab', { name: tab }).click();
    await expect(page.getByRole('treeitem', { name: /^order/ })).toContainText('9007199254740993');
    await expect(page.getByRole('treeitem').first()).toContainText(`${tab}`);
    await expect(page.getByRole('treeitem').first()).toContainText('base64 → gzip → JSON');
  }
  expect(await violations(page)).toEqual([]);
  await page.getByRole('radio', { name: 'Text' }).click();
  await expect(page.getByRole('region', { name: 'Text: Result' })).toContainText('"to": "梅"');
  await page.getByRole('radio', { name: 'Bytes' }).click();
  await expect(page.getByRole('region', { name: 'Bytes: Result' })).toContainText('H4sI');
  await page.getByRole('button', { name: /^Layer 1: base64/ }).click();
  await page.getByRole('menuitem', { name: 'Text', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Text: Result' })).toContainText('H4sI');

  // The packet that was selected is there again as it was.
  await go(app, 'Traffic');
  await expect(page.getByRole('treeitem').first()).toContainText('Header');
  await expect(page.getByRole('treeitem', { name: /^to/ })).toContainText('梅');
});
