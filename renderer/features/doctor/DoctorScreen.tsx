import { Activity, RefreshCw } from 'lucide-react';
import { useEffect } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useLive } from '../../lib/live.ts';
import { useShortcuts } from '../../lib/shortcuts.ts';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { State } from '../../ui/glyphs.tsx';
import { CheckGroups } from './CheckGroups.tsx';
import styles from './Doctor.module.css';
import { isWell } from './looks.ts';
import { NoPhp } from './NoPhp.tsx';
import { PhpList } from './PhpList.tsx';
import { PlanPane } from './PlanPane.tsx';
import { ProofActions } from './ProofActions.tsx';
import { ReportButton } from './ReportButton.tsx';
import { StepDialog } from './StepDialog.tsx';
import { StepDrawer } from './StepDrawer.tsx';
import { Summary } from './Summary.tsx';

const TOPICS = ['doctor'] as const;

/** Every PHP of the computer; of one of them what keeps gearman from working in it, and what mends that. */
export function DoctorScreen() {
  const { t, count } = useText();
  const { scan, scanning, selected, showPassed } = useStore((store) => store.doctor);
  const shortcut = useShortcuts();
  const { scanPhp, pullScan, pullRun, showPassedChecks, showDoctorSheet } = useStore.getState();
  useLive(TOPICS, pullScan);
  useLive(TOPICS, pullRun);
  useEffect(() => {
    const { scan: before, scanning: already } = useStore.getState().doctor;
    if (before === null && !already) void scanPhp(null);
  }, [scanPhp]);
  const again = (
    <Button
      icon={RefreshCw}
      disabled={scanning}
      shortcut={shortcut('doctor.scan')}
      onClick={() => void scanPhp(selected)}
    >
      {t('doctor.scanAgain')}
    </Button>
  );
  const paste = (
    <Button variant="quiet" onClick={() => showDoctorSheet('paste')}>
      {t('doctor.paste')}
    </Button>
  );
  if (scan === null)
    return (
      <section className="screen__main" aria-label={t('screen.doctor')}>
        {scanning ? (
          <div className={styles.waiting}>
            <Scanning />
          </div>
        ) : (
          <Empty icon={Activity} title={t('doctor.unscanned')} text={t('doctor.unscanned.text')} actions={again} />
        )}
      </section>
    );
  if (scan.phps.length === 0)
    return (
      <div className={styles.screen}>
        <section className="screen__main" aria-label={t('screen.doctor')} aria-busy={scanning}>
          {scanning && <Scanning />}
          <NoPhp
            actions={
              <>
                {again}
                {paste}
              </>
            }
          />
        </section>
        <PlanPane scan={scan} />
        <StepDialog scan={scan} />
      </div>
    );
  const other = scanning && selected !== null && selected !== scan.php;
  const well = scan.findings.filter(isWell).length;
  return (
    <div className={styles.stack}>
      <div className={styles.screen}>
        <PhpList scan={scan} />
        <section className="screen__main" aria-label={t('screen.doctor')} aria-busy={scanning}>
          {scanning && <Scanning />}
          {!other && (
            <>
              <Summary scan={scan} actions={<ProofActions scan={scan} />} />
              <CheckGroups scan={scan} />
              <footer className={styles.foot}>
                {again}
                <ReportButton />
                {paste}
                <span className="grow" />
                {well > 0 && (
                  <Button variant="quiet" aria-pressed={showPassed} onClick={() => showPassedChecks(!showPassed)}>
                    {showPassed ? t('doctor.hidePassed') : t('doctor.showPassed', { count: count(well) })}
                  </Button>
                )}
              </footer>
            </>
          )}
        </section>
        {!other && <PlanPane scan={scan} />}
      </div>
      <StepDrawer />
      <StepDialog scan={scan} />
    </div>
  );
}

/** The stage of the scan that goes on. */
function Scanning() {
  const { t } = useText();
  const stage = useStore((store) => store.doctor.stage);
  const { cancelScan } = useStore.getState();
  return (
    <div className={styles.scanning}>
      <span role="status">
        <State mark="running" tone="active">
          {t(stage === null ? 'doctor.scanning' : `doctor.stage.${stage}`)}
        </State>
      </span>
      <Button onClick={() => void cancelScan()}>{t('action.cancel')}</Button>
    </div>
  );
}
