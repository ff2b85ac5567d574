import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import type { Settings } from '../../main/contract/settings.ts';
import { type App, type LaunchOptions, launch } from './app.ts';
import { violations } from './axe.ts';
import { misfits } from './layout.ts';
import { pseudoBuild } from './pseudo.ts';
import { furnished, SHOTS } from './shots.ts';

/*
 * What is asked of every screen, sheet and menu. Colours come from the theme and names from the language: two rounds meet all
 * of both.
 */

type Look = Partial<Pick<Settings, 'theme' | 'language'>>;

/**
 * What `look` finds in each view, by the view's name; those where it finds nothing are left out. Each view is looked at in each
 * of the looks: language and theme change while it is open.
 */
async function inEachView(
  options: LaunchOptions,
  look: (page: Page) => Promise<string[]>,
  looks: readonly Look[] = [{}],
): Promise<Record<string, string[]>> {
  const { app, close } = await furnished(options);
  const found: Record<string, string[]> = {};
  try {
    for (const { name, take, undo } of SHOTS) {
      await take(app);
      await app.page.mouse.move(450, 2); // nothing is hovered over
      for (const [at, settings] of looks.entries()) {
        if (looks.length > 1) await wear(app, settings);
        const lines = await look(app.page);
        if (lines.length > 0) found[at === 0 ? name : `${name} ${JSON.stringify(settings)}`] = lines;
      }
      await undo?.(app);
    }
  } finally {
    await close();
  }
  return found;
}

/** Changes theme and language, and waits until the window has them. */
async function wear({ call, page }: App, { theme, language }: Look): Promise<void> {
  await call('settings.change', { ...(theme && { theme }), ...(language && { language }) });
  await page.waitForFunction(
    ([wanted, spoken]) => {
      const { dataset, lang } = document.documentElement;
      return dataset['theme'] === wanted && lang.startsWith(spoken);
    },
    [theme ?? '', language ?? ''] as const,
  );
}

test.describe.configure({ timeout: 900_000 });

test('axe finds nothing: light in English, dark in Chinese', async () => {
  const looks = [
    { theme: 'light', language: 'en' },
    { theme: 'dark', language: 'zh' },
  ] as const;
  expect(await inEachView({ size: { width: 1280, height: 800 } }, violations, looks)).toEqual({});
});

test('words 40 % longer fit in the smallest window', async () => {
  const build = await pseudoBuild();
  try {
    const options = { program: build.root, size: { width: 900, height: 600 } };
    expect(await inEachView(options, misfits)).toEqual({});
  } finally {
    await build.remove();
  }
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
