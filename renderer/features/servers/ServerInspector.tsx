import { Copy, Ellipsis, Info, Lock, LockOpen, TriangleAlert, X } from 'lucide-react';
import { lazy, type ReactNode, Suspense } from 'react';
import { repeatedAmong } from '../../../main/contract/same-server.ts';
import { LOCAL, type ServerInfo } from '../../../main/contract/servers.ts';
import { type MessageId, useText } from '../../i18n/text.tsx';
import { FIGURES_EVERY, useLive } from '../../lib/live.ts';
import { labelOf, useServerLabels } from '../../lib/server-label.ts';
import { useStore } from '../../store/index.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { State } from '../../ui/glyphs.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { Nothing } from '../../ui/Nothing.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { FunctionRows } from './FunctionRows.tsx';
import { failureText } from './failure-text.tsx';
import { JobRows } from './JobRows.tsx';
import { infoLook, isFresh, isOn } from './looks.ts';
import { ServerConsole } from './ServerConsole.tsx';
import styles from './Servers.module.css';
import { proxyFor, serverMenu } from './server-menu.ts';
import { WorkerRows } from './WorkerRows.tsx';

/** The library that draws it is loaded when there is something to draw. */
const CountsChart = lazy(() => import('./CountsChart.tsx'));

const TOPICS = ['servers', 'functions'] as const;
const TABS = ['details', 'functions', 'workers', 'jobs', 'console'] as const;
const TAB_LABELS = {
  details: 'servers.tabs.details',
  functions: 'servers.column.functions',
  workers: 'column.workers',
  jobs: 'screen.jobs',
  console: 'console.tab',
} as const;
const PANES = { functions: FunctionRows, workers: WorkerRows, jobs: JobRows, console: ServerConsole } as const;

/** The chosen server: how it is, what its mode cannot know, and what can be done. */
export function ServerInspector({ info, now }: { info: ServerInfo; now: number }) {
  const text = useText();
  const { t } = text;
  const { chooseServer, showServerTab, pullServerRows } = useStore.getState();
  const tab = useStore((store) => store.serverRows.tab);
  const tabs = TABS.filter((each) => each !== 'jobs' || info.server.kind === 'attached');
  const shownTab = tabs.includes(tab) ? tab : 'details';
  const Pane = shownTab === 'details' ? null : PANES[shownTab];
  useLive(TOPICS, pullServerRows, FIGURES_EVERY);
  const { word, ...look } = infoLook(info, now);
  const name = labelOf(info, t);
  return (
    <aside className={`inspector ${styles.inspector}`} aria-label={t('servers.inspector', { name })}>
      <header className="inspector__head">
        <div className="inspector__title">
          <h2 className={`truncate ${styles.title}`}>{name}</h2>
          <span className="grow" />
          <FirstAct info={info} />
          <Menu
            trigger={<IconButton icon={Ellipsis} label={t('servers.actions', { name })} />}
            groups={serverMenu(info, useStore.getState(), text).slice(1)}
          />
          <IconButton icon={X} label={t('action.close')} onClick={() => chooseServer(null)} />
        </div>
        <div className={styles.subtitle}>
          <State {...look}>{t(word)}</State>
          <span className="muted">{t(`servers.mode.${info.server.kind}`)}</span>
          <span className="muted truncate selectable">{info.address}</span>
        </div>
      </header>
      <Tabs
        value={shownTab}
        tabs={tabs.map((value) => ({ value, label: t(TAB_LABELS[value]) }))}
        onChange={showServerTab}
        className={Pane === null ? undefined : styles.tabBody}
      >
        {Pane === null ? (
          <>
            <div className={styles.notes}>
              <Notes info={info} name={name} now={now} />
            </div>
            <Facts info={info} now={now} />
            {info.server.kind === 'attached' && (
              <Suspense>
                <CountsChart server={info.id} />
              </Suspense>
            )}
          </>
        ) : (
          <Pane info={info} />
        )}
      </Tabs>
    </aside>
  );
}

/** The likeliest thing to be done. */
function FirstAct({ info }: { info: ServerInfo }) {
  const { t } = useText();
  const { switchServer, retryServer } = useStore.getState();
  const { id, state, server } = info;
  const attached = server.kind === 'attached';
  if (!isOn(info))
    return (
      <Button onClick={() => void switchServer(id, true)}>
        {t(attached ? 'servers.act.attach' : 'servers.act.start')}
      </Button>
    );
  if (state === 'failed') return <Button onClick={() => void retryServer(id)}>{t('servers.act.retry')}</Button>;
  return null;
}

function Note({ tone, of, children, act }: { tone?: 'warn'; of: typeof Info; children: ReactNode; act?: ReactNode }) {
  return (
    <div className={`note ${tone === 'warn' ? 'note--warn' : ''} ${styles.note}`}>
      <Icon of={of} />
      <span className="grow selectable">{children}</span>
      {act}
    </div>
  );
}

