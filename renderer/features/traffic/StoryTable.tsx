import type { StoryStep } from '../../../main/contract/packets.ts';
import { type Text, useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useStore } from '../../store/index.ts';
import styles from './Picture.module.css';
import list from './Traffic.module.css';

/** What happened to the job that is followed, step by step. */
export function StoryTable() {
  const text = useText();
  const { t, count, duration } = text;
  const story = useStore((store) => store.picture.story);
  const selected = useStore((store) => store.traffic.selected);
  const selectPacket = useStore((store) => store.selectPacket);
  if (story === null) return <div className={list.rows} />;
  return (
    <div className={styles.story} data-pane>
      <table className={styles.storyTable}>
        <thead>
          <tr>
            <th scope="col" className="number">
              {t('story.since')}
            </th>
            <th scope="col">{t('story.step')}</th>
            <th scope="col">{t('column.connection')}</th>
            <th scope="col">{t('story.more')}</th>
            <th scope="col">{t('traffic.packets')}</th>
          </tr>
        </thead>
        <tbody>
          {story.steps.map((step) => (
            <tr key={step.packets[0]} data-chosen={step.packets.includes(selected ?? -1) || undefined}>
              <td className="number faint">{duration(step.since)}</td>
              <td>{t(`story.${step.kind}`)}</td>
              <td>
                <span className="muted">{`#${step.connection.number}`}</span> {shown(step.who)}
              </td>
              <td className="muted">{detailsOf(step, text)}</td>
              <td>
                {step.packets.map((seq) => (
                  <button
                    key={seq}
                    type="button"
                    className={`link-button ${styles.packetLink}`}
                    aria-pressed={seq === selected}
                    aria-label={t('traffic.detail', { number: seq })}
                    onClick={() => selectPacket(seq)}
                  >
                    {count(seq)}
                  </button>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {story.more > 0 && <p className={list.popoverText}>{t('story.rest', { count: story.more })}</p>}
    </div>
  );
}

function detailsOf({ kind, values, took, told, size }: StoryStep, { t, duration, count }: Text): string {
  const value = (name: string) => shown(values[name] ?? '');
  const progress = t('info.progress', { done: value('numerator'), all: value('denominator') });
  const state =
    value('known') === '0'
      ? t('info.unknownJob')
      : value('running') === '0'
        ? t('info.waiting')
        : t('info.running', { progress });
  return [
    kind === 'progress' && progress,
    kind === 'asked' && state,
    (kind === 'data' || kind === 'complete') && t('traffic.bytes', { count: size }),
    took !== null && (took === 0 ? t('story.atOnce') : t('story.took', { time: duration(took) })),
    told > 0 && t('story.told', { count: told, number: count(told) }),
  ]
    .filter((part) => part !== false)
    .join(' · ');
}
