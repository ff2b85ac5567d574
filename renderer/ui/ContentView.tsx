import { useState } from 'react';
import type { Content } from '../../main/contract/jobs.ts';
import { useText } from '../i18n/text.tsx';
import { cutText, isText, textOf } from '../lib/bytes.ts';
import styles from './ContentView.module.css';
import { CopyButton } from './CopyButton.tsx';
import { DRAWN, HexView } from './HexView.tsx';
import { Segmented } from './Segmented.tsx';

/** Characters drawn as text; more would stall the window, and is saved rather than read. */
const TEXT_DRAWN = 64 * 1024;

/** A workload or a result: as text where it is text, as bytes where it is not or where the person wants them. */
export function ContentView({ content, label }: { content: Content; label: string }) {
  const { t, size, count } = useText();
  const [chosen, setChosen] = useState<'text' | 'hex' | null>(null);
  const { bytes } = content;
  if (content.size === 0) return <p className="faint">{t('content.empty')}</p>;
  if (bytes === null) return <p className="faint">{t('content.notKept', { size: size(content.size) })}</p>;
  const whole = bytes.length === content.size;
  const readable = whole ? bytes : cutText(bytes);
  const text = isText(readable);
  const as = chosen ?? (text ? 'text' : 'hex');
  const drawn = text ? textOf(readable) : '';
  const drawnBytes = Math.min(bytes.length, as === 'hex' ? DRAWN : TEXT_DRAWN);
  return (
    <div className={styles.content}>
      <div className={styles.head}>
        <Segmented
          label={t('content.showAs')}
          value={as}
          options={[
            { value: 'text', label: t('content.text') },
            { value: 'hex', label: t('content.hex') },
          ]}
          onChange={setChosen}
        />
        <span className="faint truncate">
          {t(text ? 'content.isText' : 'content.isBinary', { size: size(content.size) })}
        </span>
        <span className="grow" />
        {text && <CopyButton text={drawn} label={t('content.copy', { what: label })} />}
      </div>
      {as === 'hex' ? (
        <div className={styles.hex}>
          <HexView bytes={bytes} label={label} />
        </div>
      ) : (
        <pre role="region" className={`code-block code-block--wrap ${styles.text}`} tabIndex={0} aria-label={label}>
          {(text ? drawn : textOf(readable)).slice(0, TEXT_DRAWN)}
        </pre>
      )}
      {drawnBytes < content.size && (
        <p className="faint">{t('content.cut', { shown: count(drawnBytes), size: count(content.size) })}</p>
      )}
    </div>
  );
}
