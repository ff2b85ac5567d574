import type { CommandId } from '../../../../main/contract/commands.ts';
import type { Text } from '../../../i18n/text.tsx';
import { singleIn } from '../../../lib/shortcuts.ts';
import type { Store } from '../../../store/index.ts';
import type { MenuEntry } from '../../../ui/Menu.tsx';
import type { Likeness } from './like-this.ts';

/** What can be done with all packets that have something in common; with the keys that do the same where they do. */
export function likeEntries(store: Store, { t }: Text, { what, test }: Likeness, keys: boolean): MenuEntry[] {
  const key = (id: CommandId) => keys && { shortcut: singleIn(store, id) };
  return [
    { label: t('filter.only', { what }), ...key('packet.only'), run: () => store.narrowFilter(test, 'only') },
    { label: t('filter.hide', { what }), ...key('packet.hide'), run: () => store.narrowFilter(test, 'hide') },
    {
      label: t('rules.likeThis', { what }),
      ...key('packet.colour'),
      run: () => store.openRules({ name: what, filter: test }),
    },
  ];
}
