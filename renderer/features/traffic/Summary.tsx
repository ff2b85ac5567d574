import { useEffect, useState } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';

/** How often it is told, ms. */
const EVERY = 5000;

/** Tells a screen reader what comes, unless the person wants to hear nothing of it. */
export function Summary() {
  return useStore((store) => store.app.settings?.spokenTraffic ?? true) ? <Spoken /> : null;
}

/** What comes, for who hears the window: a sentence now and then instead of every row, and none where nothing came. */
function Spoken() {
  const { t } = useText();
  const [said, setSaid] = useState('');
  useEffect(() => {
    let before = useStore.getState().traffic.window?.next;
    const timer = setInterval(() => {
      const { window, pausedAt } = useStore.getState().traffic;
      const came = (window?.next ?? 0) - (before ?? window?.next ?? 0);
      before = window?.next;
      if (came > 0) setSaid(t(pausedAt === null ? 'traffic.summary' : 'traffic.summary.paused', { count: came }));
    }, EVERY);
    return () => clearInterval(timer);
  }, [t]);
  return (
    <p className="visually-hidden" role="status" aria-live="polite">
      {said}
    </p>
  );
}
