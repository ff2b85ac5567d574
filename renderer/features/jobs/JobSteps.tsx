import type { JobStep } from '../../../main/contract/jobs.ts';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import styles from './Jobs.module.css';

/** What happened to a job, step by step, with the time since it was submitted. */
export function JobSteps({ steps }: { steps: readonly JobStep[] }) {
  const { t, duration, size } = useText();
  const start = steps[0]?.at ?? 0;
  return (
    <ol className={styles.steps}>
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step has no identity but its place
        <li key={index} className={styles.step}>
          <span className="number faint">{duration(step.at - start)}</span>
          <span>{t(`step.${step.kind}`)}</span>
          <span className="muted truncate">
            {[step.who === null ? '' : shown(step.who), step.size === null ? '' : size(step.size)]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </li>
      ))}
    </ol>
  );
}
