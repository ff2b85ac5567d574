import { Plus, Search, Server } from 'lucide-react';
import { repeatedAmong } from '../../../main/contract/same-server.ts';
import type { ServerInfo } from '../../../main/contract/servers.ts';
import { type Text, useText } from '../../i18n/text.tsx';
import { useNow } from '../../lib/live.ts';
import { labelOf } from '../../lib/server-label.ts';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { LearnMore } from '../help/LearnMore.tsx';
import { matching, sorted } from './columns.ts';
import { infoLook } from './looks.ts';
import { ServerInspector } from './ServerInspector.tsx';
import styles from './Servers.module.css';
import { ServerTable } from './ServerTable.tsx';

/** The job servers that the person works with, how each is, and the chosen one in the inspector. */
export function ServersScreen() {
  const text = useText();
  const { t, order } = text;
  const { list, filter, sort, descending, chosen } = useStore((store) => store.servers);
  const { filterServers, openServerSheet } = useStore.getState();
  const now = useNow(1000);
  const label = (info: ServerInfo) => labelOf(info, t);
  const found = sorted(matching(list, filter, label), { sort, descending }, { label, order, now });
  const info = list.find(({ id }) => id === chosen);
  return (
    <>
      <section className={`screen__main ${styles.screen}`} aria-label={t('screen.servers')}>
        <div className="screenbar">
          <Button icon={Plus} onClick={() => openServerSheet()}>
            {t('servers.sheet.add')}
          </Button>
          <span className="muted truncate">{list.length > 1 && summary(list, text, now)}</span>
          <span className="grow" />
          <SearchField
            className={styles.filter}
            label={t('servers.filter')}
            placeholder={t('functions.filter')}
            value={filter}
            onChange={filterServers}
          />
        </div>
        {list.length > 0 && found.length === 0 && (
          <Empty
            icon={Search}
            title={t('servers.noMatch')}
            text={t('servers.noMatch.text', { count: list.length })}
            actions={<Button onClick={() => filterServers('')}>{t('action.clearFilter')}</Button>}
          />
        )}
        {found.length > 0 && (
          <div className={list.length === 1 ? styles.first : styles.all}>
            <ServerTable servers={found} now={now} />
          </div>
        )}
        {list.length === 1 && found.length === 1 && (
          <div className={styles.others}>
            <OnlyOne />
          </div>
        )}
      </section>
      {info !== undefined && <ServerInspector key={info.id} info={info} now={now} />}
    </>
  );
}

/** What others there could be, while there is only the first one. */
function OnlyOne() {
  const { t } = useText();
  const open = useStore((store) => store.openServerSheet);
  const importServers = useStore((store) => store.readServers);
  return (
    <Empty
      icon={Server}
      title={t('servers.one.title')}
      text={t('servers.one.text')}
      actions={
        <>
          <Button variant="primary" large onClick={() => open({ kind: 'attached' })}>
            {t('servers.one.attach')}
          </Button>
          <Button large onClick={() => open({ kind: 'embedded' })}>
            {t('servers.one.embedded')}
          </Button>
          <Button large onClick={() => open({ kind: 'proxy' })}>
            {t('servers.one.proxy')}
          </Button>
          <Button large onClick={() => void importServers()}>
            {t('servers.import.button')}
          </Button>
          <LearnMore />
        </>
      }
    />
  );
}

function summary(list: readonly ServerInfo[], { t, count }: Text, now: number): string {
  const answer = list.filter((info) => infoLook(info, now).tone === 'ok').length;
  const failed = list.filter(({ state }) => state === 'failed').length;
  const repeated = repeatedAmong(list);
  const once = list.filter(({ id }) => !repeated.has(id));
  const sum = (of: 'queued' | 'running') => count(once.reduce((total, { counts }) => total + (counts?.[of] ?? 0), 0));
  return [
    t('servers.summary', { count: list.length }),
    t('servers.summary.answers', { count: answer }),
    ...(failed === 0 ? [] : [t('servers.summary.failed', { count: failed })]),
    t('servers.summary.jobs', { queued: sum('queued'), running: sum('running') }),
  ].join(' · ');
}
