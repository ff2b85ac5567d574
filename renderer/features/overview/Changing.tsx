import { useState } from 'react';
import styles from './Overview.module.css';

interface ChangingProps {
  /** What is shown; a change too small to be seen is none. */
  text: string;
  /** What has changed, up or down; null counts as nothing. */
  value: number | null;
  /** The arrow stands behind, where the text begins at the left of its column. */
  behind?: boolean;
}

/** A value with an arrow for a moment after it has changed, and a wash where motion is welcome. */
export function Changing({ text, value, behind = false }: ChangingProps) {
  const [seen, setSeen] = useState({ text, value, rose: false, changes: 0 });
  if (seen.text !== text) {
    // In another language it is the same.
    const same = value === seen.value;
    const rose = same ? seen.rose : (value ?? 0) > (seen.value ?? 0);
    setSeen({ text, value, rose, changes: seen.changes + (same ? 0 : 1) });
  }
  return (
    <span
      key={seen.changes}
      className={seen.changes === 0 ? styles.value : `${styles.value} ${styles.changed}`}
      data-changed={seen.changes === 0 ? undefined : seen.rose ? 'up' : 'down'}
      data-behind={behind || undefined}
    >
      {text}
    </span>
  );
}
