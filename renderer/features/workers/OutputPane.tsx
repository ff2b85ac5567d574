import { ArrowDown, ArrowUp, Download, Search, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useText } from '../../i18n/text.tsx';
import { hitsIn, textOfSpans } from '../../lib/ansi.ts';
import { useLive } from '../../lib/live.ts';
import { useKeysText } from '../../lib/shortcuts.ts';
import { useStore } from '../../store/index.ts';
import type { OutputLine } from '../../store/workers.ts';
import { IconButton } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { LogBox } from '../../ui/LogBox.tsx';
import styles from './Output.module.css';
import { OutputRow, outputWords } from './OutputRow.tsx';

const TOPICS = ['functions'] as const;

interface OutputPaneProps {
  name: string;
  /** One of the function's workers; all of them without. */
  worker?: string | null;
  className?: string | undefined;
}

/** What workers did and what their commands wrote, the newest below. */
export function OutputPane({ name, worker = null, className }: OutputPaneProps) {
  const text = useText();
  const { t } = text;
  const { of, lines } = useStore((store) => store.workers.output);
  const mac = useStore((store) => store.app.info?.platform === 'darwin');
  const keys = useKeysText();
  const { watchOutput, pullOutput, saveOutput } = useStore.getState();
  useEffect(() => {
    watchOutput({ name, worker });
    return () => watchOutput(null);
  }, [name, worker, watchOutput]);
  useLive(TOPICS, pullOutput);
  const [needle, setNeedle] = useState<string | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const shown = of?.name === name && of.worker === worker ? lines : [];
  const search = useSearch(shown, needle ?? '', box);
  const label = t('workers.output', { name: worker ?? name });
  const closeSearch = () => {
    setNeedle(null);
    box.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if ((mac ? event.metaKey : event.ctrlKey) && event.key.toLowerCase() === 'f') setNeedle(needle ?? '');
    else if (event.key === 'Escape' && needle !== null) closeSearch();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <section className={`${styles.drawer} ${className ?? ''}`} aria-label={label} onKeyDown={onKeyDown}>
      <header className={`section-title ${styles.head}`}>
        <span className="truncate">{label}</span>
        <span className="grow" />
        {needle === null ? (
          <IconButton
            icon={Search}
            label={t('workers.output.search')}
            shortcut={keys('Mod+F')}
            onClick={() => setNeedle('')}
          />
        ) : (
          <>
            <span className="faint" role="status">
              {needle !== '' && t('workers.output.found', { at: search.at, count: search.count })}
            </span>
            <label className={`field ${styles.search}`}>
              <input
                type="search"
                autoFocus
                value={needle}
                aria-label={t('workers.output.search')}
                spellCheck={false}
                onChange={(event) => setNeedle(event.target.value)}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
                  event.preventDefault();
                  search.step(event.shiftKey ? -1 : 1);
                }}
              />
            </label>
            <IconButton icon={ArrowUp} label={t('workers.output.previous')} onClick={() => search.step(-1)} />
            <IconButton icon={ArrowDown} label={t('workers.output.next')} onClick={() => search.step(1)} />
            <IconButton icon={X} label={t('workers.output.endSearch')} onClick={closeSearch} />
          </>
        )}
        {shown.length > 0 && (
          <>
            <CopyButton
              label={t('workers.output.copy')}
              text={shown.map((line) => outputWords(line, text).join(' ')).join('\n')}
            />
            <IconButton icon={Download} label={t('workers.output.save')} onClick={() => void saveOutput()} />
          </>
        )}
      </header>
      <LogBox box={box} label={label} content={shown.length} className={styles.log}>
        {shown.length === 0 && <span className="faint">{t('workers.output.none')}</span>}
        {shown.map((line) => (
          <OutputRow
            key={line.line.number}
            line={line}
            ofOne={worker !== null}
            needle={needle ?? ''}
            current={search.current?.number === line.line.number ? search.current?.hit : undefined}
          />
        ))}
      </LogBox>
    </section>
  );
}

/** Places of a text in what commands wrote; `step` goes to the next one or the one before, around the ends. */
function useSearch(lines: readonly OutputLine[], needle: string, box: React.RefObject<HTMLDivElement | null>) {
  const [chosen, choose] = useState({ needle: '', at: 0 });
  const hits =
    needle === ''
      ? []
      : lines.flatMap(({ line, spans }) =>
          hitsIn(textOfSpans(spans), needle).map((_, hit) => ({ number: line.number, hit })),
        );
  const at = chosen.needle === needle ? Math.min(chosen.at, Math.max(0, hits.length - 1)) : 0;
  const current = hits[at];
  // biome-ignore lint/correctness/useExhaustiveDependencies: each place that is gone to is scrolled to
  useEffect(() => {
    box.current?.querySelector('[data-current]')?.scrollIntoView({ block: 'nearest' });
  }, [current?.number, current?.hit]);
  return {
    current,
    at: hits.length === 0 ? 0 : at + 1,
    count: hits.length,
    step: (by: number) => choose({ needle, at: hits.length === 0 ? 0 : (at + by + hits.length) % hits.length }),
  };
}
