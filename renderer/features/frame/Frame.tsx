import { Plus, Search } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useShortcuts } from '../../lib/shortcuts.ts';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Fallback } from '../../ui/Fallback.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { ConnectSheet } from '../doctor/ConnectSheet.tsx';
import { DoctorScreen } from '../doctor/DoctorScreen.tsx';
import { PasteSheet } from '../doctor/PasteSheet.tsx';
import { FunctionsScreen } from '../functions/FunctionsScreen.tsx';
import { SecretsDialog } from '../functions/SecretsDialog.tsx';
import { TrustDialog } from '../functions/TrustDialog.tsx';
import { JobsScreen } from '../jobs/JobsScreen.tsx';
import { OverviewScreen } from '../overview/OverviewScreen.tsx';
import { Palette } from '../palette/Palette.tsx';
import { ShortcutSheet } from '../palette/ShortcutSheet.tsx';
import { ReportSheet } from '../report/ReportSheet.tsx';
import { UpdateSheet } from '../report/UpdateSheet.tsx';
import { AskServerDialog } from '../servers/AskServerDialog.tsx';
import { ServerImportSheet } from '../servers/ServerImportSheet.tsx';
import { ServerSheet } from '../servers/ServerSheet.tsx';
import { ServersScreen } from '../servers/ServersScreen.tsx';
import { UnlockDialog } from '../servers/UnlockDialog.tsx';
import { SettingsScreen } from '../settings/SettingsScreen.tsx';
import { SubmitSheet } from '../submit/SubmitSheet.tsx';
import { TrafficScreen } from '../traffic/TrafficScreen.tsx';
import { WaitingSheet } from '../waiting/WaitingSheet.tsx';
import { WorkersScreen } from '../workers/WorkersScreen.tsx';
import { AboutSheet } from '../workspace/AboutSheet.tsx';
import { ExportSheet } from '../workspace/ExportSheet.tsx';
import { ImportSheet } from '../workspace/ImportSheet.tsx';
import { useServerName } from './address.ts';
import { ConflictBanner } from './ConflictBanner.tsx';
import { FaultBanner } from './FaultBanner.tsx';
import styles from './Frame.module.css';
import { NoticeToast } from './NoticeToast.tsx';
import { ProblemBanner } from './ProblemBanner.tsx';
import { ServerBanner } from './ServerBanner.tsx';
import { SettingsBanner } from './SettingsBanner.tsx';
import { Sidebar } from './Sidebar.tsx';
import { StandInBanner } from './StandInBanner.tsx';
import { StatusBar } from './StatusBar.tsx';
import { UpdateBanner } from './UpdateBanner.tsx';

/** With all pages of the guide, which few starts of the window need. */
const HelpScreen = lazy(() => import('../help/HelpScreen.tsx'));

const SCREENS = {
  overview: OverviewScreen,
  functions: FunctionsScreen,
  workers: WorkersScreen,
  jobs: JobsScreen,
  traffic: TrafficScreen,
  doctor: DoctorScreen,
  servers: ServersScreen,
  settings: SettingsScreen,
  help: HelpScreen,
} as const;

/** The window: sidebar, title, one screen, status; sheets and notices over them. */
export function Frame() {
  const { t } = useText();
  const screen = useStore((store) => store.app.screen);
  const openSubmit = useStore((store) => store.openSubmit);
  const openPalette = useStore((store) => store.openPalette);
  const shortcut = useShortcuts();
  const server = useServerName();
  const Screen = SCREENS[screen];
  return (
    <div className="window">
      <Sidebar />
      <header className="toolbar">
        <h1 className="toolbar__title">{t(`screen.${screen}`)}</h1>
        <span className="toolbar__subtitle truncate">{server}</span>
        <span className="grow" />
        <button type="button" className="search-pill" onClick={openPalette}>
          <Icon of={Search} small />
          <span>{t('palette.pill')}</span>
          <span className="kbd">{shortcut('palette.open')}</span>
        </button>
        <Button variant="primary" icon={Plus} shortcut={shortcut('job.submit')} onClick={() => openSubmit()}>
          {t('submit.title')}
        </Button>
      </header>
      <main className={`screen ${styles.stack}`}>
        <StandInBanner />
        <ServerBanner />
        <FaultBanner />
        <ConflictBanner />
        <SettingsBanner />
        <UpdateBanner />
        <ProblemBanner />
        <div className={styles.panes}>
          <Fallback key={screen}>
            <Suspense>
              <Screen />
            </Suspense>
          </Fallback>
        </div>
      </main>
      <StatusBar />
      <SubmitSheet />
      <TrustDialog />
      <SecretsDialog />
      <AboutSheet />
      <ImportSheet />
      <ExportSheet />
      <PasteSheet />
      <ConnectSheet />
      <WaitingSheet />
      <ServerSheet />
      <ServerImportSheet />
      <UnlockDialog />
      <AskServerDialog />
      <ReportSheet />
      <UpdateSheet />
      <Palette />
      <ShortcutSheet />
      <NoticeToast />
    </div>
  );
}
