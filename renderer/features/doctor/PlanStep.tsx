import { Play, SquareTerminal, Undo2 } from 'lucide-react';
import type { Applied, ShownStep } from '../../../main/contract/doctor.ts';
import { useDoctorText } from '../../i18n/doctor.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { State } from '../../ui/glyphs.tsx';
import { ChangeText, changedText } from './ChangeText.tsx';
import styles from './Doctor.module.css';
import { RISK_BADGES, STEP_LOOKS } from './looks.ts';

interface PlanStepProps {
  step: ShownStep;
  number: number;
  /** The first one that is still to be done. */
  next: boolean;
  /** What it has changed. */
  applied: Applied | undefined;
}

/** A step of a plan: what it does to the computer, and the ways to have it done. */
export function PlanStep({ step, number, next, applied }: PlanStepProps) {
  const { t, count } = useText();
  const doctor = useDoctorText();
  const { title, effect, undo } = doctor.step(step);
  const { command, change, risk, state } = step;
  const isDoing = useStore((store) => store.steps.doing === step.key);
  const shown = isDoing ? 'running' : state;
  return (
    <li className={styles.step} data-state={shown}>
      <span className={styles.number} aria-hidden="true">
        {count(number)}
      </span>
      <div className="grow">
        <h3>{title}</h3>
        <div className={styles.signs}>
          <span className={RISK_BADGES[risk]}>{doctor.word(`risk.${risk}`)}</span>
          {shown !== 'open' && <State {...STEP_LOOKS[shown]}>{t(`doctor.step.${shown}`)}</State>}
        </div>
        <p className="muted selectable">{effect}</p>
        {command !== null && (
          <div className={`command ${styles.command}`}>
            <code>{command}</code>
            <CopyButton text={command} label={t('doctor.step.command', { number: count(number) })} />
          </div>
        )}
        {change !== null && (
          <div className={styles.block}>
            <pre className="code-block code-block--wrap">
              <ChangeText change={change} />
            </pre>
            <CopyButton
              text={changedText(change, false, t)}
              label={t('doctor.step.change', { number: count(number) })}
            />
          </div>
        )}
        <Actions step={step} number={number} next={next} applied={applied} />
        <p className={`faint selectable ${styles.small}`}>{t('doctor.step.undo', { text: undo })}</p>
      </div>
    </li>
  );
}

function Actions({ step, number, next, applied }: PlanStepProps) {
  const { t, count } = useText();
  const { doing: current, undoing } = useStore((store) => store.steps);
  const { askStep, doStep, openStepInTerminal, undoChanges } = useStore.getState();
  const { key, doing, command, state } = step;
  const busy = current !== null || undoing.length > 0;
  const variant = next ? 'primary' : 'normal';
  const of = (label: string) => t('doctor.step.of', { label, number: count(number) });
  if (doing === null && command === null) return null;
  return (
    <div className={styles.actions}>
      {doing === 'start-server' && (
        <Button variant={variant} icon={Play} disabled={busy} onClick={() => void doStep(step)}>
          {t('server.start')}
        </Button>
      )}
      {(doing === 'run' || (doing === 'write' && state !== 'done')) && (
        <Button
          variant={variant}
          icon={Play}
          disabled={busy}
          aria-label={of(t(state === 'open' ? `doctor.step.${doing}` : 'doctor.step.again'))}
          onClick={() => askStep(key)}
        >
          {t(state === 'open' ? `doctor.step.${doing}` : 'doctor.step.again')}
        </Button>
      )}
      {applied !== undefined && (
        <Button
          icon={Undo2}
          disabled={busy}
          aria-label={of(t('doctor.step.undoIt'))}
          onClick={() => void undoChanges([applied.id])}
        >
          {t('doctor.step.undoIt')}
        </Button>
      )}
      {command !== null && doing !== 'start-server' && (
        <Button
          variant={doing === null ? variant : 'quiet'}
          icon={SquareTerminal}
          aria-label={of(t('doctor.step.terminal'))}
          onClick={() => void openStepInTerminal(key)}
        >
          {t('doctor.step.terminal')}
        </Button>
      )}
    </div>
  );
}
