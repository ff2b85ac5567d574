import { useState } from 'react';
import { COMMENT_CHARACTERS, type PacketRow } from '../../../main/contract/packets.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import styles from './Traffic.module.css';

/** What the list asks the person for: a comment, the number of a packet. */
export function MarkSheets() {
  const { commenting, asking } = useStore((store) => store.marks);
  return (
    <>
      {commenting !== null && <CommentSheet key={commenting.seq} row={commenting} />}
      {asking && <NumberSheet />}
    </>
  );
}

function CommentSheet({ row }: { row: PacketRow }) {
  const { t, count } = useText();
  const [comment, setComment] = useState(row.mark ?? '');
  const { markPacket, closeMarkSheet } = useStore.getState();
  const keep = (next: string | null) => {
    closeMarkSheet();
    void markPacket(row, next);
  };
  return (
    <Sheet
      title={t('comment.title')}
      subtitle={`${t('traffic.detail', { number: count(row.seq) })} · ${row.type}`}
      open
      onClose={closeMarkSheet}
      className={styles.sheet}
      foot={
        <>
          {row.mark !== null && (
            <Button variant="danger" onClick={() => keep(null)}>
              {t('mark.remove')}
            </Button>
          )}
          <span className="grow" />
          <Button onClick={closeMarkSheet}>{t('action.cancel')}</Button>
          <Button variant="primary" onClick={() => keep(comment.trim())}>
            {t('comment.keep')}
          </Button>
        </>
      }
    >
      <textarea
        autoFocus
        className={`textarea ${styles.comment}`}
        aria-label={t('comment.title')}
        value={comment}
        maxLength={COMMENT_CHARACTERS}
        rows={4}
        onChange={(event) => setComment(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) keep(comment.trim());
        }}
      />
    </Sheet>
  );
}

function NumberSheet() {
  const { t, count } = useText();
  const next = useStore((store) => store.traffic.window?.next ?? 0);
  const [text, setText] = useState('');
  const { goToPacket, closeMarkSheet } = useStore.getState();
  const number = /^[\d,.\s]+$/.test(text) ? Number(text.replace(/\D/g, '')) : Number.NaN;
  const known = Number.isSafeInteger(number);
  const go = () => {
    if (!known) return;
    closeMarkSheet();
    void goToPacket(number);
  };
  return (
    <Sheet
      title={t('traffic.goTo')}
      open
      onClose={closeMarkSheet}
      className={styles.sheet}
      foot={
        <>
          <span className="grow" />
          <Button onClick={closeMarkSheet}>{t('action.cancel')}</Button>
          <Button variant="primary" disabled={!known} onClick={go}>
            {t('goTo.go')}
          </Button>
        </>
      }
    >
      <div className={styles.goTo}>
        <label className="field">
          <input
            autoFocus
            inputMode="numeric"
            aria-label={t('goTo.number')}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !event.nativeEvent.isComposing) go();
            }}
          />
        </label>
        <p className="help">{t('goTo.help', { last: count(Math.max(0, next - 1)) })}</p>
      </div>
    </Sheet>
  );
}
