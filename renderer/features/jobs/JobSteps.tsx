import type { JobStep } from '../../../main/contract/jobs.ts';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import styles from './Jobs.module.css';

/** What happened to a job, step by step, with the time since it was submitted. */
export function JobSteps({ steps }: { steps: readonly JobStep[] }) {
  const { t, duration, size } = useText();
  const start = steps[0]?.at ?? 0;
  const detailOf = ({ who, size: bytes }: JobStep) =>
    [who === null ? '' : shown(who), bytes === null ? '' : size(bytes)].filter(Boolean).join(' · ');
  return (
    <ol className={styles.steps}>
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step has no identity but its place
        <li key={index} className={styles.step}>
          <span className="number faint">{duration(step.at - start)}</span>
          <span>{t(`step.${step.kind}`)}</span>
          <span className="muted truncate" title={detailOf(step)}>
            {detailOf(step)}
          </span>
        </li>
      ))}
    </ol>
  );
}
