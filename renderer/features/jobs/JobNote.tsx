import { Fragment, useEffect, useId, useState } from 'react';
import { NOTE_CHARACTERS } from '../../../main/contract/job-actions.ts';
import type { JobKey } from '../../../main/contract/keys.ts';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useLive } from '../../lib/live.ts';
import { useStore } from '../../store/index.ts';
import { textOfKey } from '../../store/jobs.ts';
import styles from './Jobs.module.css';

const TOPICS = ['jobs'] as const;

/** What the person wrote to the job, and which it was submitted again from and as, and what it was and is at other starts of its server. */
export function JobNote({ job }: { job: JobKey }) {
  const { t } = useText();
  const about = useStore((store) => (store.about?.job === textOfKey(job) ? store.about.told : null));
  const { openJob, pullAbout } = useStore.getState();
  const text = textOfKey(job);
  useLive(TOPICS, pullAbout);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another job is asked for at once
  useEffect(() => void pullAbout(), [text, pullAbout]);
  if (about === null) return null;
  const { note, from, again, before, after } = about;
  const link = (key: JobKey) => (
    <button key={textOfKey(key)} type="button" className="link-button code" onClick={() => openJob(key)}>
      {shown(key.handle)}
    </button>
  );
  const one = (key: JobKey | null) => (key === null ? [] : [key]);
  const all = [
    ['jobs.before', one(before)],
    ['jobs.after', one(after)],
    ['jobs.from', one(from)],
    ['jobs.again', again],
  ] as const;
  const links = all.filter(([, keys]) => keys.length > 0);
  return (
    <section className="section">
      {links.length > 0 && (
        <dl className="facts">
          {links.map(([label, keys]) => (
            <Fragment key={label}>
              <dt>{t(label)}</dt>
              <dd className={styles.links}>{keys.map(link)}</dd>
            </Fragment>
          ))}
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
