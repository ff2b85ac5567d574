import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { AdvancedSettings } from './AdvancedSettings.tsx';
import { GeneralSettings } from './GeneralSettings.tsx';
import { JobsSettings } from './JobsSettings.tsx';
import { PrivacySettings } from './PrivacySettings.tsx';
import { ServerSettings } from './ServerSettings.tsx';
import styles from './Settings.module.css';
import { ShortcutSettings } from './ShortcutSettings.tsx';
import { TerminalSettings } from './TerminalSettings.tsx';
import { TrafficSettings } from './TrafficSettings.tsx';
import { SECTIONS, type Section } from './table.ts';
import { WorkersSettings } from './WorkersSettings.tsx';

const CONTENT: Readonly<Record<Section, () => React.ReactNode>> = {
  general: GeneralSettings,
  server: ServerSettings,
  workers: WorkersSettings,
  jobs: JobsSettings,
  traffic: TrafficSettings,
  shortcuts: ShortcutSettings,
  terminal: TerminalSettings,
  privacy: PrivacySettings,
  advanced: AdvancedSettings,
};

/** What a person may want otherwise. Each change holds at once and is kept. */
export function SettingsScreen() {
  const { t } = useText();
  const ready = useStore((store) => store.app.settings !== null && store.app.info !== null);
  if (!ready) return null;
  return (
    <section className={`screen__main ${styles.screen}`} aria-label={t('screen.settings')}>
      <div className={styles.page}>
        {SECTIONS.map((section) => {
          const Content = CONTENT[section];
          return (
            <section key={section} className={styles.section} aria-labelledby={`settings-${section}`}>
              <h2 id={`settings-${section}`} className={styles.heading}>
                {t(`settings.${section}`)}
              </h2>
              <Content />
            </section>
          );
        })}
      </div>
    </section>
  );
}
