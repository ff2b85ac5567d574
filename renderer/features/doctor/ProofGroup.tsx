import type { Scan } from '../../../main/contract/doctor.ts';
import { useDoctorText } from '../../i18n/doctor.ts';
import { useText } from '../../i18n/text.tsx';
import { Glyph } from '../../ui/glyphs.tsx';
import styles from './Proof.module.css';
import { canBeProven, isProven } from './ProofActions.tsx';

/** The place of the proof while there is none: what it would do. */
export function ProofGroup({ scan }: { scan: Scan }) {
  const { t } = useText();
  const { word } = useDoctorText();
  if (isProven(scan) || !canBeProven(scan)) return null;
  return (
    <section>
      <h3 className={styles.unproven}>
        <span className="state state--idle">
          <Glyph mark="queued" />
        </span>
        <b>{word('group.proof')}</b>
        <span className="faint truncate">{t('doctor.unproven')}</span>
      </h3>
      <p className={styles.offer}>{t('doctor.unproven.text')}</p>
    </section>
  );
}
