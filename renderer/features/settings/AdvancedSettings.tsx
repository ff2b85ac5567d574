import { RotateCcw } from 'lucide-react';
import type { AppInfo } from '../../../main/contract/overview.ts';
import type { Settings } from '../../../main/contract/settings.ts';
import { useText } from '../../i18n/text.tsx';
import { defaultSettings } from '../../lib/default-settings.ts';
import { alike } from '../../lib/kept-rows.ts';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './Settings.module.css';
import { SETTING_KEYS } from './table.ts';

/** The way back to how all was at first, what this program is, and what helps where something is wrong. */
export function AdvancedSettings() {
  // The screen is shown when they are known.
  const { version, electron, node } = useStore((store) => store.app.info) as AppInfo;
  const settings = useStore((store) => store.app.settings) as Settings;
  const changed = SETTING_KEYS.some((key) => !alike(settings[key], defaultSettings()[key]));
  const { t } = useText();
  const { resetSettings, openReport, openLogs } = useStore.getState();
  return (
    <>
      <p className={styles.intro}>
        <Button icon={RotateCcw} disabled={!changed} onClick={() => resetSettings(SETTING_KEYS)}>
          {t('settings.resetAll')}
        </Button>
      </p>
      <p className={`help ${styles.intro}`}>{t('settings.resetAll.help')}</p>
      <dl className={`facts ${styles.about}`}>
        <dt>{'Gearbench'}</dt>
        <dd className="selectable">{version}</dd>
        <dt>{'Electron'}</dt>
        <dd className="selectable">{electron}</dd>
        <dt>{'Node.js'}</dt>
        <dd className="selectable">{node}</dd>
      </dl>
      <dl className={`form ${styles.form}`}>
        <dt>{t('settings.trouble')}</dt>
        <dd>
          <span className={styles.acts}>
            <Button onClick={() => void openReport()}>{t('command.report.open')}</Button>
            <Button onClick={() => void openLogs()}>{t('command.logs.open')}</Button>
          </span>
          <p className="help">{t('settings.trouble.help')}</p>
        </dd>
      </dl>
    </>
  );
}
