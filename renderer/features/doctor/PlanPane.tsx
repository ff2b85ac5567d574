import type { FileChange, Scan, ShownStep } from '../../../main/contract/doctor.ts';
import { useDoctorText } from '../../i18n/doctor.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Select } from '../../ui/Select.tsx';
import styles from './Doctor.module.css';
import { RISK_BADGES } from './looks.ts';

/** The steps of a way to gearman, in order, to be copied. */
export function PlanPane({ scan }: { scan: Scan }) {
  const { t } = useText();
  const { word } = useDoctorText();
  const chosen = useStore((store) => store.doctor.way);
  const { chooseWay } = useStore.getState();
  const { plans } = scan;
  const plan = plans.find(({ way }) => way === chosen) ?? plans[0];
  return (
    <aside className={`inspector ${styles.plan}`} aria-label={t('doctor.plan')}>
      <header className="inspector__head">
        <h2 className="inspector__title">{t('doctor.plan')}</h2>
        {plan === undefined && <p className="muted">{t('doctor.plan.none')}</p>}
        {plan !== undefined && plans.length === 1 && <p className="muted">{word(`way.${plan.way}`)}</p>}
        {plan !== undefined && plans.length > 1 && (
          <Select
            label={t('doctor.plan.way')}
            value={plan.way}
            options={plans.map(({ way }, index) => ({
              value: way,
              label: index === 0 ? t('doctor.plan.recommended', { way: word(`way.${way}`) }) : word(`way.${way}`),
            }))}
            onChange={chooseWay}
          />
        )}
      </header>
      {plan !== undefined && (
        <>
          <ol className={`inspector__body ${styles.steps}`}>
            {plan.steps.map((step, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a plan's steps do not move
              <Step key={`${plan.way} ${index}`} step={step} number={index + 1} />
            ))}
          </ol>
          <footer className="inspector__foot">
            <p className={`faint grow ${styles.small}`}>{t('doctor.plan.help')}</p>
          </footer>
        </>
      )}
    </aside>
  );
}

function Step({ step, number }: { step: ShownStep; number: number }) {
  const { t, count } = useText();
  const doctor = useDoctorText();
  const { title, effect, undo } = doctor.step(step);
  const { command, change, risk } = step;
  return (
    <li className={styles.step}>
      <span className={styles.number} aria-hidden="true">
        {count(number)}
      </span>
      <div className="grow">
        <h3>{title}</h3>
        <span className={RISK_BADGES[risk]}>{doctor.word(`risk.${risk}`)}</span>
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
              <span className="faint">{change.file}</span>
              {`\n${changed(change, true)}`}
            </pre>
            <CopyButton text={changed(change, false)} label={t('doctor.step.change', { number: count(number) })} />
          </div>
        )}
        <p className={`faint selectable ${styles.small}`}>{t('doctor.step.undo', { text: undo })}</p>
      </div>
    </li>
  );
}

/** The new lines of a file; with signs, those in whose place they come too. */
function changed(change: FileChange, signs: boolean): string {
  if (change.kind === 'copy') return signs ? `+ ${change.from}` : change.from;
  const lines =
    change.kind === 'add'
      ? change.text
          .trimEnd()
          .split('\n')
          .map((text) => ({ was: null, text }))
      : change.lines;
  return lines
    .flatMap(({ was, text }) => (signs ? [...(was === null ? [] : [`- ${was}`]), `+ ${text}`] : [text]))
    .join('\n');
}
