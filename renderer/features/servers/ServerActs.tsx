import { Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ServerInfo } from '../../../main/contract/servers.ts';
import { useText } from '../../i18n/text.tsx';
import { labelOf } from '../../lib/server-label.ts';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import styles from './Servers.module.css';

/** Why nothing of a server can be changed now; null where it can. */
export function useRefusal(info: ServerInfo): string | null {
  const { t } = useText();
  if (info.locked) return t('servers.lock.text', { name: labelOf(info, t) });
  return info.state === 'running' ? null : t('servers.acts.silent', { name: labelOf(info, t) });
}

/** What changes an attached server, over its lists; where that is refused, why, and the way out of it. */
export function ServerActs({ info, children }: { info: ServerInfo; children: ReactNode }) {
  const { t } = useText();
  const askUnlock = useStore((store) => store.askUnlock);
  return (
    <div className={styles.acts}>
      {children}
      {info.locked && (
        <>
          <span className="grow" />
          <span className={styles.lockNote}>
            <Icon of={Lock} small />
            {t('servers.locked')}
          </span>
          <Button onClick={() => askUnlock(info.id)}>{t('servers.act.unlock')}</Button>
        </>
      )}
    </div>
  );
}
