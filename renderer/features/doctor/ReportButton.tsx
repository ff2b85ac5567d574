import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';

/** How long the sign of success stays, ms. */
const SHOWN = 1500;

/** Copies what can be given to others, and says so. */
export function ReportButton() {
  const { t } = useText();
  const { doctorReport } = useStore.getState();
  const [done, setDone] = useState(false);
  const copy = async () => {
    const report = await doctorReport();
    if (report === null) return;
    await navigator.clipboard.writeText(report);
    setDone(true);
    setTimeout(() => setDone(false), SHOWN);
  };
  return (
    <Button variant="quiet" icon={done ? Check : Copy} title={t('doctor.copyReport.help')} onClick={() => void copy()}>
      {t(done ? 'action.copied' : 'doctor.copyReport')}
    </Button>
  );
}
