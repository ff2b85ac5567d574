import { useText } from '../i18n/text.tsx';
import { useNow } from '../lib/live.ts';
import { State } from './glyphs.tsx';

/** How long something runs that began at `since`, ms since the epoch. */
export function Elapsed({ since }: { since: number }) {
  const { t, duration } = useText();
  const now = useNow(100);
  return (
    <State mark="running" tone="active">
      {t('state.running', { time: duration(Math.max(0, now - since)) })}
    </State>
  );
}
