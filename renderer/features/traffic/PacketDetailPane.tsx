import { List, Waypoints, X } from 'lucide-react';
import type { PacketDetail } from '../../../main/contract/packets.ts';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { packetLookedInto } from '../../lib/looked-into.ts';
import { useShortcuts } from '../../lib/shortcuts.ts';
import { useStore } from '../../store/index.ts';
import { jobOf, selectedRow } from '../../store/traffic.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { ColourDot } from '../../ui/ColourDot.tsx';
import { PacketType } from '../../ui/glyphs.tsx';
import { BytesPane } from '../packet/BytesPane.tsx';
import { CopyMenu } from '../packet/CopyMenu.tsx';
import { DecodeBar } from '../packet/DecodeBar.tsx';
import { FieldTree } from '../packet/FieldTree.tsx';
import { likeField } from '../packet/like-field.ts';
import styles from '../packet/Packet.module.css';
import { useLookedInto } from '../packet/use-looked-into.ts';
import { directionOf, glossOf } from './words.ts';

/** One packet: what it says field by field, and its bytes beside it; choosing in one marks the other. */
export function PacketDetailPane() {
  const { t, count, rich } = useText();
  const detail = useStore((store) => store.traffic.detail);
  const { closePacket, openJob } = useStore.getState();
  // The packet before stays until the next one has come: a pane that is made anew for each takes longer and flickers.
  if (detail === null) {
    return (
      <div className={styles.detail}>
        <p className={styles.gone}>{t('traffic.gone')}</p>
      </div>
    );
  }
  const { row } = detail;
  return (
    <section className={styles.detail} aria-label={t('traffic.detail', { number: row.seq })}>
      <header className={styles.head}>
        <h2>{rich('traffic.detail', { number: count(row.seq) })}</h2>
        <PacketType type={row.type} family={row.family} />
        <span className="muted truncate">
          {`#${row.connection.number} ${shown(row.who)} · ${directionOf(row, t)} · ${t('traffic.bytes', { count: row.size })}`}
        </span>
        <span className="muted truncate grow">{glossOf(row, t)}</span>
        <RuleChip />
        <FollowButton row={row} />
        {row.handle !== null && (
          <IconButton
            icon={List}
            label={t('traffic.openJob')}
            onClick={() => {
              const { server, run } = row.connection;
              if (row.handle !== null) openJob({ server, run, handle: row.handle });
            }}
          />
        )}
        <CopyMenu canSend={detail.kept === row.size && row.direction === 'in'} />
        <IconButton icon={X} label={t('action.close')} onClick={closePacket} />
      </header>
      <Inside detail={detail} />
    </section>
  );
}

function Inside({ detail }: { detail: PacketDetail }) {
  const subject = packetLookedInto(detail);
  if (!useLookedInto(subject)) return null;
  return (
    <>
      <DecodeBar />
      <div className={styles.panes}>
        <FieldTree key={subject.id} subject={subject} like={(row) => likeField(row, detail)} />
        <BytesPane subject={subject} />
      </div>
    </>
  );
}

/** Leads to all packets of its job. */
function FollowButton({ row }: { row: PacketDetail['row'] }) {
  const { t } = useText();
  const shortcut = useShortcuts();
  const following = useStore((store) => store.traffic.scope.job !== null);
  if (following || jobOf(row) === undefined) return null;
  return (
    <Button
      variant="quiet"
      icon={Waypoints}
      title={shortcut('traffic.followJob')}
      onClick={() => useStore.getState().followJobOfPacket()}
    >
      {t('command.traffic.followJob')}
    </Button>
  );
}

/** The rule that colours the packet now; it may be another than when it was selected. */
function RuleChip() {
  const { t } = useText();
  const name = useStore((store) => selectedRow(store)?.colour?.name);
  const colour = useStore((store) => selectedRow(store)?.colour?.colour);
  if (name === undefined || colour === undefined) return null;
  return (
    <span className={`chip ${styles.rule}`} title={t('rules.colouredBy', { name })}>
      <ColourDot colour={colour} />
      <span className="truncate">{name}</span>
    </span>
  );
}
