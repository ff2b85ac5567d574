import type { ReactNode } from 'react';
import { LOCAL, type ServerFunctionRow } from '../../../main/contract/servers.ts';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useServerLabels } from '../../lib/server-label.ts';
import { useStore } from '../../store/index.ts';
import { serverOf } from '../../store/servers.ts';
import { Glyph } from '../../ui/glyphs.tsx';
import styles from './Overview.module.css';

/** A server in scope that cannot be asked. */
export function AwayItem({ id }: { id: string }) {
  const { t } = useText();
  const { label } = useServerLabels();
  const openServer = useStore((store) => store.openServer);
  return (
    <Item title={t('attention.away.title', { server: label(id) })} text={t('attention.away.text')}>
      <button type="button" className="link-button" onClick={() => openServer(id)}>
        {t('attention.showServer')}
      </button>
    </Item>
  );
}

/** A function of a server that is not the first one, whose jobs wait for a worker. */
export function StuckItem({ row }: { row: ServerFunctionRow }) {
  const { t } = useText();
  const { label } = useServerLabels();
  const [server = LOCAL] = row.servers;
  const name = shown(row.name);
  const countsOnly = useStore((store) => serverOf(store, server)?.server.kind === 'attached');
  const { openServer, chooseScope, showJobs } = useStore.getState();
  return (
    <Item
      title={t('attention.stuck.title', { name, count: row.queued })}
      text={t('attention.stuckOn.text', { name, server: label(server) })}
    >
      {countsOnly ? (
        <button type="button" className="link-button" onClick={() => openServer(server)}>
          {t('attention.showServer')}
        </button>
      ) : (
        <button
          type="button"
          className="link-button"
          onClick={() => {
            chooseScope({ kind: 'server', id: server });
            showJobs({ states: ['queued'], search: name });
          }}
        >
          {t('attention.showJobs')}
        </button>
      )}
    </Item>
  );
}

function Item({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <li className={styles.problem}>
      <span className="state state--error">
        <Glyph mark="exception" />
      </span>
      <div className="grow">
        <b className={styles.problemTitle} title={title}>
          {title}
        </b>
        <p className={styles.problemText} title={text}>
          {text}
        </p>
        <p className={styles.problemActions}>{children}</p>
      </div>
    </li>
  );
}
