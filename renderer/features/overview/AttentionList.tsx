import { UNSUCCESSFUL } from '../../../main/contract/job-states.ts';
import type { JobState } from '../../../main/contract/jobs.ts';
import type { ServerFunctionRow } from '../../../main/contract/servers.ts';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useNow } from '../../lib/live.ts';
import { useStore } from '../../store/index.ts';
import { Glyph } from '../../ui/glyphs.tsx';
import { whySentence } from '../why/sentence.ts';
import { WhyActions } from '../why/WhyActions.tsx';
import { type Attention, queuedOf } from './attention.ts';
import styles from './Overview.module.css';
import { AwayItem, StuckItem } from './ServerAttention.tsx';

/** So many are told; who has more sees in the board which. */
const MOST = 20;

interface AttentionListProps {
  items: readonly Attention[];
  /** Of other servers; they come first. */
  away?: readonly string[];
  stuck?: readonly ServerFunctionRow[];
}

/** What went wrong or will, each with what can be done. */
export function AttentionList({ items, away = [], stuck = [] }: AttentionListProps) {
  const { t } = useText();
  const all = items.length + away.length + stuck.length;
  return (
    <aside className={styles.problems} aria-label={t('attention.title')}>
      <h2 className="section-title">
        {t('attention.title')}
        {all > 0 && <span className="faint">{all}</span>}
      </h2>
      {all === 0 ? (
        <p className="faint">{t('attention.none')}</p>
      ) : (
        <ul>
          {away.map((id) => (
            <AwayItem key={id} id={id} />
          ))}
          {stuck.map((row) => (
            <StuckItem key={`${row.servers[0]} ${row.name}`} row={row} />
          ))}
          {items.slice(0, MOST).map((item) => (
            <AttentionItem key={`${item.kind} ${item.row.name}`} item={item} />
          ))}
          {items.length > MOST && <li className="faint">{t('attention.more', { count: items.length - MOST })}</li>}
        </ul>
      )}
    </aside>
  );
}

function AttentionItem({ item }: { item: Attention }) {
  const text = useText();
  const { t } = text;
  const now = useNow(1000);
  const { kind, tone, row } = item;
  const name = shown(row.name);
  const openFunction = useStore((store) => store.openFunction);
  const openWorkers = useStore((store) => store.openWorkers);
  const showJobs = useStore((store) => store.showJobs);
  const title =
    kind === 'stuck'
      ? t('attention.stuck.title', { name, count: queuedOf(row) })
      : t(`attention.${kind}.title`, { name, count: row.failed });
  const why =
    kind === 'stuck'
      ? row.stuck === null
        ? ''
        : whySentence(row.stuck, text, now)
      : t(`attention.${kind}.text`, { name, program: programOf(item) });
  const jobs = (states: readonly JobState[]) => showJobs({ states, search: name });
  return (
    <li className={styles.problem}>
      <span className={`state state--${tone}`}>
        <Glyph mark={tone === 'error' ? 'exception' : 'warn'} />
      </span>
      <div className="grow">
        <b className={styles.problemTitle} title={title}>
          {title}
        </b>
        <p className={styles.problemText} title={why}>
          {why}
        </p>
        <p className={styles.problemActions}>
          {row.stuck !== null && kind === 'stuck' && <WhyActions why={row.stuck} />}
          {kind === 'stuck' && (
            <button type="button" className="link-button" onClick={() => jobs(['queued'])}>
              {t('attention.showJobs')}
            </button>
          )}
          {kind === 'failed' && (
            <button type="button" className="link-button" onClick={() => jobs(UNSUCCESSFUL)}>
              {t('attention.showJobs')}
            </button>
          )}
          {(kind === 'worker-failed' || kind === 'worker-lost') && (
            <button type="button" className="link-button" onClick={() => openWorkers(name)}>
              {t('attention.showWorkers')}
            </button>
          )}
          {kind === 'program-missing' && (
            <button type="button" className="link-button" onClick={() => void openFunction(row.name)}>
              {t('attention.showFunction')}
            </button>
          )}
        </p>
      </div>
    </li>
  );
}

const programOf = ({ row }: Attention): string =>
  row.definition?.command.kind === 'argv' ? (row.definition.command.argv[0] ?? '') : '';
