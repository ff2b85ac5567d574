import { Activity, ChevronRight, Eye, List, type LucideIcon, SquareTerminal } from 'lucide-react';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { GOALS, type Goal } from '../../store/welcome.ts';
import { Icon } from '../../ui/Icon.tsx';
import styles from './Welcome.module.css';

const ICONS: Readonly<Record<Goal, LucideIcon>> = { php: Activity, app: List, command: SquareTerminal, look: Eye };

/** What may have brought a person here; each leads to where that is done. */
export function Goals() {
  const { t } = useText();
  const leave = useStore((store) => store.leaveWelcome);
  const done = useStore((store) => store.welcome.shown !== null);
  return (
    <>
      <h2 className={styles.question}>{t('welcome.goals')}</h2>
      <ul className={styles.goals}>
        {GOALS.map((goal) => (
          <li key={goal}>
            <button type="button" className={styles.goal} onClick={() => void leave(goal)}>
              <Icon of={ICONS[goal]} />
              <span className="grow">
                <b>{t(`welcome.goal.${goal}`)}</b>
                <span className="muted">
                  {t(goal === 'look' && !done ? 'welcome.goal.look.none' : `welcome.goal.${goal}.text`)}
                </span>
              </span>
              <Icon of={ChevronRight} small />
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
