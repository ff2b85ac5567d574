import { CONCURRENCY_MOST } from '../../../main/contract/limits.ts';
import { NumberSetting } from './NumberSetting.tsx';
import styles from './Settings.module.css';

/** How the workspace's commands run. */
export const WorkersSettings = () => (
  <dl className={`form ${styles.form}`}>
    <NumberSetting of="concurrency" least={0} most={CONCURRENCY_MOST} />
  </dl>
);
