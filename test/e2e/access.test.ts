import { expect, test } from '@playwright/test';
import { type App, launch, resize } from './app.ts';
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
