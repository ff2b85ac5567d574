import type { Text } from '../../i18n/text.tsx';
import { labelOf } from '../../lib/server-label.ts';
import type { Store } from '../../store/index.ts';
import { isSeveral } from '../../store/scope.ts';
import { serverOf } from '../../store/servers.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';

/** What narrows a list to the server of a row, where several are looked at. */
export function onlyServer(id: string, store: Store, t: Text['t']): MenuEntry[] {
  const info = serverOf(store, id);
  if (info === undefined || !isSeveral(store)) return [];
  const run = () => store.chooseScope({ kind: 'server', id });
  return [{ label: t('scope.showOnly', { server: labelOf(info, t) }), run }];
}
