import { Fragment } from 'react';
import type { StoryStep } from '../../../main/contract/packets.ts';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import styles from './Story.module.css';
import { detailsOf, omittedOf } from './words.ts';

interface StoryTableProps {
  steps: readonly StoryStep[];
  /** The packet that is chosen. */
  packet: number | null;
  onPacket: (seq: number) => void;
}

/** What happened to a job, step by step, as a table. */
export function StoryTable({ steps, packet, onPacket }: StoryTableProps) {
  const text = useText();
  const { t, count, duration } = text;
  return (
    <div className={styles.tableBox} data-pane>
      <table className={styles.table}>
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
          {steps.map((step, index) => (
            <Fragment key={step.packets[0]?.seq ?? `${step.kind} ${step.at} ${index}`}>
              <tr data-chosen={step.packets.some(({ seq }) => seq === packet) || undefined}>
                <td className="number faint">{duration(step.since)}</td>
                <td>{t(`story.${step.kind}`)}</td>
                <td>
                  {step.connection !== null && <span className="muted">{`#${step.connection}`}</span>} {shown(step.who)}
                </td>
                <td className="muted">{detailsOf(step, text)}</td>
                <td>
                  {step.packets.map(({ seq }) => (
                    <button
                      key={seq}
                      type="button"
                      className={`link-button ${styles.packet}`}
                      aria-pressed={seq === packet}
                      aria-label={t('traffic.detail', { number: seq })}
                      onClick={() => onPacket(seq)}
                    >
                      {count(seq)}
                    </button>
                  ))}
                </td>
              </tr>
              {step.omitted !== null && (
                <tr>
                  <td />
                  <td colSpan={4} className="faint">
                    {omittedOf(step, text)}
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}
