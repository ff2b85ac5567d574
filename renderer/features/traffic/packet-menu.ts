import type { PacketColumn } from '../../../main/contract/packets.ts';
import { shortcutOf } from '../../commands.ts';
import type { Text } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import type { Store } from '../../store/index.ts';
import { jobOf, selectedRow } from '../../store/traffic.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { likeEntries } from './filter/like-entries.ts';
import { likeThis } from './filter/like-this.ts';
import { infoOf } from './info.ts';
import { directionOf } from './words.ts';

/** What can be done with the selected packet, in groups. */
export function packetMenu(store: Store, text: Text, mac: boolean, column?: PacketColumn): MenuEntry[][] {
  const row = selectedRow(store);
  if (row === undefined) return [];
  const { t } = text;
  const following = store.traffic.scope.job !== null;
  const job = jobOf(row);
  const line = [row.seq, text.exact(row.at), directionOf(row, t), row.type, row.function, row.handle]
    .map((part) => (part === null ? '' : shown(String(part))))
    .concat(infoOf(row, text).text)
    .join('\t');
  const like = likeThis(row, column);
  const single = (key: string) => (store.app.settings?.singleKeys === false ? undefined : key);
  return [
    // The keys go by the type, whatever was clicked.
    likeEntries(store, text, like, like.test === likeThis(row, undefined).test),
    [
      {
        label: t(following ? 'traffic.showAll' : 'traffic.followJob'),
        shortcut: single('f'),
        disabled: !following && job === undefined,
        run: () => store.followJobOfPacket(),
      },
      {
        label: t('traffic.onlyConnection', { connection: `#${row.connection.number}` }),
        run: () => store.narrowTraffic({ connections: [row.connection] }),
      },
    ],
    [
      {
        label: t('traffic.nextInJob'),
        shortcut: shortcutOf('traffic.nextInJob', mac),
        disabled: job === undefined,
        run: () => store.stepTraffic('job'),
      },
      {
        label: t('traffic.previousInJob'),
        shortcut: shortcutOf('traffic.previousInJob', mac),
        disabled: job === undefined,
        run: () => store.stepTraffic('job', 'previous'),
      },
    ],
    [
      {
        label: t(row.mark === null ? 'mark.add' : 'mark.remove'),
        shortcut: single('m'),
        run: () => store.toggleMark(),
      },
      { label: t('mark.comment'), shortcut: single(';'), run: () => store.commentPacket() },
      {
        label: t(store.traffic.reference?.seq === row.seq ? 'traffic.reference.unset' : 'traffic.reference.set'),
        shortcut: shortcutOf('traffic.reference', mac),
        run: () => store.setReference(),
      },
    ],
    [{ label: t('traffic.copyLine'), run: () => void navigator.clipboard.writeText(line) }],
  ];
}
