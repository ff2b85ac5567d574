import { useText } from '../../i18n/text.tsx';
import { ZOOM_STEPS } from '../../lib/zoom.ts';
import { Select } from '../../ui/Select.tsx';
import { BackgroundSettings } from './BackgroundSettings.tsx';
import { ChoiceSetting } from './ChoiceSetting.tsx';
import { SettingRow, useSetting } from './SettingRow.tsx';
import styles from './Settings.module.css';
import { SwitchSetting } from './SwitchSetting.tsx';

/** How the window looks and speaks, when it saves, and what goes on without it. */
export function GeneralSettings() {
  const { t, percent } = useText();
  const [zoom, setZoom, resetZoom] = useSetting('zoom');
  return (
    <dl className={`form ${styles.form}`}>
      <ChoiceSetting
        of="language"
        options={[
          { value: 'system', label: t('settings.system') },
          // A language is named in itself, so that who reads only that one finds it.
          { value: 'en', label: 'English' },
          { value: 'zh', label: '简体中文' },
        ]}
      />
      <ChoiceSetting
        of="theme"
        options={[
          { value: 'system', label: t('settings.system') },
          { value: 'light', label: t('settings.light') },
          { value: 'dark', label: t('settings.dark') },
        ]}
      />
      <ChoiceSetting
        of="density"
        options={[
          { value: 'compact', label: t('settings.compact') },
          { value: 'comfortable', label: t('settings.comfortable') },
        ]}
      />
      <SettingRow of="zoom" onReset={resetZoom}>
        <Select
          label={t('settings.zoom')}
          value={String(zoom)}
          options={[...new Set([...ZOOM_STEPS, zoom])].map((step) => ({
            value: String(step),
            label: percent(step / 100),
          }))}
          onChange={(step) => setZoom(Number(step))}
        />
      </SettingRow>
      <SwitchSetting of="sidebar" />
      <SwitchSetting of="autosave" />
      <BackgroundSettings />
    </dl>
  );
}
