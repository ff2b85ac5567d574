import type { JobKey } from '../../../main/contract/keys.ts';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useStore } from '../../store/index.ts';
import { PacketType } from '../../ui/glyphs.tsx';
import type { StoryRow } from './rows.ts';
import styles from './Story.module.css';
import { StoryView } from './StoryView.tsx';
import { detailsOf } from './words.ts';

/** The story of a job in its inspector; each packet leads to itself in the traffic. */
export function JobStory({ job }: { job: JobKey }) {
  const open = useStore((store) => store.openStoryPacket);
  return <StoryView job={job} onOpen={(seq) => void open(seq)} below={(row) => <Facts row={row} />} />;
}

/** Of the line that is chosen. */
function Facts({ row }: { row: StoryRow | undefined }) {
  const text = useText();
  const { t, count, exact } = text;
  const step = useStore((store) => (row === undefined ? undefined : store.story.told?.steps[row.step]));
  const open = useStore((store) => store.openStoryPacket);
  if (row === undefined || step === undefined) return <p className="faint">{t('story.hint')}</p>;
  const packets = row.kind === 'arrow' ? row.packets : [];
  const details = detailsOf(step, text);
  return (
    <section aria-label={t(`story.${step.kind}`)}>
      <dl className="facts">
        <dt>{t('story.step')}</dt>
        <dd>{t(`story.${step.kind}`)}</dd>
        <dt>{t('story.at')}</dt>
        <dd className="selectable">{exact(row.at)}</dd>
        {details !== '' && (
          <>
            <dt>{t('story.more')}</dt>
            <dd>{details}</dd>
          </>
        )}
        {packets[0] === undefined ? (
          <>
            <dt>{t('traffic.packets')}</dt>
            <dd className="faint">{t(row.kind === 'more' ? 'story.leftOut' : 'story.noPacket')}</dd>
          </>
        ) : (
          <>
            <dt>{t('story.packet')}</dt>
            <dd>
              <PacketType type={packets[0].type} family={packets[0].family} />
            </dd>
            <dt>{t('column.connection')}</dt>
            <dd>{text.list(packets.map(({ connection, who }) => `#${connection} ${shown(who)}`.trimEnd()))}</dd>
            <dt>{t('story.inTraffic')}</dt>
            <dd>
              {packets.map(({ seq }) => (
                <button
                  key={seq}
                  type="button"
                  className={`link-button ${styles.packet}`}
                  aria-label={t('traffic.detail', { number: seq })}
                  onClick={() => void open(seq)}
                >
                  {count(seq)}
                </button>
              ))}
            </dd>
          </>
        )}
        {row.kind === 'more' && (
          <>
            <dt>{t('story.inTraffic')}</dt>
            <dd>
              <button type="button" className="link-button" onClick={() => void open(null)}>
                {t('story.allPackets')}
              </button>
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}
