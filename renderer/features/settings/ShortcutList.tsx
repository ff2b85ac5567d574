import { RotateCcw } from 'lucide-react';
import { COMMAND_IDS, COMMAND_TABLE, MENUS } from '../../../main/contract/commands.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { ShortcutRow } from './ShortcutRow.tsx';
import styles from './Shortcuts.module.css';
import { isCommandFound } from './search.ts';

/** Commands with their keys, which can be pressed anew, by the menu that they are in. */
export function ShortcutList() {
  const { t } = useText();
  const search = useStore((store) => store.settingsSearch);
  const changed = useStore(
    ({ app: { settings } }) => Object.keys({ ...settings?.shortcuts, ...settings?.singleShortcuts }).length > 0,
  );
  const resetAll = useStore((store) => store.resetAllKeys);
  const found = COMMAND_IDS.filter((id) => isCommandFound(id, search));
  if (found.length === 0) return null;
  return (
    <>
      <div className={styles.head}>
        <p className="help">{t('settings.keys.help')}</p>
        {changed && (
          <Button icon={RotateCcw} onClick={resetAll}>
            {t('settings.keys.resetAll')}
          </Button>
        )}
      </div>
      {MENUS.map((menu) => {
        const own = found.filter((id) => COMMAND_TABLE[id].menu === menu);
        return (
          own.length > 0 && (
            <div key={menu} role="group" aria-label={t(`menu.${menu}`)}>
              <h3 className={styles.menu}>{t(`menu.${menu}`)}</h3>
              <ul>
                {own.map((id) => (
                  <ShortcutRow key={id} id={id} />
                ))}
              </ul>
            </div>
          )
        );
      })}
    </>
  );
}
