import { useText } from '../../i18n/text.tsx';
import styles from './Settings.module.css';
import { SwitchSetting } from './SwitchSetting.tsx';

/** What leaves the computer, which is nothing unless the person wants it, and what stays on it. */
export function PrivacySettings() {
  const { t } = useText();
  return (
    <>
      <p className={styles.intro}>{t('settings.private')}</p>
      <dl className={`form ${styles.form}`}>
        <SwitchSetting of="lookForUpdates" />
      </dl>
    </>
  );
}