/** What is wrong with it, what its mode does not tell, and whether it can be changed. */
function Notes({ info, name, now }: { info: ServerInfo; name: string; now: number }) {
  const text = useText();
  const { t, span, list, gap } = text;
  const { openServerSheet, askUnlock, lockServer } = useStore.getState();
  const { server, state, failure, retryAt, echo, unknown, locked, loopback, id } = info;
  const attached = server.kind === 'attached';
  return (
    <>
      {failure !== null && (
        <Note tone="warn" of={TriangleAlert}>
          {failureText(failure, text)}
          {retryAt !== null && (
            <>
              {gap}
              {retryAt > now
                ? t('servers.detail.retry', { time: span(Math.ceil((retryAt - now) / 1000) * 1000) })
                : t('servers.detail.trying')}
            </>
          )}
        </Note>
      )}
      {state === 'running' && echo !== null && !isFresh(info, now) && (
        <Note tone="warn" of={TriangleAlert}>
          {t('servers.detail.silent', { time: span(now - echo.at) })}
        </Note>
      )}
      {state === 'stopped' && (
        <Note of={Info}>{t(attached ? 'servers.detail.detached' : 'servers.detail.stopped')}</Note>
      )}
      <Note
        of={Info}
        act={attached && <Button onClick={() => openServerSheet(proxyFor(info))}>{t('servers.one.proxy')}</Button>}
      >
        {t(`servers.mode.${server.kind}.help`, {
          address: info.address,
          upstream: server.kind === 'embedded' ? '' : server.address,
        })}
      </Note>
      <Repeated id={id} />
      {unknown.length > 0 && (
        <Note tone="warn" of={TriangleAlert}>
          {t('servers.detail.unknown', {
            commands: list(unknown),
            missing: list(unknown.map((command) => t(missing(command)))),
          })}
        </Note>
      )}
      {attached && !loopback && (
        <Note
          of={locked ? Lock : LockOpen}
          {...(!locked && { tone: 'warn' })}
          act={
            locked ? (
              <Button onClick={() => askUnlock(id)}>{t('servers.act.unlock')}</Button>
            ) : (
              <Button onClick={() => void lockServer(id, true)}>{t('servers.act.lock')}</Button>
            )
          }
        >
          {t(locked ? 'servers.lock.text' : 'servers.unlocked.text', { name })}
        </Note>
      )}
    </>
  );
}

/** Says of one that sums of several leave out why they do. */
function Repeated({ id }: { id: string }) {
  const { t } = useText();
  const { label } = useServerLabels();
  const by = useStore((store) => repeatedAmong(store.servers.list).get(id));
  if (by === undefined) return null;
  return <Note of={Copy}>{t('servers.detail.repeated', { server: label(id), other: label(by) })}</Note>;
}

const KNOWN = ['status', 'prioritystatus', 'workers', 'show jobs', 'version'] as const;
const missing = (command: string): MessageId => `servers.unknown.${KNOWN.find((each) => each === command) ?? 'other'}`;

function Facts({ info, now }: { info: ServerInfo; now: number }) {
  const { t, count, duration, span, clock } = useText();
  const { id, server, echo, version, startedAt, counts, countedAt } = info;
  const number = (value: number | null | undefined) => (value == null ? <Nothing /> : count(value));
  return (
    <dl className="facts">
      {server.kind === 'proxy' && (
        <>
          <dt>{t('servers.detail.upstream')}</dt>
          <dd className="selectable">{server.address}</dd>
          {server.readOnly && (
            <>
              <dt>{t('servers.column.mode')}</dt>
              <dd>{t('servers.detail.readOnly')}</dd>
            </>
          )}
        </>
      )}
      <dt>{t('servers.column.echo')}</dt>
      <dd>
        {echo === null ? (
          <Nothing />
        ) : (
          <>
            {duration(echo.milliseconds)}{' '}
            {id !== LOCAL && <span className="faint">{t('workers.ago', { time: span(now - echo.at) })}</span>}
          </>
        )}
      </dd>
      <dt>{t('servers.column.version')}</dt>
      <dd className="selectable">{version ?? <Nothing />}</dd>
      <dt>{t('servers.column.uptime')}</dt>
      <dd>{startedAt === null ? <Nothing /> : span(now - startedAt)}</dd>
      <dt>{t('servers.column.functions')}</dt>
      <dd>{number(counts?.functions)}</dd>
      <dt>{t('column.queued')}</dt>
      <dd>{number(counts?.queued)}</dd>
      <dt>{t('servers.column.running')}</dt>
      <dd>{number(counts?.running)}</dd>
      <dt>{t('column.workers')}</dt>
      <dd>{number(counts?.workers)}</dd>
      <dt>{t('servers.detail.connections')}</dt>
      <dd>{number(counts?.connections)}</dd>
      <dt>{t('servers.column.stuck')}</dt>
      <dd className={counts !== null && counts.stuck > 0 ? 'late' : undefined}>
        {counts === null ? <Nothing /> : t('servers.stuck', { count: counts.stuck })}
      </dd>
      {countedAt !== null && server.kind !== 'embedded' && (
        <>
          <dt>{t('servers.detail.counted')}</dt>
          <dd>
            {clock(countedAt)}
            {counts === null && <span className="faint"> {t('workers.ago', { time: span(now - countedAt) })}</span>}
          </dd>
        </>
      )}
    </dl>
  );
}
