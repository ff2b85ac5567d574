import { EyeOff, Pause, Waypoints } from 'lucide-react';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useStore } from '../../store/index.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { CaptureBanners } from './CaptureBanners.tsx';

/** What is unusual about the list: it is paused, or shows a part only. */
export function Banners() {
  return (
    <>
      <CaptureBanners />
      <PausedBanner />
      <ScopeBanner />
      <HiddenBanner />
    </>
  );
}

function PausedBanner() {
  const { t, count, clock } = useText();
  const { pausedAt, pausedSince, window } = useStore((store) => store.traffic);
  const resume = useStore((store) => store.resumeTraffic);
  if (pausedAt === null) return null;
  return (
    <Banner
      tone="warn"
      icon={Pause}
      actions={
        <>
          <Button onClick={() => resume(true)}>{t('traffic.resumeHere')}</Button>
          <Button onClick={() => resume()}>{t('traffic.resume')}</Button>
        </>
      }
    >
      {t('traffic.paused', { since: clock(pausedSince ?? 0), count: count(window?.newer ?? 0) })}
    </Banner>
  );
}

function ScopeBanner() {
  const { t, rich, clock } = useText();
  const { scope, window } = useStore((store) => store.traffic);
  const narrow = useStore((store) => store.narrowTraffic);
  const told = useStore((store) => store.picture.told);
  const tell = useStore((store) => store.tellStory);
  const { job, connections, time } = scope;
  if (job === null && connections === null && time === null) return null;
  const held = (window?.end ?? 0) - (window?.first ?? 0);
  const numbers = (connections ?? []).map(({ number }) => `#${number}`);
  const parts = [
    connections !== null && t('traffic.scope.connections', { count: numbers.length, list: listed(numbers) }),
    time !== null && t('traffic.scope.time', { from: clock(time.from), to: clock(time.to) }),
  ].filter((part) => part !== false);
  return (
    <Banner
      tone="info"
      icon={Waypoints}
      actions={
        <>
          {job !== null && (
            <Segmented
              label={t('story.view')}
              value={told ? 'story' : 'packets'}
              options={[
                { value: 'packets', label: t('traffic.packets') },
                { value: 'story', label: t('story.title') },
              ]}
              onChange={(view) => tell(view === 'story')}
            />
          )}
          <Button onClick={() => narrow({})}>{t('traffic.showAll')}</Button>
        </>
      }
    >
      {job === null
        ? t('traffic.scope', { parts: parts.join(' · '), count: held })
        : rich('traffic.following', { handle: shown(job.handle), count: held })}
    </Banner>
  );
}

/** Whoever goes to a packet, from hit to hit say, is told why the list does not show it. */
function HiddenBanner() {
  const { t, count } = useText();
  const hidden = useStore((store) => store.traffic.hidden);
  const show = useStore((store) => store.showHidden);
  if (hidden === null) return null;
  return (
    <Banner tone="info" icon={EyeOff} actions={<Button onClick={() => void show()}>{t('traffic.hidden.show')}</Button>}>
      {t('traffic.hidden', { number: count(hidden) })}
    </Banner>
  );
}

const MOST_LISTED = 8;

const listed = (numbers: readonly string[]): string =>
  numbers.length > MOST_LISTED ? `${numbers.slice(0, MOST_LISTED).join(' ')} …` : numbers.join(' ');
