import { AlertDialog } from '@base-ui/react/alert-dialog';
import type { Scan } from '../../../main/contract/doctor.ts';
import { useDoctorText } from '../../i18n/doctor.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { ChangeText } from './ChangeText.tsx';
import styles from './Doctor.module.css';
import { RISK_BADGES } from './looks.ts';

/** Asks before a step is done, and shows exactly what would be run or written. */
export function StepDialog({ scan }: { scan: Scan }) {
  const { t } = useText();
  const doctor = useDoctorText();
  const asked = useStore((store) => store.steps.asked);
  const { askStep, doStep } = useStore.getState();
  const step = scan.plans.flatMap(({ steps }) => steps).find(({ key }) => key === asked);
  if (step === undefined) return null;
  const { title, effect, undo } = doctor.step(step);
  const { command, change, risk } = step;
  return (
    <AlertDialog.Root open onOpenChange={(next) => !next && askStep(null)}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="scrim" />
        <AlertDialog.Popup className={`sheet ${styles.ask}`}>
          <header className="sheet__head">
            <AlertDialog.Title className="sheet__title">{title}</AlertDialog.Title>
          </header>
          <div className={styles.askBody} tabIndex={0} role="region" aria-label={title}>
            <AlertDialog.Description className="muted">
              {t(command === null ? 'doctor.ask.write' : 'doctor.ask.run')}
            </AlertDialog.Description>
            <pre className="code-block code-block--wrap">
              {command !== null && (
                <>
                  <span className="faint">{'$ '}</span>
                  {command}
                </>
              )}
              {change !== null && <ChangeText change={change} />}
            </pre>
            <dl className={styles.askFacts}>
              <dt>{t('doctor.ask.effect')}</dt>
              <dd>{effect}</dd>
              <dt>{t('doctor.ask.risk')}</dt>
              <dd>
                <span className={RISK_BADGES[risk]}>{doctor.word(`risk.${risk}`)}</span>
              </dd>
              <dt>{t('doctor.ask.undo')}</dt>
              <dd>{undo}</dd>
            </dl>
          </div>
          <footer className="sheet__foot">
            <span className="grow" />
            <AlertDialog.Close render={<Button large>{t('action.cancel')}</Button>} />
            <Button large variant="primary" onClick={() => void doStep(step)}>
              {t(command === null ? 'doctor.ask.doWrite' : 'doctor.ask.doRun')}
            </Button>
          </footer>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
