import { JOURNAL_LIMITS } from '../../../main/contract/journal.ts';
import { useText } from '../../i18n/text.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { NumberSetting } from './NumberSetting.tsx';
import { SettingRow, useSetting } from './SettingRow.tsx';
import styles from './Settings.module.css';

/** Whether what happened to jobs is kept, and how much of it. */
export function JobsSettings() {
  const { t } = useText();
  const [journal, setJournal, resetJournal] = useSetting('journal');
  return (
    <dl className={`form ${styles.form}`}>
      <SettingRow of="journal" onReset={resetJournal}>
        <Checkbox label={t('settings.journal.keep')} checked={journal} onChange={setJournal} />
      </SettingRow>
      <NumberSetting of="journalJobs" {...JOURNAL_LIMITS.jobs} />
      <NumberSetting of="journalSize" {...JOURNAL_LIMITS.size} />
    </dl>
  );
}
