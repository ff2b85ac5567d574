import { ChartSpline } from 'lucide-react';
import { lazy, Suspense, useEffect } from 'react';
import { PACKET_PICTURES } from '../../../main/contract/packets.ts';
import { useText } from '../../i18n/text.tsx';
import { useLive } from '../../lib/live.ts';
import { useStore } from '../../store/index.ts';
import { IconButton } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { useScoped } from '../scope/ScopeSelect.tsx';
import { Lanes } from './Lanes.tsx';

/** The library that draws it is loaded when it is asked for. */
const Rates = lazy(() => import('./Rates.tsx'));

const TOPICS = ['packets'] as const;

/** What is drawn above the list: conversations, packets per second, or nothing. */
export function Picture() {
  const kind = useStore((store) => store.app.settings?.packetPicture ?? 'none');
  const told = useStore((store) => store.picture.told);
  const scope = useStore((store) => store.traffic.scope);
  const pausedAt = useStore((store) => store.traffic.pausedAt);
  const probes = useStore((store) => store.traffic.probes);
  const pull = useStore((store) => store.pullPicture);
  useLive(TOPICS, pull);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of what is asked for asks again
  useEffect(pull, [pull, kind, told, scope, pausedAt, probes]);
  useScoped(pull);
  if (kind === 'lanes') return <Lanes />;
  if (kind === 'rates')
    return (
      <Suspense>
        <Rates />
      </Suspense>
    );
  return null;
}

/** Which of them. */
export function PictureMenu() {
  const { t } = useText();
  const kind = useStore((store) => store.app.settings?.packetPicture ?? 'none');
  const show = useStore((store) => store.showPicture);
  return (
    <Menu
      trigger={<IconButton icon={ChartSpline} label={t('picture.title')} />}
      groups={[
        PACKET_PICTURES.map((each) => ({
          label: t(`picture.${each}`),
          ...(each === kind && { note: '✓' }),
          run: () => show(each),
        })),
      ]}
    />
  );
}
