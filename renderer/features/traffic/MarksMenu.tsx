import { Popover } from '@base-ui/react/popover';
import { Bookmark, ChevronDown, ChevronUp, X } from 'lucide-react';
import { useText } from '../../i18n/text.tsx';
import { useShortcuts } from '../../lib/shortcuts.ts';
import { useStore } from '../../store/index.ts';
import { IconButton } from '../../ui/Button.tsx';
import { PacketType } from '../../ui/glyphs.tsx';
import styles from './Traffic.module.css';

/** The packets that are marked, with their comments. */
export function MarksMenu() {
  const { t, count } = useText();
  const shortcut = useShortcuts();
  const list = useStore((store) => store.marks.list);
  const held = useStore((store) => store.traffic.window?.marks.held ?? 0);
  const { openMarks, closeMarks, goToPacket, markPacket, stepTraffic } = useStore.getState();
  return (
    <Popover.Root open={list !== null} onOpenChange={(open) => (open ? void openMarks() : closeMarks())}>
      <Popover.Trigger render={<IconButton icon={Bookmark} label={t('marks.title', { count: held })} />} />
      <Popover.Portal>
        <Popover.Positioner className={styles.positioner} sideOffset={4} align="end">
          <Popover.Popup className={`menu ${styles.marks}`}>
            <div className={styles.popoverHead}>
              <Popover.Title className={styles.popoverTitle}>
                {t('marks.title', { count: list?.total ?? 0 })}
              </Popover.Title>
              <span className="grow" />
              <IconButton
                icon={ChevronUp}
                label={t('command.mark.previous')}
                shortcut={shortcut('mark.previous')}
                onClick={() => void stepTraffic('mark', 'previous')}
              />
              <IconButton
                icon={ChevronDown}
                label={t('command.mark.next')}
                shortcut={shortcut('mark.next')}
                onClick={() => void stepTraffic('mark')}
              />
            </div>
            <ul className={styles.markList}>
              {list?.marks.map(({ row, comment }) => (
                <li key={row.seq} className={styles.markRow}>
                  <button
                    type="button"
                    className={styles.markButton}
                    onClick={() => {
                      closeMarks();
                      void goToPacket(row.seq);
                    }}
                  >
                    <span className="number faint">{count(row.seq)}</span>
                    <PacketType type={row.type} family={row.family} />
                    <span className="truncate">{comment}</span>
                  </button>
                  <IconButton
                    icon={X}
                    label={t('marks.removeOf', { number: row.seq })}
                    onClick={() => void markPacket(row, null)}
                  />
                </li>
              ))}
            </ul>
            {list?.total === 0 && <p className={styles.popoverText}>{t('marks.none')}</p>}
            {list !== null && list.forgotten > 0 && (
              <p className={styles.popoverText}>{t('marks.forgotten', { count: list.forgotten })}</p>
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
