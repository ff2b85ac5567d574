import type { AppInfo } from '../../../main/contract/model.ts';
import { useStore } from '../../store/index.ts';
import styles from './Settings.module.css';

/** What this program is. */
export function AdvancedSettings() {
  // The screen is shown when it is known.
  const { version, electron, node } = useStore((store) => store.app.info) as AppInfo;
  return (
    <dl className={`facts ${styles.about}`}>
      <dt>{'Gearbench'}</dt>
      <dd className="selectable">{version}</dd>
      <dt>{'Electron'}</dt>
      <dd className="selectable">{electron}</dd>
      <dt>{'Node.js'}</dt>
      <dd className="selectable">{node}</dd>
    </dl>
  );
}
