import { Star } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { keysOf } from '../../commands.ts';
import { useText } from '../../i18n/text.tsx';
import { faultOf } from '../../lib/submit-draft.ts';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { useServerName } from '../frame/address.ts';
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
  const { open, draft, sending } = useStore((store) => store.submit);
  const mac = useStore((store) => store.app.info?.platform === 'darwin');
  const { closeSubmit, askSubmit, nameWorkload } = useStore.getState();
  const server = useServerName();
  const ready = faultOf(draft) === null && !sending;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(mac ? event.metaKey : event.ctrlKey) || event.nativeEvent.isComposing || !ready)
      return;
    event.preventDefault();
    event.stopPropagation();
    void askSubmit(event.shiftKey);
  };
  return (
    <Sheet
      title={t('submit.title')}
      subtitle={t('submit.to', { server })}
      open={open}
      onClose={closeSubmit}
      className={styles.sheet}
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
          <Button
            large
            disabled={!ready}
            shortcut={keysOf('Mod+Shift+Enter', mac)}
            onClick={() => void askSubmit(true)}
          >
            {t('submit.sendAndStay')}
          </Button>
          <Button
            large
            variant="primary"
            disabled={!ready}
            shortcut={keysOf('Mod+Enter', mac)}
            onClick={() => void askSubmit(false)}
          >
            {t('submit.send')}
          </Button>
        </>
      }
    >
      <div className={styles.body} onKeyDownCapture={onKeyDown}>
        <nav className={styles.library} aria-label={t('submit.library')}>
          <SavedList />
          <RecentList />
        </nav>
        <SubmitForm />
        <SubmissionResult />
      </div>
      <NobodyDialog />
      <NameDialog />
    </Sheet>
  );
}
