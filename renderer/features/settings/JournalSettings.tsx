import { JOURNAL_LIMITS } from '../../../main/contract/journal.ts';
import type { Settings } from '../../../main/contract/model.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { NumberSetting } from './NumberSetting.tsx';
import styles from './Settings.module.css';

/** Whether what happened to jobs is kept, and how much of it. */
export function JournalSettings({ settings }: { settings: Pick<Settings, 'journal' | 'journalJobs' | 'journalSize'> }) {
  const { t, count } = useText();
  const change = useStore((store) => store.changeSettings);
  const { journal, journalJobs, journalSize } = settings;
  const wrong = ({ least, most }: { least: number; most: number }) =>
    t('settings.limit.wrong', { least: count(least), most: count(most) });
  return (
    <>
      <h2 className={styles.heading}>{t('settings.journal')}</h2>
      <dl className={`form ${styles.form}`}>
        <dt>{t('settings.journal')}</dt>
        <dd>
          <Checkbox
            label={t('settings.journal.keep')}
            checked={journal}
            onChange={(checked) => void change({ journal: checked })}
          />
          <p className="help">{t('settings.journal.help')}</p>
        </dd>
      </dl>
      <NumberSetting
        key={`jobs ${journalJobs}`}
        label={t('settings.journal.jobs')}
        value={journalJobs}
        {...JOURNAL_LIMITS.jobs}
        help={t('settings.journal.jobs.help')}
        wrong={wrong(JOURNAL_LIMITS.jobs)}
        onChange={(jobs) => void change({ journalJobs: jobs })}
      />
      <NumberSetting
        key={`size ${journalSize}`}
        label={t('settings.journal.size')}
        value={journalSize}
        {...JOURNAL_LIMITS.size}
        help={t('settings.journal.size.help')}
        wrong={wrong(JOURNAL_LIMITS.size)}
        onChange={(size) => void change({ journalSize: size })}
      />
    </>
  );
}
