import { useText } from '../../i18n/text.tsx';
import styles from './Settings.module.css';

/** What leaves the computer, which is nothing, and what stays on it. */
export function PrivacySettings() {
  const { t } = useText();
  return <p className={styles.intro}>{t('settings.private')}</p>;
}
