import { useEffect, useId, useState } from 'react';
import { NOTE_CHARACTERS } from '../../../main/contract/job-actions.ts';
import type { JobKey } from '../../../main/contract/keys.ts';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useLive } from '../../lib/live.ts';
import { useStore } from '../../store/index.ts';
import { textOfKey } from '../../store/jobs.ts';
import styles from './Jobs.module.css';

const TOPICS = ['jobs'] as const;

/** What the person wrote to the job, and which it was submitted again from and as. */
export function JobNote({ job }: { job: JobKey }) {
  const { t } = useText();
  const about = useStore((store) => (store.about?.job === textOfKey(job) ? store.about.told : null));
  const { openJob, pullAbout } = useStore.getState();
  const text = textOfKey(job);
  useLive(TOPICS, pullAbout);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another job is asked for at once
  useEffect(() => void pullAbout(), [text, pullAbout]);
  if (about === null) return null;
  const { note, from, again } = about;
  const link = (key: JobKey) => (
    <button key={textOfKey(key)} type="button" className="link-button code" onClick={() => openJob(key)}>
      {shown(key.handle)}
    </button>
  );
  return (
    <section className="section">
      {(from !== null || again.length > 0) && (
        <dl className="facts">
          {from !== null && (
            <>
              <dt>{t('jobs.from')}</dt>
              <dd>{link(from)}</dd>
            </>
          )}
          {again.length > 0 && (
            <>
              <dt>{t('jobs.again')}</dt>
              <dd className={styles.links}>{again.map(link)}</dd>
            </>
          )}
        </dl>
      )}
      <NoteField key={`${text} ${note}`} job={job} note={note} />
    </section>
  );
}

/** Written when it is left, or with Ctrl+Enter. */
function NoteField({ job, note }: { job: JobKey; note: string }) {
  const { t } = useText();
  const id = useId();
  const [text, setText] = useState(note);
  const write = useStore((store) => store.writeNote);
  return (
    <div className={styles.note}>
      <label htmlFor={id} className="section-title">
        {t('jobs.note')}
      </label>
      <textarea
        id={id}
        className="textarea"
        rows={2}
        maxLength={NOTE_CHARACTERS}
        placeholder={t('jobs.note.placeholder')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => void write(job, text.trim())}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void write(job, text.trim());
          if (event.key === 'Escape') setText(note);
        }}
      />
    </div>
  );
}
