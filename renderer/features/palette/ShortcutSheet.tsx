import { COMMANDS, keysOf } from '../../commands.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import styles from './Palette.module.css';

/** What can be done by keys, and how. */
export function ShortcutSheet() {
  const { t } = useText();
  const open = useStore((store) => store.palette.shortcuts);
  const show = useStore((store) => store.showShortcuts);
  const mac = useStore((store) => store.app.info?.platform === 'darwin');
  return (
    <Sheet
      title={t('shortcuts.title')}
      open={open}
      onClose={() => show(false)}
      foot={<Button onClick={() => show(false)}>{t('action.close')}</Button>}
    >
      <dl className={styles.shortcuts}>
        {COMMANDS.filter(({ shortcut }) => shortcut !== null).map(({ id, label, shortcut }) => (
          <div key={id} className={styles.pair}>
            <dt>{t(label)}</dt>
            <dd>
              <kbd className="kbd">{keysOf(shortcut ?? '', mac)}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
