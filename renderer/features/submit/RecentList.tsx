import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useLive } from '../../lib/live.ts';
import { useStore } from '../../store/index.ts';
import { State } from '../../ui/glyphs.tsx';
import { LOOKS } from './looks.ts';
import styles from './Submit.module.css';

const TOPICS = ['submissions'] as const;

/** What was submitted from here; its results are kept. */
export function RecentList() {
  const { t, clock } = useText();
  const recent = useStore((store) => store.submit.recent);
  const current = useStore((store) => store.submit.shown?.id);
  const { showSubmission } = useStore.getState();
  useLive(
    TOPICS,
    useStore((store) => store.pullSubmissions),
  );
  return (
    <section className={styles.recent} aria-label={t('submit.recent')}>
      <h3 className="section-title">{t('submit.recent')}</h3>
      {recent.length === 0 && <p className="faint">{t('submit.recent.none')}</p>}
      <ul>
        {recent.map(({ id, function: name, state, sentAt }) => (
          <li key={id}>
            <button
              type="button"
              className={styles.recentItem}
              aria-current={id === current ? 'true' : undefined}
              onClick={() => void showSubmission(id)}
            >
              <State {...LOOKS[state]}>{shown(name)}</State>
              <span className="visually-hidden">{t(`submissions.${state}`)}</span>
              <span className="faint">{clock(sentAt)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
