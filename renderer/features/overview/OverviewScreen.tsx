import { SquareTerminal } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useText } from '../../i18n/text.tsx';
import { FIGURES_EVERY, useEvery, useLive } from '../../lib/live.ts';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { LearnMore } from '../help/LearnMore.tsx';
import { AttentionList } from './AttentionList.tsx';
import { attentionOf } from './attention.ts';
import { Figures } from './Figures.tsx';
import { FunctionBoard } from './FunctionBoard.tsx';
import styles from './Overview.module.css';

const TOPICS = ['functions', 'jobs', 'server', 'workspace'] as const;

/** The library that draws it is loaded when it is asked for. */
const JobsChart = lazy(() => import('./JobsChart.tsx'));

/** What is waiting, what runs, how it went, what went wrong: figures, a row a function, a chart, what needs attention. */
export function OverviewScreen() {
  const { t } = useText();
  const rows = useStore((store) => store.functions.rows);
  const known = useStore((store) => store.functions.known);
  useLive(
    TOPICS,
    useStore((store) => store.pullFunctions),
    FIGURES_EVERY,
  );
  useEvery(
    1000,
    useStore((store) => store.pullHistory),
  );
  const attention = attentionOf(rows);
  return (
    <section className="screen__main" aria-label={t('screen.overview')}>
      <Figures />
      {known && rows.length === 0 ? (
        <NoFunctions />
      ) : (
        <div className={styles.board}>
          <div className={styles.boardMain}>
            <FunctionBoard rows={rows} attention={attention} />
            <Suspense fallback={<div className={styles.chartRoom} />}>
              <JobsChart />
            </Suspense>
          </div>
          <AttentionList items={attention} />
        </div>
      )}
    </section>
  );
}

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
          <Button variant="primary" large onClick={() => create()}>
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
