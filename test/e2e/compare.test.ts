import { expect, test } from '@playwright/test';
import { type App, launch } from './app.ts';
import { violations } from './axe.ts';
import { go } from './steps.ts';

let app: App;
test.beforeAll(async () => {
  app = await launch();
});
test.afterAll(() => app.close());

test('a workload and a result are compared with those of the run before', async () => {
  const { page, call } = app;
  await call('functions.save', {
    definition: { name: 'copy', command: { kind: 'argv', argv: ['cat'] } },
    replaces: null,
  });
  await call('workers.start', { name: 'copy' });
  const submit = async (order: object) => {
    const text = JSON.stringify(order);
    const submitted = await call('workload.submit', { function: 'copy', workload: { kind: 'text', text } });
    await expect.poll(async () => (await call('submissions.get', submitted))?.state).toBe('done');
    return submitted.key?.handle ?? '';
  };
  const items = Array.from({ length: 20 }, (_, index) => ({ item: index, price: 12345678901234567890n.toString() }));
  const first = await submit({ order: 1, items });
  const second = await submit({ order: 1, items: items.with(10, { item: 10, price: '0' }), note: '<b>new</b>' });

  await go(app, 'Jobs');
  await page.getByRole('row', { name: new RegExp(`${second}\\b`) }).click();
  const inspector = page.getByRole('complementary', { name: `Job ${second}` });
  await inspector.getByRole('tab', { name: 'Workload' }).click();
  await inspector.getByRole('radio', { name: 'Differences' }).click();
  await expect(inspector).toContainText(`from the run before, ${first}`);
  const rows = inspector.getByRole('region', { name: 'Differences' });
  await expect(rows.getByRole('row').filter({ hasText: 'Removed:' }).first()).toContainText(
    '"price": "12345678901234567890"',
  );
  await expect(rows.getByRole('row').filter({ hasText: 'Added:' }).first()).toContainText('"price": "0"');
  await expect(rows).toContainText('"note": "<b>new</b>"');
  await expect(rows).toContainText(/\d+ equal lines/);
  expect(await violations(page)).toEqual([]);

  await inspector.getByRole('tab', { name: 'Result' }).click();
  await expect(rows).toContainText('"price": "0"');
  await inspector.getByRole('button', { name: first }).click();
  await expect(page.getByRole('complementary', { name: `Job ${first}` })).toBeVisible();
  await page.getByRole('tab', { name: 'Workload' }).click();
  await expect(page.getByRole('radio', { name: 'Differences' })).toBeHidden();
});
