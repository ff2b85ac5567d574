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
          <span className="truncate">{t(`notice.${notice.kind}`, { name: notice.name })}</span>
          {notice.undo && (
            <Button
              variant="quiet"
              onClick={() => {
                notice.undo?.();
                dismiss();
              }}
            >
              {t('action.undo')}
            </Button>
          )}
          <IconButton icon={X} label={t('action.dismiss')} onClick={dismiss} />
        </div>
      )}
    </div>
  );
}
