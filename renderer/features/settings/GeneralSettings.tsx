import { useText } from '../../i18n/text.tsx';
import { ZOOM_STEPS } from '../../lib/zoom.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { Select } from '../../ui/Select.tsx';
import { BackgroundSettings } from './BackgroundSettings.tsx';
import { SettingRow, useSetting } from './SettingRow.tsx';
import styles from './Settings.module.css';

/** How the window looks and speaks, when it saves, and what goes on without it. */
export function GeneralSettings() {
  const { t, percent } = useText();
  const [language, setLanguage, resetLanguage] = useSetting('language');
  const [theme, setTheme, resetTheme] = useSetting('theme');
  const [density, setDensity, resetDensity] = useSetting('density');
  const [zoom, setZoom, resetZoom] = useSetting('zoom');
  const [sidebar, setSidebar, resetSidebar] = useSetting('sidebar');
  const [autosave, setAutosave, resetAutosave] = useSetting('autosave');
  return (
    <dl className={`form ${styles.form}`}>
      <SettingRow of="language" onReset={resetLanguage}>
        <Segmented
          label={t('settings.language')}
          value={language}
          options={[
            { value: 'system', label: t('settings.system') },
            // A language is named in itself, so that who reads only that one finds it.
            { value: 'en', label: 'English' },
            { value: 'zh', label: '简体中文' },
          ]}
          onChange={setLanguage}
        />
      </SettingRow>
      <SettingRow of="theme" onReset={resetTheme}>
        <Segmented
          label={t('settings.theme')}
          value={theme}
          options={[
            { value: 'system', label: t('settings.system') },
            { value: 'light', label: t('settings.light') },
            { value: 'dark', label: t('settings.dark') },
          ]}
          onChange={setTheme}
        />
      </SettingRow>
      <SettingRow of="density" onReset={resetDensity}>
        <Segmented
          label={t('settings.density')}
          value={density}
          options={[
            { value: 'compact', label: t('settings.compact') },
            { value: 'comfortable', label: t('settings.comfortable') },
          ]}
          onChange={setDensity}
        />
      </SettingRow>
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
      <SettingRow of="sidebar" onReset={resetSidebar}>
        <Checkbox label={t('settings.sidebar.on')} checked={sidebar} onChange={setSidebar} />
      </SettingRow>
      <SettingRow of="autosave" onReset={resetAutosave}>
        <Checkbox label={t('settings.autosave.on')} checked={autosave} onChange={setAutosave} />
      </SettingRow>
      <BackgroundSettings />
    </dl>
  );
}
