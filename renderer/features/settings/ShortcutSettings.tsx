import styles from './Settings.module.css';
import { ShortcutList } from './ShortcutList.tsx';
import { SwitchSetting } from './SwitchSetting.tsx';

/** What keys do. */
export const ShortcutSettings = () => (
  <>
    <dl className={`form ${styles.form}`}>
      <SwitchSetting of="singleKeys" />
    </dl>
    <ShortcutList />
  </>
);
