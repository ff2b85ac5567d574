import { useDoctorText } from '../../i18n/doctor.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { State } from '../../ui/glyphs.tsx';
import { isAmiss } from './looks.ts';
import { summaryText } from './Summary.tsx';

/** What the checks say after a step: that they run, then the sentence that matters. */
export function Checked() {
  const { t } = useText();
  const doctor = useDoctorText();
  const { scan, scanning } = useStore((store) => store.doctor);
  const checked = useStore((store) => store.steps.checked);
  if (scanning)
    return (
      <div role="status">
        <State mark="running" tone="active">
          {t('doctor.checked.running')}
        </State>
      </div>
    );
  if (!checked || scan === null) return null;
  const well = !scan.findings.some(isAmiss);
  const [sentence, rest] = summaryText(scan, doctor);
  return (
    <div role="status">
      <State mark={well ? 'ok' : 'info'} tone={well ? 'ok' : 'idle'}>
        {t('doctor.checked', { sentence, rest })}
      </State>
    </div>
  );
}
