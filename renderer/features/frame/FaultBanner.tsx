import { useText } from '../../i18n/text.tsx';
import { useLive } from '../../lib/live.ts';
import { useStore } from '../../store/index.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';

const FAULTS = ['faults'] as const;

/** What broke, what was lost by it and what goes on, until the person has read it. */
export function FaultBanner() {
  const { t } = useText();
  const [fault] = useStore((store) => store.faults);
  const { pullFaults, dismissFault, openReport } = useStore.getState();
  useLive(FAULTS, pullFaults);
  if (fault === undefined) return null;
  return (
    <Banner
      tone="error"
      onDismiss={() => void dismissFault(fault.id)}
      actions={<Button onClick={() => void openReport()}>{t('command.report.open')}</Button>}
    >
      {t(`fault.${fault.kind}`)}
    </Banner>
  );
}
