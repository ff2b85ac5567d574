import type { Scan } from '../../../main/contract/doctor.ts';
import { useDoctorText } from '../../i18n/doctor.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Select } from '../../ui/Select.tsx';
import { AppliedChanges } from './AppliedChanges.tsx';
import styles from './Doctor.module.css';
import { PlanStep } from './PlanStep.tsx';

/** The steps of a way to gearman, in order, and what was changed for plans before. */
export function PlanPane({ scan }: { scan: Scan }) {
  const { t } = useText();
  const { word } = useDoctorText();
  const chosen = useStore((store) => store.doctor.way);
  const { chooseWay } = useStore.getState();
  const { plans, applied } = scan;
  const plan = plans.find(({ way }) => way === chosen) ?? plans[0];
  const steps = plan?.steps ?? [];
  const next = steps.findIndex(({ state, doing, command }) => state !== 'done' && (doing !== null || command !== null));
  const others = applied.filter(({ step }) => steps.every(({ key }) => key !== step));
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
      <div className={`inspector__body ${styles.steps}`}>
        {plan !== undefined && (
          <ol>
            {steps.map((step, index) => (
              <PlanStep
                key={step.key}
                step={step}
                number={index + 1}
                next={index === next}
                applied={applied.find((each) => each.step === step.key)}
              />
            ))}
          </ol>
        )}
        {others.length > 0 && <AppliedChanges changes={others} scan={scan} />}
      </div>
      {plan !== undefined && (
        <footer className="inspector__foot">
          <p className={`faint grow ${styles.small}`}>{t('doctor.plan.help')}</p>
        </footer>
      )}
    </aside>
  );
}
