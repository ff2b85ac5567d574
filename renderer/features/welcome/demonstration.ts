import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';

/** Adds the sample worker, starts it, and submits three lines to it in the composer, where the result is seen to come. */
export function useDemonstration(): () => Promise<void> {
  const { t } = useText();
  const demonstrate = useStore((store) => store.demonstrate);
  const openSubmit = useStore((store) => store.openSubmit);
  return async () => {
    openSubmit();
    await demonstrate(t('demo.workload'));
  };
}
