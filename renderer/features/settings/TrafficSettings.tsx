import styles from './Settings.module.css';
import { SwitchSetting } from './SwitchSetting.tsx';

/** How packets are shown and told of. */
export const TrafficSettings = () => (
  <dl className={`form ${styles.form}`}>
    <SwitchSetting of="spokenTraffic" />
  </dl>
);
