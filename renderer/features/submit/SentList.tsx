import { type Look, State } from '../../ui/glyphs.tsx';
import styles from './Submit.module.css';

interface SentListProps {
  title: string;
  /** What it says where nothing was sent yet. */
  none: string;
  /** `state` in words, for who does not see its look. */
  items: readonly { id: number; look: Look; name: string; state: string; where?: string; aside: string }[];
  current: number | null | undefined;
  onChoose: (id: number) => void;
}

/** What was sent from here, to look at again. */
export function SentList({ title, none, items, current, onChoose }: SentListProps) {
  return (
    <section className={styles.recent} aria-label={title}>
      <h3 className="section-title">{title}</h3>
      {items.length === 0 && <p className="faint">{none}</p>}
      <ul>
        {items.map(({ id, look, name, state, where, aside }) => (
          <li key={id}>
            <button
              type="button"
              className={styles.recentItem}
              aria-current={id === current ? 'true' : undefined}
              onClick={() => onChoose(id)}
            >
              <State {...look}>{name}</State>
              <span className="visually-hidden">{state}</span>
              {where !== undefined && <span className={`faint truncate ${styles.where}`}>{where}</span>}
              <span className="faint">{aside}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
