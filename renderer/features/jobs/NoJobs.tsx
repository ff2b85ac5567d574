import { ListX, Plus } from 'lucide-react';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { scopeNow } from '../../store/scope.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { LearnMore } from '../help/LearnMore.tsx';
import { NothingInScope } from '../scope/NothingInScope.tsx';

/** What stands where no jobs are, or none that match. */
export function NoJobs() {
  const { t } = useText();
  const { states, search } = useStore((store) => store.jobs);
  const hasNone = useStore(
    (store) => store.jobs.window?.journal.jobs === 0 && store.jobs.window.journal.state === 'on',
  );
  const { filterJobs, searchJobs, openSubmit } = useStore.getState();
  const scoped = useStore((store) => scopeNow(store).kind !== 'all');
  if (scoped && states.length === 0 && search.trim() === '') return <NothingInScope />;
  if (hasNone || (states.length === 0 && search.trim() === ''))
    return (
      <Empty
        icon={ListX}
        title={t('jobs.empty')}
        text={t('jobs.empty.text')}
        actions={
          <>
            <Button variant="primary" large icon={Plus} onClick={() => openSubmit()}>
              {t('submit.title')}
            </Button>
            <LearnMore />
          </>
        }
      />
    );
  return (
    <Empty
      icon={ListX}
      title={t('jobs.noMatch')}
      text={t('jobs.noMatch.text')}
      actions={
        <Button
          onClick={() => {
            filterJobs([]);
            searchJobs('');
          }}
        >
          {t('action.clearFilter')}
        </Button>
      }
    />
  );
}
