import { SquareTerminal } from 'lucide-react';
import { useText } from '../../i18n/text.tsx';
import { useLive } from '../../lib/live.ts';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { useDemonstration } from '../welcome/demonstration.ts';
import { AttentionList } from './AttentionList.tsx';
import { attentionOf } from './attention.ts';
import { Figures } from './Figures.tsx';
import { FunctionBoard } from './FunctionBoard.tsx';
import styles from './Overview.module.css';

const TOPICS = ['functions', 'jobs', 'server', 'workspace'] as const;

/** What is waiting, what runs, what went wrong: figures, one row per function, and what needs attention. */
export function OverviewScreen() {
  const { t } = useText();
  const rows = useStore((store) => store.functions.rows);
  const known = useStore((store) => store.functions.known);
  useLive(
    TOPICS,
    useStore((store) => store.pullFunctions),
  );
  const attention = attentionOf(rows);
  return (
    <section className="screen__main" aria-label={t('screen.overview')}>
      <Figures />
      {known && rows.length === 0 ? (
        <NoFunctions />
      ) : (
        <div className={styles.board}>
          <FunctionBoard rows={rows} attention={attention} />
          <AttentionList items={attention} />
        </div>
      )}
    </section>
  );
}

function NoFunctions() {
  const { t } = useText();
  const create = useStore((store) => store.createFunction);
  const demonstrate = useDemonstration();
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
          <Button large onClick={() => void demonstrate()}>
            {t('demo.run')}
          </Button>
        </>
      }
    />
  );
}
