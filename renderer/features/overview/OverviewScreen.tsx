import { Plus, SquareTerminal } from 'lucide-react';
import { lazy, type ReactNode, Suspense } from 'react';
import { LOCAL, type ServerFunctionRow } from '../../../main/contract/servers.ts';
import { useText } from '../../i18n/text.tsx';
import { FIGURES_EVERY, useEvery, useLive } from '../../lib/live.ts';
import { useStore } from '../../store/index.ts';
import { hasScopes, isFirstAlone, serversInScope } from '../../store/scope.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { LearnMore } from '../help/LearnMore.tsx';
import { CountedOnce } from '../scope/CountedOnce.tsx';
import { ScopeSelect, useScoped } from '../scope/ScopeSelect.tsx';
import { AttentionList } from './AttentionList.tsx';
import { attentionOf } from './attention.ts';
import { Figures } from './Figures.tsx';
import { FunctionBoard } from './FunctionBoard.tsx';
import styles from './Overview.module.css';
import { ServersBoard } from './ServersBoard.tsx';

const TOPICS = ['functions', 'jobs', 'server', 'workspace'] as const;

/** The library that draws it is loaded when it is asked for. */
const JobsChart = lazy(() => import('./JobsChart.tsx'));

/** What is waiting, what runs, how it went, what went wrong: figures, a row a function, a chart, what needs attention. */
export function OverviewScreen() {
  const { t } = useText();
  const firstAlone = useStore(isFirstAlone);
  const hasScope = useStore(hasScopes);
  const { pullFunctions, pullHistory } = useStore.getState();
  useLive(TOPICS, pullFunctions, FIGURES_EVERY);
  useEvery(1000, pullHistory);
  useScoped(pullHistory);
  return (
    <section className="screen__main" aria-label={t('screen.overview')}>
      {hasScope && <Bar several={!firstAlone} />}
      <Figures />
      {firstAlone ? <FirstServer /> : <Servers />}
    </section>
  );
}

/** What is looked at, and how it is put together. */
function Bar({ several }: { several: boolean }) {
  const { t } = useText();
  const { by, search } = useStore((store) => store.board);
  const { groupBoard, searchBoard } = useStore.getState();
  return (
    <div className="screenbar">
      <ScopeSelect />
      {several && (
        <>
          <Segmented
            label={t('board.by')}
            value={by}
            options={[
              { value: 'server', label: t('board.by.server') },
              { value: 'function', label: t('board.by.function') },
            ]}
            onChange={groupBoard}
          />
          <CountedOnce />
          <span className="grow" />
          <SearchField
            className={styles.filter}
            label={t('board.search.label')}
            placeholder={t('functions.filter')}
            value={search}
            onChange={searchBoard}
          />
        </>
      )}
    </div>
  );
}

/** The first server alone, of whose functions and workers all is known. */
function FirstServer() {
  const rows = useStore((store) => store.functions.rows);
  const known = useStore((store) => store.functions.known);
  if (known && rows.length === 0) return <NoFunctions />;
  const attention = attentionOf(rows);
  return (
    <Board board={<FunctionBoard rows={rows} attention={attention} />} problems={<AttentionList items={attention} />} />
  );
}

const SERVER_TOPICS = ['servers', 'server', 'functions', 'jobs'] as const;

/** Several servers, or another one than the first. */
function Servers() {
  const pullBoard = useStore((store) => store.pullBoard);
  useLive(SERVER_TOPICS, pullBoard, FIGURES_EVERY);
  useScoped(pullBoard);
  const rows = useStore((store) => store.functions.rows);
  const hasFirst = useStore((store) => serversInScope(store).some(({ id }) => id === LOCAL));
  const stuck = useStore((store) => store.board.stuck?.rows ?? NO_ROWS);
  const away = useStore((store) => store.overview?.away ?? NO_IDS);
  return (
    <Board
      board={<ServersBoard />}
      problems={
        <AttentionList
          items={hasFirst ? attentionOf(rows) : []}
          away={away}
          stuck={stuck.filter(({ servers }) => servers[0] !== LOCAL)}
        />
      }
    />
  );
}

const NO_ROWS: readonly ServerFunctionRow[] = [];
const NO_IDS: readonly string[] = [];

const Board = ({ board, problems }: { board: ReactNode; problems: ReactNode }) => (
  <div className={styles.board}>
    <div className={styles.boardMain}>
      {board}
      <Suspense fallback={<div className={styles.chartRoom} />}>
        <JobsChart />
      </Suspense>
    </div>
    {problems}
  </div>
);

function NoFunctions() {
  const { t } = useText();
  const create = useStore((store) => store.createFunction);
  const welcome = useStore((store) => store.showWelcome);
  return (
    <Empty
      icon={SquareTerminal}
      title={t('functions.empty.title')}
      text={t('functions.empty.text')}
      actions={
        <>
          <Button variant="primary" large icon={Plus} onClick={() => create()}>
            {t('functions.new')}
          </Button>
          <Button large onClick={() => void welcome()}>
            {t('command.help.welcome')}
          </Button>
          <LearnMore />
        </>
      }
    />
  );
}
