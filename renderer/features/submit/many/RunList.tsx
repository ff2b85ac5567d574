import { useText } from '../../../i18n/text.tsx';
import { shown } from '../../../lib/bytes.ts';
import { useStore } from '../../../store/index.ts';
import { RUN_LOOKS } from '../looks.ts';
import { SentList } from '../SentList.tsx';

/** The runs of this session. */
export function RunList() {
  const { t, count } = useText();
  const { list, shown: current } = useStore((store) => store.runs);
  const { showRun } = useStore.getState();
  return (
    <SentList
      title={t('runs.list')}
      none={t('runs.list.none')}
      items={list.map(({ id, function: name, state, counts }) => ({
        id,
        look: RUN_LOOKS[state],
        name: t('runs.title', { id: `#${id}`, name: shown(name) }),
        state: t(`runs.state.${state}`),
        aside: count(counts.sent),
      }))}
      current={current}
      onChoose={showRun}
    />
  );
}
