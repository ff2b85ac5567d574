import { JOURNAL_LIMITS } from '../../../main/contract/journal.ts';
import { NumberSetting } from './NumberSetting.tsx';
import styles from './Settings.module.css';
import { SwitchSetting } from './SwitchSetting.tsx';

/** Whether what happened to jobs is kept, and how much of it. */
export const JobsSettings = () => (
  <dl className={`form ${styles.form}`}>
    <SwitchSetting of="journal" />
    <NumberSetting of="journalJobs" {...JOURNAL_LIMITS.jobs} />
    <NumberSetting of="journalSize" {...JOURNAL_LIMITS.size} />
  </dl>
);
