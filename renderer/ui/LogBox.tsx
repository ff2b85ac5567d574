import { ArrowDownToLine } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { useText } from '../i18n/text.tsx';
import { useFollow } from '../lib/follow.ts';
import { Button } from './Button.tsx';
import styles from './LogBox.module.css';

interface LogBoxProps {
  box: RefObject<HTMLDivElement | null>;
  label: string;
  /** Another one means that there is more to follow. */
  content: unknown;
  className: string | undefined;
  children: ReactNode;
}

/** Lines as they come. Its end stays in sight until the person scrolls up; a button leads back there. */
export function LogBox({ box, label, content, className, children }: LogBoxProps) {
  const { t } = useText();
  const follow = useFollow(box, content);
  return (
    <div className={styles.place}>
      <div
        ref={box}
        className={`code ${styles.log} ${className ?? ''}`}
        role="log"
        aria-live="off"
        tabIndex={0}
        aria-label={label}
        onScroll={follow.onScroll}
      >
        {children}
      </div>
      {!follow.following && (
        <Button className={styles.jump} variant="primary" icon={ArrowDownToLine} onClick={follow.resume}>
          {t('workers.output.jump')}
        </Button>
      )}
    </div>
  );
}
