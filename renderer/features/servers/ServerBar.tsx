import { Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ServerInfo } from '../../../main/contract/servers.ts';
import { useText } from '../../i18n/text.tsx';
import { labelOf } from '../../lib/server-label.ts';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import styles from './Servers.module.css';

/** Why nothing of a server can be changed now; null where it can. */
export function useRefusal(info: ServerInfo): string | null {
  const { t } = useText();
  if (info.locked) return t('servers.lock.text', { name: labelOf(info, t) });
  return info.state === 'running' ? null : t('servers.acts.silent', { name: labelOf(info, t) });
}

interface ServerBarProps {
  info: ServerInfo;
  /** What the list below has. */
  what: string;
  /** What changes the server. */
  children?: ReactNode;
}

/** What is over a list of a server: what changes it, or why that is refused and the way out, and a field that narrows the list. */
export function ServerBar({ info, what, children }: ServerBarProps) {
  const { t } = useText();
  const search = useStore((store) => store.serverRows.search);
  const { askUnlock, searchServerRows } = useStore.getState();
  return (
    <div className={styles.acts}>
      {children}
      {children !== undefined && info.locked && (
        <>
          <span className={styles.lockNote}>
            <Icon of={Lock} small />
            {t('servers.locked')}
          </span>
          <Button onClick={() => askUnlock(info.id)}>{t('servers.act.unlock')}</Button>
        </>
      )}
      <SearchField
        className={styles.find}
        label={t('servers.rows.find', { what })}
        placeholder={t('functions.filter')}
        value={search}
        onChange={searchServerRows}
      />
    </div>
  );
}
