import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type App, launch } from './app.ts';
import { violations } from './axe.ts';
import { defineFunction } from './steps.ts';

test.describe.configure({ mode: 'serial' });

let app: App;
test.beforeAll(async () => {
  app = await launch();
  await defineFunction(app, { name: 'copy', argv: ['cat'] });
  await app.page.keyboard.press('Control+N');
  await sheet().getByLabel('Function').fill('copy');
  await app.page.keyboard.press('Tab');
  await sheet().getByRole('radio', { name: 'Many' }).click();
});
test.afterAll(() => app.close());

const sheet = () => app.page.getByRole('dialog', { name: 'Submit job' });
const result = () => sheet().getByRole('region', { name: 'Result' });
const fact = (name: string) =>
  result()
    .locator('dl div')
    .filter({ has: app.page.getByText(name, { exact: true }) })
    .locator('dd');
const as = (form: string) =>
  sheet().getByRole('radiogroup', { name: 'Workload as' }).getByRole('radio', { name: form }).click();
const workload = () => sheet().getByRole('textbox', { name: 'Workload' });

async function rows(name: string, content: string | Buffer): Promise<void> {
  const path = join(app.data, name);
  await writeFile(path, content);
  await app.choose({ open: path });
  await sheet().getByRole('button', { name: 'Choose CSV or JSONL…' }).click();
}

test('many jobs of one workload are sent, counted and measured', async () => {
  await as('Text');
  await workload().fill('x');
  await sheet().getByLabel('Jobs', { exact: true }).fill('50');
  await app.page.keyboard.press('Control+Enter');
  await expect(result().getByText('Done', { exact: true }).first()).toBeVisible();
  await expect(fact('Sent')).toHaveText('50');
  await expect(fact('Done')).toHaveText('50');
  await expect(fact('Throughput')).toHaveText(/jobs? per second/);
  await expect(result().getByRole('row')).toHaveCount(6); // the head and five parts
  await expect(result().getByRole('img')).toBeVisible();
  expect(await violations(app.page)).toEqual([]);
  expect((await app.call('jobs.window', { rows: 1 })).counts.done).toBe(50);
});

test('rows go through a template, with a rate; two runs are compared', async () => {
  await rows(
    'people.csv',
    'name,email\n"Mei ""M""",m@example.cn\nAna,a@example.com\n'.padEnd(2000, 'Zoë,z@example.com\n'),
  );
  await expect(sheet().getByText('people.csv', { exact: false })).toBeVisible();
  await as('Template');
  await workload().fill('{"to": {{json name}}, "n": {{i}}}');
  await expect(sheet().getByText('{"to": "Mei \\"M\\"", "n": 1}')).toBeVisible();
  await sheet().getByLabel('Jobs', { exact: true }).fill('20');
  await sheet().getByLabel('per second', { exact: true }).fill('100');
  await app.page.keyboard.press('Control+Enter');
  await expect(fact('Sent')).toHaveText('20');
  await expect(fact('Done')).toHaveText('20');
  await expect(fact('Rows')).toHaveText('people.csv');
  await result().getByRole('combobox', { name: 'Compare with' }).click();
  await app.page.getByRole('option', { name: /^#1 copy/ }).click();
  await expect(result().getByText(/^Beside run 1: /)).toBeVisible();
  await expect(
    result()
      .getByText(/^(×\d+|[+−]?\d+%)$/)
      .first(),
  ).toBeVisible();
});

test('a template that names a missing column sends nothing', async () => {
  await workload().fill('{{emial}}');
  await expect(
    sheet().getByText('there is no column or field “emial”. Did you mean “email”?', { exact: false }),
  ).toBeVisible();
  const before = (await app.call('jobs.window', { rows: 1 })).total;
  await app.page.keyboard.press('Control+Enter');
  await expect(sheet().getByRole('alert')).toContainText('“emial”');
  expect((await app.call('jobs.window', { rows: 1 })).total).toBe(before);
  await workload().fill('{{i}}');
});

test.describe('a file that is wrong', () => {
  const wrong: [string, string | Buffer, string][] = [
    ['ragged.csv', 'a,b\n1,2\n3\n', 'line 3: number of fields 1, in the first line 2.'],
    ['late.jsonl', '{"a":1}\n{"a":2,}\n', 'is not JSON on line 2, column 8.'],
    ['gbk.csv', Buffer.from('a\nok\n\xd6\xd0\n', 'latin1'), 'is not UTF-8 on line 3.'],
  ];
  for (const [name, content, says] of wrong)
    test(`${name} is refused before anything is sent`, async () => {
      const before = (await app.call('jobs.window', { rows: 1 })).total;
      await rows(name, content);
      const refusal = sheet().getByRole('alert').filter({ hasText: says });
      await expect(sheet().getByText(name, { exact: false }).first()).toBeVisible();
      if ((await refusal.count()) === 0) await app.page.keyboard.press('Control+Enter');
      await expect(refusal).toBeVisible();
      expect((await app.call('jobs.window', { rows: 1 })).total).toBe(before);
    });
});

test('a run is cancelled; what was sent is told', async () => {
  await rows('many.jsonl', '{"a":1}\n'.repeat(100_000));
  await sheet().getByRole('checkbox', { name: 'Send each row as it is, as JSON' }).click();
  await sheet().getByLabel('per second', { exact: true }).fill('50');
  await app.page.keyboard.press('Control+Enter');
  await expect(result().getByRole('progressbar', { name: 'Progress' })).toBeVisible();
  await result().getByRole('button', { name: 'Cancel run' }).click();
  await expect(result().getByText('Cancelled', { exact: true }).first()).toBeVisible();
  expect(Number((await fact('Sent').textContent())?.replaceAll(',', ''))).toBeLessThan(10_000);
});

test('another server is asked, and one that is not there is told', async () => {
  await sheet().getByRole('button', { name: 'Do without rows' }).click();
  await sheet().getByLabel('per second', { exact: true }).fill('');
  await sheet().getByLabel('Jobs', { exact: true }).fill('5');
  await sheet().getByRole('radio', { name: 'Another' }).click();
  await sheet().getByRole('textbox', { name: 'Host and port' }).fill(`127.0.0.1:${app.port}`);
  await app.page.keyboard.press('Control+Enter');
  await expect(fact('Done')).toHaveText('5');
  await expect(sheet().getByRole('button', { name: /^#\d+ copy\s*Done\s*5$/ })).toBeVisible();
  await expect(result().getByText('Where the time went is known of the embedded server alone.')).toBeVisible();
  await sheet().getByRole('textbox', { name: 'Host and port' }).fill('127.0.0.1:1');
  await app.page.keyboard.press('Control+Enter');
  await expect(result().getByRole('alert')).toContainText('127.0.0.1:1');
  await expect(fact('Sent')).toHaveText('0');
  await sheet().getByRole('radio', { name: 'Embedded' }).click();
});

test('a run that nobody can do is asked about first', async () => {
  await sheet().getByLabel('Function').fill('nobody');
  await app.page.keyboard.press('Tab');
  await app.page.keyboard.press('Control+Enter');
  const asked = app.page.getByRole('alertdialog', { name: 'Nobody does nobody' });
  await asked.getByRole('button', { name: 'Cancel' }).click();
  expect((await app.call('runs.list', undefined))[0]?.function).toBe('copy');
});
