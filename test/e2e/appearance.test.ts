import { expect, test } from '@playwright/test';
import { type App, launch } from './app.ts';
import { axe } from './axe.ts';
import { misfits } from './layout.ts';
import { go, wear } from './steps.ts';

/* What a person has set in the system for the eyes: less motion, more contrast, colours of their own, larger letters. */

let app: App;
test.beforeAll(async () => {
  app = await launch({ size: { width: 1280, height: 800 } });
  const { call } = app;
  await call('functions.save', {
    definition: { name: 'wc', command: { kind: 'argv', argv: ['wc', '-l'] } },
    replaces: null,
  });
  await call('workers.start', { name: 'wc' });
  for (const name of ['wc', 'nobody'])
    await call('workload.submit', { function: name, workload: { kind: 'text', text: 'a\n' }, background: true });
});
test.afterAll(() => app.close());
test.afterEach(() => app.page.emulateMedia({ reducedMotion: null, contrast: null, forcedColors: null }));

const SCREENS = ['Overview', 'Functions', 'Workers', 'Jobs', 'Traffic', 'PHP Doctor', 'Servers', 'Settings'] as const;

/** What moves on the page: animations that take time and have more than one step. */
const moving = () =>
  app.page.evaluate(() =>
    document.getAnimations().flatMap((animation) => {
      const { duration = 0, easing } = animation.effect?.getComputedTiming() ?? {};
      const steps = easing?.startsWith('steps') || animation.playState !== 'running' || Number(duration) < 1;
      const name = 'animationName' in animation ? String(animation.animationName) : 'transition';
      // The arrow beside a figure that changed goes away at once; the build puts a file's mark around its name.
      return steps || /(^|_)arrow(_|$)/.test(name) ? [] : [name];
    }),
  );

test('with less motion nothing moves', async () => {
  const { page, call } = app;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const screen of SCREENS) {
    await go(app, screen);
    if (screen === 'Overview')
      await call('workload.submit', { function: 'wc', workload: { kind: 'text', text: 'b\n' }, background: true });
    expect(await moving(), screen).toEqual([]);
  }
  await page.keyboard.press('Control+n');
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(await moving(), 'a sheet').toEqual([]);
  await page.keyboard.press('Escape');
});

test('with more contrast text has seven to one, and lines can be seen', async () => {
  const { page, call } = app;
  await page.emulateMedia({ contrast: 'more' });
  for (const theme of ['light', 'dark'] as const) {
    await wear(app, { theme });
    for (const screen of SCREENS) {
      await go(app, screen);
      const builder = (await axe(page)).withRules(['color-contrast-enhanced']);
      await expect
        .poll(async () => {
          const { violations } = await builder.analyze();
          return violations.flatMap(({ nodes }) =>
            nodes.map(({ html, any }) => `${any[0]?.message} ${html.slice(0, 90)}`),
          );
        }, `${screen}, ${theme}`)
        .toEqual([]);
    }
  }
  await call('settings.change', { theme: 'light' });
});

test('in colours of the system what is chosen can be told, and marks stay', async () => {
  const { page } = app;
  await page.emulateMedia({ forcedColors: 'active' });
  await go(app, 'Jobs');
  await page
    .getByRole('row', { name: /wc, Done/ })
    .first()
    .click();
  const outline = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element) => getComputedStyle(element).outlineStyle);
  expect(await outline('.table__row[aria-selected=true]')).toBe('solid');
  expect(await outline('.nav[aria-current=page]')).toBe('solid');
  for (const [screen, part] of [
    ['Jobs', '[role=tab][aria-selected=true]'],
    ['Settings', '[role=radio][aria-checked=true]'],
  ] as const) {
    await go(app, screen);
    const [chosen, other] = await page.evaluate((selector) => {
      const element = document.querySelector(selector);
      const beside = element?.parentElement?.querySelector(selector.replace('true', 'false')) ?? null;
      const look = (each: Element | null) => {
        if (each === null) return '';
        const { outlineStyle, borderBottomColor, borderBottomWidth, backgroundColor, color } = getComputedStyle(each);
        const { backgroundColor: bar } = getComputedStyle(each, '::after');
        return [outlineStyle, borderBottomColor, borderBottomWidth, backgroundColor, color, bar].join();
      };
      return [look(element), look(beside)];
    }, part);
    expect([chosen, other], part).not.toContain('');
    expect(chosen, part).not.toBe(other);
  }
});

test('at 200 % what is no list fits into 640 px', async () => {
  const { page, electron } = app;
  const zoom = (factor: number) =>
    electron.evaluate(
      ({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(to),
      factor,
    );
  await zoom(2);
  await expect.poll(() => page.evaluate(() => innerWidth)).toBe(640);
  for (const screen of SCREENS) {
    await page.locator('nav').getByRole('button', { name: screen, exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: screen })).toBeVisible();
    if (screen === 'PHP Doctor') await expect(page.getByRole('button', { name: 'Scan again' })).toBeEnabled();
    expect(await misfits(page), screen).toEqual([]);
  }
  await page.keyboard.press('Control+n');
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(await misfits(page), 'the sheet').toEqual([]);
  await page.keyboard.press('Escape');
  await zoom(1);
});
