import { Plus, Search, SquareTerminal } from 'lucide-react';
import type { FunctionRow } from '../../../main/contract/functions.ts';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { FIGURES_EVERY, useLive } from '../../lib/live.ts';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { LearnMore } from '../help/LearnMore.tsx';
import { OutputPane } from '../workers/OutputPane.tsx';
import { DescriptionLine } from '../workspace/DescriptionLine.tsx';
import { FunctionInspector } from './FunctionInspector.tsx';
import styles from './Functions.module.css';
import { FunctionTable } from './FunctionTable.tsx';

const TOPICS = ['functions', 'jobs', 'workspace'] as const;

/** The workspace's functions and those that others registered or submitted to; the chosen one in the inspector. */
export function FunctionsScreen() {
  const { t } = useText();
  const { rows, known, filter, draft } = useStore((store) => store.functions);
  const filterFunctions = useStore((store) => store.filterFunctions);
  const create = useStore((store) => store.createFunction);
  useLive(
    TOPICS,
    useStore((store) => store.pullFunctions),
    FIGURES_EVERY,
  );
  const needle = filter.trim().toLowerCase();
  const found = rows.filter((row) => searched(row).includes(needle));
  return (
    <>
      <section className="screen__main" aria-label={t('screen.functions')}>
        <div className="screenbar">
          <Button icon={Plus} onClick={() => create()}>
            {t('functions.new')}
          </Button>
          <span className="grow" />
          <SearchField
            className={styles.filter}
            label={t('functions.filter.label')}
            placeholder={t('functions.filter')}
            value={filter}
            onChange={filterFunctions}
          />
        </div>
        <DescriptionLine />
        {known && rows.length === 0 && (
          <Empty
            icon={SquareTerminal}
            title={t('functions.empty.title')}
            text={t('functions.empty.text')}
            actions={
              <>
                <Button variant="primary" large icon={Plus} onClick={() => create()}>
                  {t('functions.new')}
                </Button>
                <LearnMore />
              </>
            }
          />
        )}
        {rows.length > 0 && found.length === 0 && (
          <Empty
            icon={Search}
            title={t('functions.noMatch')}
            text={t('functions.noMatch.text', { count: rows.length })}
            actions={<Button onClick={() => filterFunctions('')}>{t('action.clearFilter')}</Button>}
          />
        )}
        {found.length > 0 && <FunctionTable rows={found} />}
        {draft?.replaces != null && <OutputPane name={draft.replaces} />}
      </section>
      <FunctionInspector />
    </>
  );
}

function searched({ name, definition }: FunctionRow): string {
  const command =
    definition === null
      ? ''
      : definition.command.kind === 'argv'
        ? definition.command.argv.join(' ')
        : definition.command.line;
  return `${shown(name)} ${command}`.toLowerCase();
}
