import type { ReactNode } from 'react';
import type { Scan } from '../../../main/contract/doctor.ts';
import { type DoctorText, useDoctorText } from '../../i18n/doctor.ts';
import styles from './Doctor.module.css';
import { isAmiss } from './looks.ts';

/** The sentence that matters, and how much there is to be looked at. */
export function Summary({ scan, actions }: { scan: Scan; actions?: ReactNode }) {
  const [sentence, rest] = summaryText(scan, useDoctorText());
  return (
    <header className={styles.summary}>
      <h2 className="selectable">{sentence}</h2>
      <p className="muted">{rest}</p>
      {actions}
    </header>
  );
}

export function summaryText(scan: Scan, { word, origin }: DoctorText): [sentence: string, rest: string] {
  const { text, values } = scan.summary;
  const php = scan.phps.find(({ path }) => path === scan.php);
  const count = scan.findings.filter(isAmiss).length;
  const rest = count === 0 ? 'summary.nothing' : count === 1 ? 'summary.one' : 'summary.several';
  return [word(text, { ...values, ...(php !== undefined && { where: origin(php) }) }), word(rest, { count })];
}
