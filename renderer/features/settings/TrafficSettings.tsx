import { useText } from '../../i18n/text.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { SettingRow, useSetting } from './SettingRow.tsx';
import styles from './Settings.module.css';

/** How packets are shown and told of. */
export function TrafficSettings() {
  const { t } = useText();
  const [spoken, setSpoken, resetSpoken] = useSetting('spokenTraffic');
  return (
    <dl className={`form ${styles.form}`}>
      <SettingRow of="spokenTraffic" onReset={resetSpoken}>
        <Checkbox label={t('settings.spokenTraffic.on')} checked={spoken} onChange={setSpoken} />
      </SettingRow>
    </dl>
  );
}
