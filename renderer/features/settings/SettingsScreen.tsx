import { Search, X } from 'lucide-react';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { AdvancedSettings } from './AdvancedSettings.tsx';
import { GeneralSettings } from './GeneralSettings.tsx';
import { JobsSettings } from './JobsSettings.tsx';
import { PrivacySettings } from './PrivacySettings.tsx';
import { ServerSettings } from './ServerSettings.tsx';
import styles from './Settings.module.css';
import { ShortcutSettings } from './ShortcutSettings.tsx';
import { foundSections } from './search.ts';
import { TerminalSettings } from './TerminalSettings.tsx';
import { TrafficSettings } from './TrafficSettings.tsx';
import type { Section } from './table.ts';
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
  const search = useStore((store) => store.settingsSearch);
  const find = useStore((store) => store.searchSettings);
  if (!ready) return null;
  const sections = foundSections(search);
  return (
    <section className={`screen__main ${styles.screen}`} aria-label={t('screen.settings')}>
      <div className="screenbar">
        <SearchField
          className={styles.search}
          label={t('settings.search')}
          placeholder={t('settings.search')}
          value={search}
          onChange={find}
        >
          {search !== '' && <IconButton icon={X} label={t('action.clearFilter')} onClick={() => find('')} />}
        </SearchField>
      </div>
      <div className={styles.body}>
        <nav className={styles.rail} aria-label={t('settings.sections')}>
          {sections.map((section) => (
            <button key={section} type="button" className={styles.jump} onClick={() => jumpTo(section)}>
              {t(`settings.${section}`)}
            </button>
          ))}
        </nav>
        {sections.length === 0 ? (
          <Empty
            icon={Search}
            title={t('settings.nothing')}
            text={t('settings.nothing.text')}
            actions={<Button onClick={() => find('')}>{t('action.clearFilter')}</Button>}
          />
        ) : (
          <div className={styles.page}>
            {sections.map((section) => {
              const Content = CONTENT[section];
              return (
                <section key={section} className={styles.section} aria-labelledby={headingOf(section)}>
                  <h2 id={headingOf(section)} className={styles.heading} tabIndex={-1}>
                    {t(`settings.${section}`)}
                  </h2>
                  <Content />
                </section>
              );
            })}
          </div>
        )}
      </div>
    </section>
  );
}

const headingOf = (section: Section): string => `settings-${section}`;

function jumpTo(section: Section): void {
  const heading = document.getElementById(headingOf(section));
  heading?.scrollIntoView({ block: 'start' });
  heading?.focus({ preventScroll: true });
}
