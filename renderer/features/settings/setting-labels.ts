import { LIMIT_NAMES } from '../../../main/contract/limits.ts';
import type { MessageId } from '../../i18n/text.tsx';
import type { Store } from '../../store/index.ts';

/** The settings, by the words before them. */
export const SETTING_LABELS: readonly MessageId[] = [
  'settings.language',
  'settings.theme',
  'settings.density',
  'settings.singleKeys',
  'settings.spoken',
  'settings.autosave',
  'settings.concurrency',
  'settings.port',
  'settings.durable',
  'settings.journal',
  'settings.journal.jobs',
  'settings.journal.size',
  'settings.order',
  ...LIMIT_NAMES.map((name) => `settings.limit.${name}` as const),
];

/** Shows the screen of settings, with the focus on the one behind these words. */
export function showSetting(store: Store, label: string): void {
  store.go('settings');
  requestAnimationFrame(() => {
    const words = [...document.querySelectorAll('.form > dt')].find(({ textContent }) => textContent?.trim() === label);
    const field = words?.nextElementSibling?.querySelector<HTMLElement>('button, input, select, [tabindex="0"]');
    words?.scrollIntoView({ block: 'center' });
    field?.focus();
  });
}
