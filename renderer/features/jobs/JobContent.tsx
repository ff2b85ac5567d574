import type { JobDetail } from '../../../main/contract/jobs.ts';
import { useText } from '../../i18n/text.tsx';
import { jobLookedInto, type LookedInto } from '../../lib/looked-into.ts';
import { BytesPane } from '../packet/BytesPane.tsx';
import { CopyMenu } from '../packet/CopyMenu.tsx';
import { DecodeBar } from '../packet/DecodeBar.tsx';
import { FieldTree } from '../packet/FieldTree.tsx';
import { useLookedInto } from '../packet/use-looked-into.ts';
import styles from './Jobs.module.css';

/** A job's workload or result, read as the traffic reads packets: layer by layer, as values, text, bytes or a picture. */
export function JobContent({ job, part }: { job: JobDetail; part: 'workload' | 'result' }) {
  const { t, size } = useText();
  const content = job[part];
  if (content.size === 0) return <p className="faint">{t('content.empty')}</p>;
  if (content.bytes === null) return <p className="faint">{t('content.notKept', { size: size(content.size) })}</p>;
  const cut = content.kept < content.size;
  return (
    <>
      {cut && (
        <p className="muted">
          {t(part === 'workload' ? 'jobs.cutWorkload' : 'jobs.cutResult', {
            kept: size(content.kept),
            size: size(content.size),
          })}
        </p>
      )}
      <Inside subject={jobLookedInto(job, part, content)} />
    </>
  );
}

function Inside({ subject }: { subject: LookedInto }) {
  if (!useLookedInto(subject)) return null;
  return (
    <div className={styles.content}>
      <div className={styles.contentHead}>
        <DecodeBar />
        <span className="grow" />
        <CopyMenu />
      </div>
      <BytesPane subject={subject} tree={<FieldTree subject={subject} />} />
    </div>
  );
}
