import { Check, X } from 'lucide-react';
import { useEffect } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import styles from './NoticeToast.module.css';

/** How long a notice stays, ms. */
const SHOWN = 6000;

/** What has been done, and the way back from it. */
export function NoticeToast() {
  const { t } = useText();
  const notice = useStore((store) => store.app.notice);
  const dismiss = useStore((store) => store.dismissNotice);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each notice has its own time
  useEffect(() => {
    const timer = setTimeout(dismiss, SHOWN);
    return () => clearTimeout(timer);
  }, [notice?.id, dismiss]);
  return (
    <div className={styles.place} role="status">
      {notice !== null && (
        <div className="toast">
          <Icon of={Check} />
          <span className="truncate">
            {t(`notice.${notice.kind}`, { name: notice.name, count: notice.count ?? 0, said: notice.said ?? '' })}
          </span>
          {notice.undo && <Act words={t('action.undo')} act={notice.undo} then={dismiss} />}
          {notice.show && <Act words={t('action.showResult')} act={notice.show} then={dismiss} />}
          <IconButton icon={X} label={t('action.dismiss')} onClick={dismiss} />
        </div>
      )}
    </div>
  );
}

function Act({ words, act, then }: { words: string; act: () => void; then: () => void }) {
  return (
    <Button
      variant="quiet"
      onClick={() => {
        act();
        then();
      }}
    >
      {words}
    </Button>
  );
}
