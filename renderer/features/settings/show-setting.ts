import type { Store } from '../../store/index.ts';
import type { SettingId } from './table.ts';

/** Shows the screen of settings, with the focus on one of them. */
export function showSetting(store: Store, id: SettingId): void {
  store.go('settings');
  store.searchSettings('');
  requestAnimationFrame(() => {
    const words = document.querySelector(`[data-setting="${id}"]`);
    const field = words?.nextElementSibling?.querySelector<HTMLElement>(':is(button, input):not([tabindex="-1"])');
    words?.scrollIntoView({ block: 'center' });
    field?.focus();
  });
}
