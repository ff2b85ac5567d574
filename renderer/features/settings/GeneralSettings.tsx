import { useText } from '../../i18n/text.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { BackgroundSettings } from './BackgroundSettings.tsx';
import { SettingRow, useSetting } from './SettingRow.tsx';
import styles from './Settings.module.css';

/** How the window looks and speaks, when it saves, and what goes on without it. */
export function GeneralSettings() {
  const { t } = useText();
  const [language, setLanguage, resetLanguage] = useSetting('language');
  const [theme, setTheme, resetTheme] = useSetting('theme');
  const [density, setDensity, resetDensity] = useSetting('density');
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
      <SettingRow of="autosave" onReset={resetAutosave}>
        <Checkbox label={t('settings.autosave.on')} checked={autosave} onChange={setAutosave} />
      </SettingRow>
      <BackgroundSettings />
    </dl>
  );
}
