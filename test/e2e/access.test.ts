import { expect, test } from '@playwright/test';
import { type App, launch, resize } from './app.ts';
import { violations } from './axe.ts';
import { go } from './steps.ts';

let app: App;
test.beforeAll(async () => {
  app = await launch();
  await fill(app);
});
test.afterAll(() => app.close());

/** Something of everything, so that axe meets each kind of row. */
async function fill({ call }: App): Promise<void> {
  const define = (name: string, argv: string[]) =>
    call('functions.save', { definition: { name, command: { kind: 'argv', argv } }, replaces: null });
  await define('wc', ['wc', '-l']);
  await define('broken', ['sh', '-c', 'echo bad >&2; exit 1']);
  await define('missing', ['no-such-program']);
  for (const name of ['wc', 'broken', 'missing']) await call('workers.start', { name });
  const submit = (name: string, more: object = {}) =>
    call('workload.submit', { function: name, workload: { kind: 'text', text: '中文\n' }, ...more });
  await submit('wc', { priority: 'high' });
  await submit('broken');
  await submit('missing');
  await submit('nobody', { background: true });
  await expect.poll(async () => (await call('jobs.window', { rows: 10 })).counts.failed).toBe(2);
}

// Colours come from the theme and names from the language: two rounds meet all of both.
for (const { theme, language } of [
  { theme: 'light', language: 'en' },
  { theme: 'dark', language: 'zh' },
] as const) {
  test(`axe finds nothing on any screen: ${theme}, ${language}`, async () => {
    const { page, call } = app;
    await call('settings.change', { theme, language: 'en' });
    const look = async (what: string, more: { menu?: boolean } = {}) => {
      await call('settings.change', { language });
      await page.waitForTimeout(250); // colours change over a moment
      expect(await violations(app.page, more), what).toEqual([]);
      await call('settings.change', { language: 'en' });
    };
    await go(app, 'Overview');
    await look('overview');
    await go(app, 'Functions');
    await page.getByRole('row', { name: /broken/ }).click();
    await look('functions');
    await page.getByRole('button', { name: 'New function' }).click();
    await page.getByText('Workload, output and limits').click();
    await look('a new function');
    await page.getByRole('combobox', { name: 'Workload', exact: true }).click();
    await expect(page.getByRole('listbox')).toBeVisible();
    await look('a choice', { menu: true });
    await page.keyboard.press('Escape');
    await page.getByRole('radio', { name: 'Gearman itself' }).click();
    await look('a function that is a worker by itself');
    await go(app, 'Workers');
    await page.getByRole('row', { name: /broken-1/ }).click();
    await look('workers');
    await page.getByRole('row', { name: /broken-1/ }).click({ button: 'right' });
    await expect(page.getByRole('menu')).toBeVisible();
    await look('a menu', { menu: true });
    await page.keyboard.press('Escape');
    await go(app, 'Jobs');
    await page.getByRole('row', { name: /broken, Failed/ }).click();
    await look('jobs');
    await page.getByRole('tab', { name: 'Workload' }).click();
    await look('a workload');
    await page.getByRole('tab', { name: 'Details' }).click();
    await go(app, 'Traffic');
    await page
      .getByRole('row', { name: /SUBMIT_JOB/ })
      .first()
      .click();
    await page.getByRole('treeitem', { name: /Workload/ }).click();
    await look('traffic');
    await go(app, 'PHP Doctor');
    await expect(page.getByRole('button', { name: 'Scan again' })).toBeEnabled();
    if ((await page.getByRole('button', { name: 'Hide passed' }).count()) === 0)
      await page.getByRole('button', { name: /^Show .* passed/ }).click();
    await look('the PHP doctor');
    await go(app, 'Settings');
    await look('settings');
    await page.getByRole('banner').getByRole('button', { name: 'Submit job' }).click();
    await look('the sheet');
    await page.getByRole('dialog').getByRole('radio').nth(1).click();
    await look('the sheet for many jobs');
    await page.getByRole('dialog').getByRole('radio').nth(0).click();
    await page.keyboard.press('Escape');
  });
}

test('lists are worked by keyboard alone', async () => {
  const { page } = app;
  await page.keyboard.press('Control+5');
  await expect(page.getByRole('heading', { level: 1, name: 'Traffic' })).toBeVisible();
  const grid = page.getByRole('grid', { name: 'Packets' });
  await grid.focus();
  await page.keyboard.press('Home');
  const selected = grid.getByRole('row', { selected: true });
  await expect(selected).toHaveCount(1);
  const first = await selected.getAttribute('aria-rowindex');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  expect(Number(await selected.getAttribute('aria-rowindex'))).toBe(Number(first) + 2);
  await page.keyboard.press('End');
  await expect(selected).toHaveAttribute('aria-rowindex', (await grid.getAttribute('aria-rowcount')) ?? '');
  await page.keyboard.press('Control+N');
  await expect(page.getByRole('dialog', { name: 'Submit job' })).toBeVisible();
  await page.keyboard.type('wc');
  await page.keyboard.press('Control+Shift+Enter');
  await expect(page.getByRole('dialog').getByText(/^Done in/)).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('in a small window a list keeps rows in sight beside what is chosen in it', async () => {
  const { page, electron } = app;
  await resize(electron, { width: 900, height: 600 });
  for (const [screen, list] of [
    ['Functions', 'Functions'],
    ['Workers', 'Run by Gearbench'],
    ['Jobs', 'Jobs'],
    ['Traffic', 'Packets'],
  ] as const) {
    await go(app, screen);
    const grid = page.getByRole('grid', { name: list });
    await grid.getByRole('row', { name: /wc/ }).last().click();
    const seen = () =>
      grid.evaluate((element) => {
        const { top, bottom } = element.getBoundingClientRect();
        const rows = [...element.querySelectorAll('.table__row')].map((row) => row.getBoundingClientRect());
        return rows.filter((row) => row.top >= top && row.bottom <= bottom).length;
      });
    await expect.poll(seen, screen).toBeGreaterThanOrEqual(3);
  }
});

test('a filter has one cross that empties it, and not the browser’s own beside it', async () => {
  const { page } = app;
  await go(app, 'Traffic');
  const field = page.getByRole('combobox', { name: 'Filter packets' });
  await field.fill('wc');
  const cross = page.getByRole('button', { name: 'Clear filter' });
  const { x, y, height } = (await cross.boundingBox()) ?? { x: 0, y: 0, height: 0 };
  await page.mouse.click(x - 13, y + height / 2);
  await expect(field).toHaveValue('wc');
  await cross.click();
  await expect(field).toHaveValue('');
});
