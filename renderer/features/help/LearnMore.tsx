import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';

/** Leads to the help of the screen in sight. */
export function LearnMore() {
  const { t } = useText();
  const openHelp = useStore((store) => store.openHelp);
  return (
    <button type="button" className="link-button" onClick={openHelp}>
      {t('help.learn')}
    </button>
  );
}
