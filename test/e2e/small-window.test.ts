import { expect, test } from '@playwright/test';
import { type App, launch } from './app.ts';
import { go } from './steps.ts';

/* The smallest window: the sidebar is a rail, and panes that open leave little of a list. */

let app: App;
test.beforeAll(async () => {
  app = await launch({ size: { width: 900, height: 600 } });
});
test.afterAll(() => app.close());

test('the pages of the help are read beside the rail', async () => {
  const { page } = app;
  await go(app, 'Help');
  const pages = page.getByRole('navigation', { name: 'Pages of the help' });
  await pages.getByText('The filter language').click();
  await expect(page.getByRole('article').getByRole('heading', { name: 'The filter of the traffic' })).toBeVisible();
});

test('the function that was chosen stays in sight when its panes open', async () => {
  const { page, call } = app;
  for (let at = 1; at <= 16; at += 1)
    await call('functions.save', {
      definition: { name: `task.${at}`, command: { kind: 'argv', argv: ['cat'] } },
      replaces: null,
    });
  await go(app, 'Functions');
  const row = page.getByRole('row', { name: /task\.16:/ });
  await row.click();
  await expect(page.getByRole('complementary', { name: /task\.16/ })).toBeVisible();
  await expect(row).toBeInViewport({ ratio: 0.9 });
  const list = await page.getByRole('grid', { name: 'Functions' }).evaluate((grid) => grid.clientHeight);
  expect(list).toBeLessThan(250); // else nothing was hidden
});

test('a job that failed is told of on the rail until the jobs are looked at', async () => {
  const { page, call } = app;
  const jobs = page.getByRole('navigation', { name: 'Gearbench' }).getByRole('button', { name: 'Jobs', exact: true });
  await call('functions.save', {
    definition: { name: 'fails', command: { kind: 'argv', argv: ['false'] } },
    replaces: null,
  });
  await call('workers.start', { name: 'fails' });
  await call('workload.submit', { function: 'fails', workload: { kind: 'text', text: '' }, background: true });
  await expect(jobs).toHaveAccessibleDescription('1 job has failed since you looked');
  await go(app, 'Jobs');
  await expect(jobs).toHaveAccessibleDescription(/^Jobs/); // what is left is its title
  await go(app, 'Traffic');
  await expect(jobs).toHaveAccessibleDescription(/^Jobs/);
});
