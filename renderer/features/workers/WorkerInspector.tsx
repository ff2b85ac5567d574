import { Ellipsis, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type {
  ManagedCrew,
  OutsideWorkerRow,
  WorkerInfo,
  WorkerLink,
  WorkersView,
} from '../../../main/contract/workers.ts';
import { problemText } from '../../i18n/problem.ts';
import { useText } from '../../i18n/text.tsx';
import { shown, wireOf } from '../../lib/bytes.ts';
import { useNow } from '../../lib/live.ts';
import { useServerLabels } from '../../lib/server-label.ts';
import { useStore } from '../../store/index.ts';
import type { CrewTarget } from '../../store/workers.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { State } from '../../ui/glyphs.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { Nothing } from '../../ui/Nothing.tsx';
import { Outcome } from '../jobs/Outcome.tsx';
import { JobLinks } from './JobLinks.tsx';
import { WorkerStateText } from './ManagedTable.tsx';
import { LastPacket, OutsideStateText } from './OutsideTable.tsx';
import styles from './Workers.module.css';
import { crewActs, crewEntries, DOINGS } from './worker-actions.ts';

/** The chosen worker, the chosen function's workers, or somebody else's. What is no longer there is said to be gone. */
export function WorkerInspector({ view }: { view: WorkersView | null }) {
  const { t } = useText();
  const selected = useStore((store) => store.workers.selected);
  if (selected === null || view === null) return null;
  if (selected.kind === 'outside') {
    const worker = view.outside.find(({ connection }) => connection === selected.connection);
    const title = `#${selected.connection} ${shown(worker?.clientId ?? '')}`.trimEnd();
    if (worker === undefined) return <Inspector title={title} text={t('workers.gone')} />;
    return <OutsideInspector worker={worker} title={title} />;
  }
  const crew = view.managed.find((each) => each.function === selected.name);
  if (crew === undefined) return null;
  if (selected.kind === 'function') return <CrewInspector crew={crew} />;
  const worker = crew.workers.find(({ name }) => name === selected.worker);
  if (worker === undefined) return <Inspector title={selected.worker} text={t('workers.gone')} />;
  return <OwnInspector crew={crew} worker={worker} />;
}

function Inspector({
  title,
  text,
  acts,
  children,
  foot,
}: {
  title: string;
  text?: ReactNode;
  acts?: ReactNode;
  children?: ReactNode;
  foot?: ReactNode;
}) {
  const { t } = useText();
  const close = useStore((store) => store.closeWorker);
  return (
    <aside className="inspector" aria-label={t('workers.inspector', { name: title })}>
      <header className="inspector__head">
        <div className="inspector__title">
          <h2 className={`truncate ${styles.title}`}>{title}</h2>
          <span className="grow" />
          {acts}
          <IconButton icon={X} label={t('action.close')} onClick={close} />
        </div>
        <div className={`muted ${styles.subtitle}`}>{text}</div>
      </header>
      <div className="inspector__body">{children}</div>
      {foot !== undefined && <footer className="inspector__foot">{foot}</footer>}
    </aside>
  );
}

/** What is done to workers, the likeliest as a button and all of it in a menu. */
function Acts(target: CrewTarget) {
  const text = useText();
  const { t } = text;
  const store = useStore.getState();
  const acts = crewActs(target, store);
  const first = (['start', 'quiet'] as const).find((action) => acts[action].can);
  return (
    <>
      {first !== undefined && (
        <Button
          variant="quiet"
          icon={DOINGS[first].icon}
          title={t(`workers.act.${first}.note`)}
          onClick={() => void acts[first].run()}
        >
          {t(`workers.act.${first}`)}
        </Button>
      )}
      <Menu
        trigger={
          <IconButton
            icon={Ellipsis}
            label={t('workers.actions', { name: target.worker?.name ?? target.crew.function })}
          />
        }
        groups={crewEntries(target, store, text)}
      />
    </>
  );
}

function OwnInspector({ crew, worker }: { crew: ManagedCrew; worker: WorkerInfo }) {
  const { t, count, clock, span } = useText();
  const now = useNow(1000);
  return (
    <Inspector
      title={worker.name}
      text={<WorkerStateText worker={worker} />}
      acts={<Acts crew={crew} worker={worker} />}
    >
      <dl className="facts">
        <dt>{t('column.function')}</dt>
        <dd>
          <FunctionLink name={crew.function} />
        </dd>
        <dt>{t('column.job')}</dt>
        <dd>
          <JobLinks handles={worker.handle === null ? [] : [worker.handle]} server={worker.server} />
        </dd>
        <dt>{t('column.done')}</dt>
        <dd>{count(worker.done)}</dd>
        <dt>{t('column.failed')}</dt>
        <dd>{count(worker.failed)}</dd>
        <dt>{t('column.pid')}</dt>
        <dd className="selectable">{worker.pid ?? <Nothing />}</dd>
        <dt>{t('workers.started')}</dt>
        <dd>
          {clock(worker.startedAt)}{' '}
          <span className="faint">{t('workers.ago', { time: span(now - worker.startedAt) })}</span>
        </dd>
      </dl>
      {worker.links.length > 0 && (
        <section className="section">
          <h3 className="section-title">{t('workers.links')}</h3>
          <ul>
            {worker.links.map((link) => (
              <Link key={link.server} link={link} />
            ))}
          </ul>
        </section>
      )}
      {worker.lastFailure !== null && <Outcome outcome={worker.lastFailure} title={t('workers.lastFailure')} />}
    </Inspector>
  );
}

function Link({ link: { server, state, since, problem } }: { link: WorkerLink }) {
  const { t, clock } = useText();
  const { label: labelOf } = useServerLabels();
  const look = {
    connecting: { mark: 'queued', tone: 'active' },
    connected: { mark: 'ok', tone: 'ok' },
    lost: { mark: 'warn', tone: 'warn' },
  } as const;
  return (
    <li className={styles.link}>
      <State {...look[state]}>
        {labelOf(server)} <span className="muted">{t(`link.${state}`)}</span>{' '}
        <span className="faint">{clock(since)}</span>
      </State>
      {problem !== null && state !== 'connected' && <p className="help">{problemText(problem, t)}</p>}
    </li>
  );
}

function CrewInspector({ crew }: { crew: ManagedCrew }) {
  const { t, count } = useText();
  const { function: name, workers, defined, speaks } = crew;
  const sum = (of: (worker: WorkerInfo) => number) => count(workers.reduce((total, worker) => total + of(worker), 0));
  return (
    <Inspector
      title={name}
      text={
        workers.length === 0
          ? t('workers.noneRuns')
          : t('workers.of', { count: count(workers.length), defined: count(defined) })
      }
      acts={<Acts crew={crew} worker={null} />}
    >
      <dl className="facts">
        <dt>{t('column.function')}</dt>
        <dd>
          <FunctionLink name={name} />
        </dd>
        <dt>{t('functions.speaks')}</dt>
        <dd>{t(`functions.speaks.${speaks}`)}</dd>
        <dt>{t('workers.defined')}</dt>
        <dd>{count(defined)}</dd>
        <dt>{t('column.done')}</dt>
        <dd>{sum(({ done }) => done)}</dd>
        <dt>{t('column.failed')}</dt>
        <dd>{sum(({ failed }) => failed)}</dd>
      </dl>
    </Inspector>
  );
}

function OutsideInspector({ worker, title }: { worker: OutsideWorkerRow; title: string }) {
  const { t, count } = useText();
  return (
    <Inspector title={title} text={<OutsideStateText worker={worker} />}>
      <dl className="facts">
        <dt>{t('field.clientId')}</dt>
        <dd className="selectable">{worker.clientId === '' ? <Nothing /> : shown(worker.clientId)}</dd>
        <dt>{t('column.address')}</dt>
        <dd className="selectable">{worker.address}</dd>
        <dt>{t('column.job')}</dt>
        <dd>
          <JobLinks handles={worker.handles} />
        </dd>
        <dt>{t('column.done')}</dt>
        <dd>{count(worker.done)}</dd>
        <dt>{t('column.failed')}</dt>
        <dd>{count(worker.failed)}</dd>
        <dt>{t('column.lastPacket')}</dt>
        <dd>
          <LastPacket at={worker.lastPacketAt} />
        </dd>
      </dl>
      {worker.clientId === '' && <p className={`help ${styles.hint}`}>{t('workers.unnamed.help')}</p>}
      <section className="section">
        <h3 className="section-title">{t('column.functions')}</h3>
        <ul>
          {worker.functions.map((name) => (
            <li key={name} className={styles.link}>
              <FunctionLink name={shown(name)} wire={name} />
            </li>
          ))}
        </ul>
      </section>
    </Inspector>
  );
}

function FunctionLink({ name, wire = wireOf(name) }: { name: string; wire?: string }) {
  const open = useStore((store) => store.openFunction);
  return (
    <button type="button" className="link-button" onClick={() => void open(wire)}>
      {name}
    </button>
  );
}
