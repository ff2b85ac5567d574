import { reasonText } from '../../i18n/problem.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Banner } from '../../ui/Banner.tsx';

/** The profile cannot be written: what the person does now goes elsewhere, and is not there at the next start. */
export function StandInBanner() {
  const { t, rich } = useText();
  const standIn = useStore((store) => store.app.info?.standIn ?? null);
  if (standIn === null) return null;
  return (
    <Banner tone="warn">
      {rich('standIn.text', {
        path: String(standIn.problem.details['path']),
        reason: reasonText(standIn.problem, t),
        folder: standIn.folder,
      })}
    </Banner>
  );
}
