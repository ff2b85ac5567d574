import { useText } from '../../i18n/text.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { SettingRow, useSetting } from './SettingRow.tsx';
import styles from './Settings.module.css';

/** What leaves the computer, which is nothing unless the person wants it, and what stays on it. */
export function PrivacySettings() {
  const { t } = useText();
  const [lookForUpdates, setLookForUpdates, resetLookForUpdates] = useSetting('lookForUpdates');
  return (
    <>
      <p className={styles.intro}>{t('settings.private')}</p>
      <dl className={`form ${styles.form}`}>
        <SettingRow of="lookForUpdates" onReset={resetLookForUpdates}>
          <Checkbox label={t('settings.lookForUpdates.on')} checked={lookForUpdates} onChange={setLookForUpdates} />
        </SettingRow>
      </dl>
    </>
  );
}
