import { expect, test } from '@playwright/test';
import { launch } from './app.ts';
import { violations } from './axe.ts';
import { misfits } from './layout.ts';
import { pseudoBuild } from './pseudo.ts';
import { furnished, SHOTS } from './shots.ts';
import { wear } from './steps.ts';

/*
 * What is asked of every screen, sheet and menu, in one window of the smallest size and in words 40 % longer than the English ones.
 * Colours come from the theme and names from the language: two looks meet all of both.
 */

const LOOKS = [
  { theme: 'light', language: 'en' },
  { theme: 'dark', language: 'zh' },
] as const;

test.describe.configure({ timeout: 900_000 });

test('axe finds nothing, light in English and dark in Chinese, and long words fit', async () => {
  const build = await pseudoBuild();
  const { app, close } = await furnished({ program: build.root, size: { width: 900, height: 600 } });
  const { page } = app;
  const found: string[] = [];
  try {
    for (const [at, { name, take, undo }] of SHOTS.entries()) {
      await take(app);
      await page.mouse.move(450, 2); // nothing is hovered over
      // Each begins in the look in which the one before ended.
      for (const look of at % 2 === 0 ? LOOKS : LOOKS.toReversed()) {
        await wear(app, look);
        const lines = await violations(page);
        if (look.language === 'en') lines.push(...(await misfits(page)));
        found.push(...lines.map((line) => `${name} ${look.theme}: ${line}`));
      }
      await undo?.(app);
    }
  } finally {
    await close();
    await build.remove();
  }
  expect(found).toEqual([]);
});

test('what does not fit is found', async () => {
  const app = await launch({ size: { width: 900, height: 600 } });
  try {
    expect(await misfits(app.page)).toEqual([]);
    await app.page.evaluate(() => {
      const put = (style: string, text: string) => {
        const element = document.createElement('div');
        element.style.cssText = `position: fixed; white-space: nowrap; ${style}`;
        element.textContent = text;
        document.body.append(element);
      };
      put('top: 100px; left: 100px; width: 30px; overflow: hidden', 'cut away');
      put('top: 140px; left: 100px; width: 30px; overflow: hidden; text-overflow: ellipsis', 'only dots');
      put('top: 180px; left: calc(100vw - 20px)', 'beyond the edge');
      put('top: 220px; left: 100px', 'one');
      put('top: 222px; left: 104px', 'another');
    });
    const kinds = (await misfits(app.page)).map((line) => line.replace(/: .*/, ''));
    expect([...new Set(kinds)].sort()).toEqual(['cut', 'dots without a title', 'outside', 'overlap']);
  } finally {
    await app.close();
  }
});
