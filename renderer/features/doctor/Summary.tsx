import type { Scan } from '../../../main/contract/doctor.ts';
import { useDoctorText } from '../../i18n/doctor.ts';
import styles from './Doctor.module.css';
import { isAmiss } from './looks.ts';

/** The sentence that matters, and how much there is to be looked at. */
export function Summary({ scan }: { scan: Scan }) {
  const { word, origin } = useDoctorText();
  const { text, values } = scan.summary;
  const php = scan.phps.find(({ path }) => path === scan.php);
  const count = scan.findings.filter(isAmiss).length;
  const rest = count === 0 ? 'summary.nothing' : count === 1 ? 'summary.one' : 'summary.several';
  return (
    <header className={styles.summary}>
      <h2 className="selectable">{word(text, { ...values, ...(php !== undefined && { where: origin(php) }) })}</h2>
      <p className="muted">{word(rest, { count })}</p>
    </header>
  );
}
