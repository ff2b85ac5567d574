import { RELEASES } from '../../../main/contract/updates.ts';
import { useText } from '../../i18n/text.tsx';
import { useEvery } from '../../lib/live.ts';
import { useStore } from '../../store/index.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';

/** Between two looks for a newer version, ms. */
const DAY = 24 * 60 * 60 * 1000;

/** Tells of a newer version, where the person wants to be told. */
export function UpdateBanner() {
  const looks = useStore((store) => store.app.settings?.lookForUpdates === true);
  return looks ? <Looking /> : null;
}

function Looking() {
  const { t } = useText();
  const version = useStore((store) => store.newerVersion);
  const { lookQuietly, passVersion } = useStore.getState();
  useEvery(DAY, lookQuietly);
  if (version === null) return null;
  return (
    <Banner
      tone="info"
      onDismiss={passVersion}
      actions={<Button onClick={() => window.open(RELEASES)}>{t('updates.releases')}</Button>}
    >
      {t('updates.there', { version })}
    </Banner>
  );
}
