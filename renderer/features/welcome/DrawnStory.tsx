import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { FunctionDefinition } from '../../../main/contract/functions.ts';
import type { JobKey } from '../../../main/contract/keys.ts';
import type { StoryStep } from '../../../main/contract/packets.ts';
import { type MessageId, useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useLive } from '../../lib/live.ts';
import { useStore } from '../../store/index.ts';
import { textOfKey } from '../../store/jobs.ts';
import { IconButton } from '../../ui/Button.tsx';
import { commandText } from '../functions/command-text.ts';
import { rowsOf, type StoryRow } from '../story/rows.ts';
import { StoryDiagram } from '../story/StoryDiagram.tsx';
import { labelOf } from '../story/words.ts';
import styles from './Welcome.module.css';

const TOPICS = ['packets', 'jobs'] as const;

/** Time between two arrows, ms. */
const EVERY = 350;

const wantsMotion = (): boolean => !window.matchMedia('(prefers-reduced-motion: reduce)').matches;

/** The story of a job that has ended, which draws itself; what each arrow means is said below it. */
export function DrawnStory({ job, by: { name, command } }: { job: JobKey; by: FunctionDefinition }) {
  const { server, run, handle } = job;
  const story = useStore(({ story: { of, told } }) => (of !== null && textOfKey(of) === textOfKey(job) ? told : null));
  const { tellStoryOf } = useStore.getState();
  useEffect(() => tellStoryOf({ server, run, handle }), [tellStoryOf, server, run, handle]);
  useLive(
    TOPICS,
    useStore((store) => store.pullStory),
  );
  if (story === null || story.steps.length === 0) return <div className={styles.nothing} />;
  return <Drawing steps={story.steps} title={handle} name={name} worker={commandText(command)} />;
}

interface DrawingProps {
  steps: readonly StoryStep[];
  title: string;
  /** Of the function, and the command that does it. */
  name: string;
  worker: string;
}

function Drawing({ steps, title, name, worker }: DrawingProps) {
  const text = useText();
  const { t, count } = text;
  const { rows } = rowsOf(steps);
  const [drawn, setDrawn] = useState(() => (wantsMotion() ? 1 : rows.length));
  /** The arrow that the person went to; until then the last one that was drawn. */
  const [chosen, setChosen] = useState<number | null>(null);
  const drawing = chosen === null && drawn < rows.length;
  useEffect(() => {
    if (!drawing) return;
    const timer = setTimeout(() => setDrawn((lines) => lines + 1), EVERY);
    return () => clearTimeout(timer);
  });
  const all = rows.length;
  const at = Math.min(chosen ?? drawn - 1, all - 1);
  const row = rows[at] as StoryRow;
  const step = steps[row.step] as StoryStep;
  return (
    <>
      <StoryDiagram
        steps={steps}
        time="compressed"
        label={t('story.of', { handle: shown(title) })}
        chosen={row.key}
        onChoose={({ key }) => setChosen(rows.findIndex((each) => each.key === key))}
        called={{ client: t('demo.you'), worker }}
        {...(drawing && { drawn })}
      />
      <div className={styles.caption}>
        <p className="selectable" aria-live={drawing ? 'off' : 'polite'}>
          <b>{labelOf(row, step, text).main}</b> {t(meaningOf(row), { name })}
        </p>
        <span className="faint">{t('demo.step', { at: count(at + 1), all: count(all) })}</span>
        <IconButton
          icon={ChevronLeft}
          label={t('demo.previous')}
          disabled={at === 0}
          onClick={() => setChosen(at - 1)}
        />
        <IconButton
          icon={ChevronRight}
          label={t('demo.next')}
          disabled={at === all - 1}
          onClick={() => setChosen(at + 1)}
        />
      </div>
    </>
  );
}

/** What a line of the story tells somebody who has not seen one before. */
function meaningOf(row: StoryRow): MessageId {
  if (row.kind !== 'arrow') return 'demo.means.other';
  switch (row.type) {
    case 'SUBMIT_JOB':
    case 'JOB_CREATED':
    case 'GRAB_JOB_UNIQ':
    case 'JOB_ASSIGN_UNIQ':
      return `demo.means.${row.type}`;
    case 'WORK_COMPLETE':
      return row.packets[0]?.direction === 'in' ? 'demo.means.answered' : 'demo.means.passedOn';
    case null:
      return 'demo.means.other';
    default:
      return `gloss.${row.type}` as MessageId;
  }
}
