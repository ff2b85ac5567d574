import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/**
 * What axe finds on the page as it stands, or with an open menu: that has the focus and lies in no landmark, as the pattern has
 * it. Legacy mode is what works in Electron.
 */
export async function violations(page: Page, more: { menu?: boolean } = {}): Promise<string[]> {
  const builder = new AxeBuilder({ page }).setLegacyMode();
  const { violations: found } = await (more.menu ? builder.disableRules('region') : builder).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}
