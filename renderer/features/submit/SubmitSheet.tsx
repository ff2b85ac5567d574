import { Star } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { commandFor } from '../../commands.ts';
import { useText } from '../../i18n/text.tsx';
import { severalIn } from '../../lib/several.ts';
import { useShortcuts } from '../../lib/shortcuts.ts';
import { useStore } from '../../store/index.ts';
import { canSend } from '../../store/runs.ts';
import { Button } from '../../ui/Button.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { useServerName } from '../frame/address.ts';
import { ManyForm } from './many/ManyForm.tsx';
import { RunList } from './many/RunList.tsx';
import { RunResult } from './many/RunResult.tsx';
import { NameDialog } from './NameDialog.tsx';
import { NobodyDialog } from './NobodyDialog.tsx';
import { RecentList } from './RecentList.tsx';
import { SavedList } from './SavedList.tsx';
import { SubmissionResult } from './SubmissionResult.tsx';
import styles from './Submit.module.css';
import { SubmitForm } from './SubmitForm.tsx';

/** Composes a job, sends it, and shows what comes back; over any screen. */
export function SubmitSheet() {
  const { t } = useText();
  const open = useStore((store) => store.submit.open);
  const draft = useStore((store) => store.submit.draft);
  const shortcut = useShortcuts();
  const many = useStore((store) => store.runs.many);
  const { closeSubmit, askSubmit, nameWorkload, showMany, askRun } = useStore.getState();
  const own = useServerName();
  const several = severalIn(draft.servers)?.length ?? 0;
  const isOther = draft.target === 'other' && draft.address.trim() !== '';
  const to =
    draft.target === 'several' && several > 1
      ? t('submit.to.several', { count: several })
      : t('submit.to', { server: isOther ? draft.address.trim() : own });
  const ready = useStore(canSend);
  // Before the editor of the workload, which has a meaning of its own for them.
  const onKeyDown = (event: KeyboardEvent) => {
    const store = useStore.getState();
    const command = commandFor(event.nativeEvent, store);
    if (command?.id !== 'job.send' && command?.id !== 'job.sendAndStay') return;
    event.preventDefault();
    event.stopPropagation();
    void command.run(store);
  };
  return (
    <Sheet
      title={t('submit.title')}
      subtitle={to}
      open={open}
      onClose={closeSubmit}
      className={styles.sheet}
      head={
        <Segmented
          label={t('submit.howMany')}
          value={many ? 'many' : 'one'}
          options={[
            { value: 'one', label: t('submit.one') },
            { value: 'many', label: t('submit.many') },
          ]}
          onChange={(how) => showMany(how === 'many')}
        />
      }
      foot={
        <>
          <Button
            large
            variant="quiet"
            icon={Star}
            disabled={draft.source === 'file'}
            onClick={() => nameWorkload(true)}
          >
            {t('library.keep')}
          </Button>
          <span className="grow" />
          <Button large onClick={closeSubmit}>
            {t('action.close')}
          </Button>
          {many ? (
            <Button
              large
              variant="primary"
              disabled={!ready}
              shortcut={shortcut('job.send')}
              onClick={() => void askRun()}
            >
              {t('runs.start')}
            </Button>
          ) : (
            <>
              <Button
                large
                disabled={!ready}
                shortcut={shortcut('job.sendAndStay')}
                onClick={() => void askSubmit(true)}
              >
                {t('command.job.sendAndStay')}
              </Button>
              <Button
                large
                variant="primary"
                disabled={!ready}
                shortcut={shortcut('job.send')}
                onClick={() => void askSubmit(false)}
              >
                {t('submit.send')}
              </Button>
            </>
          )}
        </>
      }
    >
      <div className={`${styles.body} ${many ? styles.many : ''}`} onKeyDownCapture={onKeyDown}>
        <nav className={styles.library} aria-label={t('submit.library')}>
          <SavedList />
          {many ? <RunList /> : <RecentList />}
        </nav>
        {many ? <ManyForm /> : <SubmitForm />}
        {many ? <RunResult /> : <SubmissionResult />}
      </div>
      <NobodyDialog />
      <NameDialog />
    </Sheet>
  );
}
