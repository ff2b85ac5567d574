import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/**
 * What axe finds on the page as it stands, targets under 24 px without room around them included. A menu that is open has the
 * focus and lies in no landmark, as the pattern has it. Legacy mode is what works in Electron.
 */
export async function violations(page: Page): Promise<string[]> {
  const isOpen = (await page.locator('[data-open]:is([role=menu], [role=listbox])').count()) > 0;
  const rules = { 'target-size': { enabled: true }, region: { enabled: !isOpen } };
  // What has passed is not asked for: to tell of it takes longer than to find it.
  const options = { rules, resultTypes: ['violations' as const] };
  const { violations: found } = await (await axe(page)).options(options).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

/**
 * Asks axe, when what is on its way from one colour to another has come there. The page is given axe once: that takes three times
 * as long as to find what it finds.
 */
export async function axe(page: Page): Promise<AxeBuilder> {
  const isThere = await page.evaluate(async () => {
    const transitions = document.getAnimations().filter((each) => each instanceof CSSTransition);
    await Promise.allSettled(transitions.map(({ finished }) => finished));
    return 'axe' in window;
  });
  return new AxeBuilder({ page, ...(isThere && { axeSource: ';' }) }).setLegacyMode();
}
