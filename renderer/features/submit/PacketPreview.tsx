import { useEffect } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { ByteView } from '../../ui/ByteView.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { PacketType } from '../../ui/glyphs.tsx';
import { PER_ROW } from '../../ui/HexRow.tsx';
import styles from './Submit.module.css';

/** How long nothing is typed before the preview follows, ms. */
const PAUSE = 80;

/** Rows in sight at once, their height as in components.css, and what is above and below them, px. */
const MOST_ROWS = 5;
const ROW_HEIGHT = 20;
const PADDING = 10;

const NO_HITS = [] as const;
const nothing = () => {};

/** The packet as bytes, and the command that sends the same. */
export function PacketPreview() {
  const { t, size, count } = useText();
  const draft = useStore((store) => store.submit.draft);
  const chance = useStore((store) => store.submit.chance);
  const preview = useStore((store) => store.submit.preview);
  const pull = useStore((store) => store.pullPreview);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another draft is another packet
  useEffect(() => {
    const timer = setTimeout(pull, PAUSE);
    return () => clearTimeout(timer);
  }, [draft, chance, pull]);
  if (preview === null)
    return (
      <section className={styles.preview}>
        <h3 className="section-title">{t('submit.preview')}</h3>
        <p className="faint">{t('submit.preview.none')}</p>
      </section>
    );
  const { packet, bytes, workloadAt, command } = preview;
  const rows = Math.ceil(bytes.length / PER_ROW);
  return (
    <section className={styles.preview}>
      <h3 className="section-title">
        {t('submit.preview')}
        <PacketType type={packet} family="submission" />
        <span className="grow" />
        <span className="faint">
          {bytes.length < preview.size
            ? t('content.cut', { shown: count(bytes.length), size: count(preview.size) })
            : size(preview.size)}
        </span>
      </h3>
      <div
        className={`code-block ${styles.bytes}`}
        style={{ height: Math.min(MOST_ROWS, rows) * ROW_HEIGHT + PADDING }}
      >
        <ByteView
          label={t('submit.preview')}
          size={bytes.length}
          read={(from, to) => bytes.subarray(from, to)}
          onSight={nothing}
          marked={workloadAt < bytes.length ? { start: workloadAt, end: bytes.length } : null}
          hits={NO_HITS}
          caret={null}
          onChoose={nothing}
        />
      </div>
      {command === null ? (
        <p className="help">{t('submit.command.none')}</p>
      ) : (
        <div className="command">
          <code className="truncate" title={command.line}>
            {command.line}
          </code>
          <CopyButton text={command.line} label={t('submit.command.copy')} />
        </div>
      )}
      {command?.by === 'gearman' && draft.unique === 'none' && <p className="help">{t('submit.command.unique')}</p>}
      {command?.by === 'bytes' && <p className="help">{t('submit.command.bytes')}</p>}
    </section>
  );
}
