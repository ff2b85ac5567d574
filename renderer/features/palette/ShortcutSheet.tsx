import { COMMAND_IDS, COMMAND_TABLE, MENUS } from '../../../main/contract/commands.ts';
import { nameOf } from '../../commands.ts';
import { useText } from '../../i18n/text.tsx';
import { singleIn, useShortcuts } from '../../lib/shortcuts.ts';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { showSetting } from '../settings/show-setting.ts';
import styles from './Palette.module.css';

/** What can be done by keys, and how, by the menu that it is in. */
export function ShortcutSheet() {
  const { t } = useText();
  const open = useStore((store) => store.palette.shortcuts);
  const show = useStore((store) => store.showShortcuts);
  const shortcut = useShortcuts();
  const change = () => {
    show(false);
    showSetting(useStore.getState(), 'singleKeys');
  };
  return (
    <Sheet
      title={t('command.shortcuts.show')}
      open={open}
      onClose={() => show(false)}
      className={styles.sheet}
      foot={
        <>
          <Button onClick={change}>{t('shortcuts.change')}</Button>
          <span className="grow" />
          <Button onClick={() => show(false)}>{t('action.close')}</Button>
        </>
      }
    >
      <div className={styles.shortcuts} tabIndex={0} role="region" aria-label={t('command.shortcuts.show')}>
        {MENUS.map((menu) => {
          const ids = COMMAND_IDS.filter((id) => COMMAND_TABLE[id].menu === menu && shortcut(id) !== '');
          if (ids.length === 0) return null;
          return (
            <section key={menu} className={styles.menu}>
              <h3 className={styles.heading}>{t(`menu.${menu}`)}</h3>
              <dl>
                {ids.map((id) => (
                  <div key={id} className={styles.pair}>
                    <dt>{t(nameOf(id))}</dt>
                    <dd>
                      {[...new Set([shortcut(id), singleIn(useStore.getState(), id)])].filter(Boolean).map((keys) => (
                        <kbd key={keys} className="kbd">
                          {keys}
                        </kbd>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Sheet>
  );
}
