import { Ban, CopyPlus, Ellipsis, RotateCcw, X } from 'lucide-react';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { chosenJobs } from '../../store/job-actions.ts';
import { IconButton } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';
import styles from './Jobs.module.css';
import { jobActionsFor } from './job-menu.ts';

/** What can be done with the jobs that are chosen. */
export function JobsToolbar() {
  const text = useText();
  const { t, count } = text;
  const store = useStore();
  const jobs = chosenJobs(store);
  if (jobs.length === 0) return null;
  const does = jobActionsFor(jobs, store, text);
  return (
    <div className={styles.toolbar} role="group" aria-label={t('jobs.chosen')}>
      <span className="faint" role="status">
        {t('jobs.chosenCount', { count: jobs.length, number: count(jobs.length) })}
      </span>
      <Act of={does.resubmit} icon={RotateCcw} />
      <Act of={does.duplicate} icon={CopyPlus} />
      <Act of={does.cancel} icon={Ban} />
      <Menu
        trigger={<IconButton icon={Ellipsis} label={t('jobs.more')} />}
        groups={[[does.command, does.jsonl, does.csv], [does.purge]]}
      />
      {jobs.length > 1 && <IconButton icon={X} label={t('jobs.chooseNoMore')} onClick={store.chooseNoMore} />}
    </div>
  );
}

type Does = ReturnType<typeof jobActionsFor>[keyof ReturnType<typeof jobActionsFor>];

const Act = ({ of, icon }: { of: Does; icon: typeof Ban }) => (
  <IconButton icon={icon} label={of.label} shortcut={of.shortcut} disabled={of.disabled ?? false} onClick={of.run} />
);
