import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { FIGURES_EVERY, useLive } from '../../lib/live.ts';
import { useServerLabels } from '../../lib/server-label.ts';
import { useStore } from '../../store/index.ts';
import { LOOKS } from './looks.ts';
import { SentList } from './SentList.tsx';

const TOPICS = ['submissions', 'jobs'] as const;

/** What was submitted from here; its results are kept. */
export function RecentList() {
  const { t, clock } = useText();
  const recent = useStore((store) => store.submit.recent);
  const current = useStore((store) => store.submit.shown?.id);
  const { label: labelOf } = useServerLabels();
  const { showSubmission } = useStore.getState();
  useLive(
    TOPICS,
    useStore((store) => store.pullSubmissions),
    FIGURES_EVERY,
  );
  return (
    <SentList
      title={t('submit.recent')}
      none={t('submit.recent.none')}
      items={recent.map(({ id, function: name, server, state, sentAt }) => ({
        id,
        look: LOOKS[state],
        name: shown(name),
        state: t(`submissions.${state}`),
        ...(server !== null && { where: labelOf(server) }),
        aside: clock(sentAt),
      }))}
      current={current}
      onChoose={(id) => void showSubmission(id)}
    />
  );
}
