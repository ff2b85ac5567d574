import { Download } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { JobKey } from '../../../main/contract/keys.ts';
import { STORY_TIMES, STORY_VIEWS } from '../../../main/contract/packets.ts';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useLive } from '../../lib/live.ts';
import { useStore } from '../../store/index.ts';
import { textOfKey } from '../../store/jobs.ts';
import { IconButton } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { mermaidOf } from './mermaid.ts';
import { rowsOf, type StoryRow } from './rows.ts';
import styles from './Story.module.css';
import { StoryDiagram } from './StoryDiagram.tsx';
import { StoryTable } from './StoryTable.tsx';
import { svgFileOf } from './svg-file.ts';

const TOPICS = ['packets', 'jobs'] as const;

interface StoryViewProps {
  job: JobKey;
  /** The packet that is chosen elsewhere. */
  packet?: number | null;
  /** A line was chosen, with its first packet where it has one. */
  onChoose?: (seq: number | null) => void;
  /** A line was opened, or a packet of the table. */
  onOpen: (seq: number) => void;
  /** What stands below the picture, or beside it where it is wide and low, of the line that is chosen. */
  below?: (row: StoryRow | undefined) => ReactNode;
}

/** What happened to a job, as a picture or as a table; it grows while the job goes on. */
export function StoryView({ job, packet = null, onChoose, onOpen, below }: StoryViewProps) {
  const text = useText();
  const { t } = text;
  const { server, run, handle } = job;
  // Until it is asked for, what was told is of another job.
  const story = useStore(({ story: { of, told } }) => (of !== null && textOfKey(of) === textOfKey(job) ? told : null));
  const view = useStore((store) => store.app.settings?.storyView ?? 'diagram');
  const time = useStore((store) => store.app.settings?.storyTime ?? 'compressed');
  const { tellStoryOf, changeSettings, saveStory } = useStore.getState();
  const [line, setLine] = useState<string | null>(null);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => tellStoryOf({ server, run, handle }), [tellStoryOf, server, run, handle]);
  useLive(
    TOPICS,
    useStore((store) => store.pullStory),
  );
  if (story === null) return <div className={styles.view} />;
  const { steps, partly } = story;
  if (steps.length === 0) return <p className="faint">{t('story.nothing')}</p>;

  const { rows } = rowsOf(steps);
  const hasPacket = (row: StoryRow) => row.kind === 'arrow' && row.packets.some(({ seq }) => seq === packet);
  const chosen =
    rows.find(({ key }) => key === line && packet === null) ??
    rows.find(hasPacket) ??
    rows.find(({ key }) => key === line);
  const choose = (row: StoryRow) => {
    setLine(row.key);
    onChoose?.(firstPacketOf(row));
  };
  const open = (row: StoryRow) => {
    const seq = firstPacketOf(row);
    if (seq !== null) onOpen(seq);
  };
  const title = t('story.of', { handle: shown(handle) });
  const drawn = (): SVGSVGElement | null => box.current?.querySelector<SVGSVGElement>('[role=listbox] > svg') ?? null;
  const svg = () => {
    const picture = drawn();
    return picture === null ? '' : svgFileOf(picture, title);
  };
  const mermaid = () => mermaidOf(steps, text);
  const copy = (words: string) => void navigator.clipboard.writeText(words);
  return (
    <div className={styles.view} ref={box}>
      <div className={styles.bar}>
        <Segmented
          label={t('story.as')}
          value={view}
          options={STORY_VIEWS.map((value) => ({ value, label: t(`story.as.${value}`) }))}
          onChange={(storyView) => void changeSettings({ storyView })}
        />
        {view === 'diagram' && (
          <Segmented
            label={t('story.time')}
            value={time}
            options={STORY_TIMES.map((value) => ({ value, label: t(`story.time.${value}`) }))}
            onChange={(storyTime) => void changeSettings({ storyTime })}
          />
        )}
        <span className="grow" />
        <Menu
          trigger={<IconButton icon={Download} label={t('story.export')} />}
          groups={[
            [
              { label: t('story.save.svg'), disabled: view === 'table', run: () => void saveStory('svg', svg()) },
              { label: t('story.save.mermaid'), run: () => void saveStory('mermaid', mermaid()) },
            ],
            [
              { label: t('story.copy.svg'), disabled: view === 'table', run: () => copy(svg()) },
              { label: t('story.copy.mermaid'), run: () => copy(mermaid()) },
            ],
          ]}
        />
      </div>
      {partly && <p className="faint">{t('story.partly')}</p>}
      {view === 'table' ? (
        <StoryTable steps={steps} packet={packet} onPacket={onOpen} />
      ) : (
        <div className={below === undefined ? styles.drawn : `${styles.drawn} ${styles.withFacts}`}>
          <StoryDiagram
            steps={steps}
            time={time}
            label={title}
            chosen={chosen?.key ?? null}
            onChoose={choose}
            onOpen={open}
          />
          {below && <div className={styles.facts}>{below(chosen)}</div>}
        </div>
      )}
    </div>
  );
}

const firstPacketOf = (row: StoryRow): number | null => (row.kind === 'arrow' ? (row.packets[0]?.seq ?? null) : null);
