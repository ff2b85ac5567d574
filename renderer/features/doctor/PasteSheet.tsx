import { useEffect, useId, useRef, useState } from 'react';
import { type Explanation, PASTE_MOST } from '../../../main/contract/doctor.ts';
import { useDoctorText } from '../../i18n/doctor.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import styles from './Sheets.module.css';

/** Takes the log of a build, or what PHP says, and tells what it means. */
export function PasteSheet() {
  const open = useStore((store) => store.doctor.sheet === 'paste');
  return open ? <Paste /> : null;
}

function Paste() {
  const { t } = useText();
  const { showDoctorSheet, explainError } = useStore.getState();
  const [text, setText] = useState('');
  const [found, setFound] = useState<readonly Explanation[] | null>(null);
  const newest = useRef('');
  const help = useId();
  useEffect(() => {
    newest.current = text;
    if (text.trim() === '') return setFound(null);
    void explainError(text).then((each) => {
      if (newest.current === text) setFound(each);
    });
  }, [text, explainError]);
  const close = () => showDoctorSheet(null);
  return (
    <Sheet
      title={t('doctor.paste.title')}
      open
      onClose={close}
      className={styles.sheet}
      foot={
        <>
          <span id={help} className="faint grow">
            {t(text.length > PASTE_MOST ? 'doctor.paste.cut' : 'doctor.paste.nothingRun')}
          </span>
          {text !== '' && (
            <Button large onClick={() => setText('')}>
              {t('doctor.paste.clear')}
            </Button>
          )}
          <Button large variant="primary" onClick={close}>
            {t('action.close')}
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <textarea
          className={`textarea textarea--code ${styles.text}`}
          rows={8}
          value={text}
          aria-label={t('doctor.paste.label')}
          aria-describedby={help}
          placeholder={t('doctor.paste.placeholder')}
          spellCheck={false}
          autoFocus
          onChange={(event) => setText(event.target.value)}
        />
        <div aria-live="polite" className={styles.results}>
          {found !== null &&
            (found.length === 0 ? <Nothing /> : found.map((each) => <Cause key={each.line} cause={each} />))}
        </div>
      </div>
    </Sheet>
  );
}

function Nothing() {
  const { t } = useText();
  return <p className="muted">{t('doctor.paste.unknown')}</p>;
}

function Cause({ cause: { check, text, line, excerpt, fixes } }: { cause: Explanation }) {
  const { t, count } = useText();
  const doctor = useDoctorText();
  return (
    <article className={styles.cause} aria-label={doctor.check(check).title}>
      <h3>
        {doctor.check(check).title}
        <span className="faint">{t('doctor.paste.line', { line: count(line) })}</span>
      </h3>
      <p className="selectable">{doctor.pasted(text)}</p>
      <pre className="code-block code-block--wrap">{excerpt}</pre>
      {fixes.length > 0 && (
        <ul>
          {fixes.map((fix) => (
            <li key={fix} className="selectable">
              {doctor.fix(fix)}
            </li>
          ))}
        </ul>
      )}
    </article>
  );
}
