import { useText } from '../../../i18n/text.tsx';
import { shown } from '../../../lib/bytes.ts';
import { useStore } from '../../../store/index.ts';
import { State } from '../../../ui/glyphs.tsx';
import submit from '../Submit.module.css';
import { RUN_LOOKS } from './RunResult.tsx';

/** The runs of this session. */
export function RunList() {
  const { t, count } = useText();
  const { list, shown: current } = useStore((store) => store.runs);
  const { showRun } = useStore.getState();
  return (
    <section className={submit.recent} aria-label={t('runs.list')}>
      <h3 className="section-title">{t('runs.list')}</h3>
      {list.length === 0 && <p className="faint">{t('runs.list.none')}</p>}
      <ul>
        {list.map(({ id, function: name, state, counts }) => (
          <li key={id}>
            <button
              type="button"
              className={submit.recentItem}
              aria-current={id === current ? 'true' : undefined}
              onClick={() => showRun(id)}
            >
              <State {...RUN_LOOKS[state]}>{t('runs.title', { id: `#${id}`, name: shown(name) })}</State>
              <span className="visually-hidden">{t(`runs.state.${state}`)}</span>
              <span className="faint">{count(counts.sent)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
