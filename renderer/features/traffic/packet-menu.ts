import type { CommandId } from '../../../main/contract/commands.ts';
import type { PacketColumn } from '../../../main/contract/packets.ts';
import { commandEntry } from '../../commands.ts';
import type { Text } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import type { Store } from '../../store/index.ts';
import { selectedRow } from '../../store/traffic.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { onlyServer } from '../scope/only-server.ts';
import { likeEntries } from './filter/like-entries.ts';
import { likeThis } from './filter/like-this.ts';
import { infoOf } from './info.ts';
import { directionOf } from './words.ts';

/** What can be done with the selected packet, in groups. */
export function packetMenu(store: Store, text: Text, column?: PacketColumn): MenuEntry[][] {
  const row = selectedRow(store);
  if (row === undefined) return [];
  const { t } = text;
  const line = [row.seq, text.exact(row.at), directionOf(row, t), row.type, row.function, row.handle]
    .map((part) => (part === null ? '' : shown(String(part))))
    .concat(infoOf(row, text).text)
    .join('\t');
  const like = likeThis(row, column);
  const entry = (id: CommandId) => commandEntry(id, store, text, true);
  return [
    // The keys go by the type, whatever was clicked.
    likeEntries(store, text, like, like.test === likeThis(row, undefined).test),
    [
      entry('traffic.followJob'),
      {
        label: t('traffic.onlyConnection', { connection: `#${row.connection.number}` }),
        run: () => store.narrowTraffic({ connections: [row.connection] }),
      },
      ...(store.captures.state.open === null ? onlyServer(row.connection.server, store, t) : []),
    ],
    [entry('traffic.nextInJob'), entry('traffic.previousInJob')],
    [entry('packet.mark'), entry('packet.comment'), entry('traffic.reference')],
    [{ label: t('traffic.copyLine'), run: () => void navigator.clipboard.writeText(line) }],
  ];
}
