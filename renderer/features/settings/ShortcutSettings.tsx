import { useText } from '../../i18n/text.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { SettingRow, useSetting } from './SettingRow.tsx';
import styles from './Settings.module.css';
import { ShortcutList } from './ShortcutList.tsx';

/** What keys do. */
export function ShortcutSettings() {
  const { t } = useText();
  const [singleKeys, setSingleKeys, resetSingleKeys] = useSetting('singleKeys');
  return (
    <>
      <dl className={`form ${styles.form}`}>
        <SettingRow of="singleKeys" onReset={resetSingleKeys}>
          <Checkbox label={t('settings.singleKeys.on')} checked={singleKeys} onChange={setSingleKeys} />
        </SettingRow>
      </dl>
      <ShortcutList />
    </>
  );
}
