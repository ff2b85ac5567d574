import { type ReactNode, useCallback, useEffect } from 'react';
import { BYTES_PAGE, TEXT_PAGE } from '../../../main/contract/decode-limits.ts';
import type { Hit } from '../../../main/contract/search.ts';
import { useText } from '../../i18n/text.tsx';
import { bytesBetween } from '../../lib/byte-pages.ts';
import { unmasked } from '../../lib/bytes.ts';
import type { LookedInto } from '../../lib/looked-into.ts';
import { useStore } from '../../store/index.ts';
import type { Face } from '../../store/packet.ts';
import { Button } from '../../ui/Button.tsx';
import { ByteView } from '../../ui/ByteView.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { placeOf } from './FieldTree.tsx';
import styles from './Packet.module.css';

interface BytesPaneProps {
  subject: LookedInto;
  /** What it says in parts, where that does not stand beside the bytes. */
  tree?: ReactNode;
}

/** The bytes of a packet or of a job's data, those inside of its layers, and what these say as text or picture. */
export function BytesPane({ subject, tree }: BytesPaneProps) {
  const { t, count, size } = useText();
  const { decoded, face, marked } = useStore((store) => store.packet);
  const { showFace } = useStore.getState();
  const layered = decoded != null && decoded.layers.length > 1;
  const image = decoded?.content.kind === 'image' ? decoded.content : null;
  const isTree = tree !== undefined && decoded?.content.kind === 'tree';
  const faces: Face[] = [
    ...(isTree ? (['tree'] as const) : []),
    'packet',
    ...(layered ? (['layer'] as const) : []),
    ...(decoded != null && image === null ? (['text'] as const) : []),
    ...(image === null ? [] : (['picture'] as const)),
  ];
  // What stands alone begins with what can be read.
  const readable = tree !== undefined && decoded?.content.kind === 'text' ? 'text' : 'packet';
  const suits: Face = image !== null ? 'picture' : isTree ? 'tree' : readable;
  const shown = face !== null && faces.includes(face) ? face : suits;
  const { source, kept } = subject;
  const nameOf = (what: 'packet' | 'layer' | 'text') =>
    source.kind === 'packet'
      ? t(`packet.${what}Of`, { number: source.seq })
      : t(`packet.own.${what}Of`, { what: t(`jobs.${source.part}`) });
  return (
    <div className={styles.bytes}>
      <div className={styles.bytesHead}>
        <Segmented
          label={t('content.showAs')}
          value={shown}
          options={faces.map((each) => ({
            value: each,
            label: t(source.kind === 'job' && each === 'packet' ? 'packet.face.own' : `packet.face.${each}`),
          }))}
          onChange={showFace}
        />
        <span className="grow" />
        <span className="faint truncate">
          {shown === 'picture' && image !== null
            ? t('packet.pictureSays', { type: image.type, width: count(image.width), height: count(image.height) })
            : (shown === 'packet' || shown === 'layer') && marked?.space === shown
              ? t('packet.markedSays', { count: marked.end - marked.start, range: placeOf(marked) })
              : kept < subject.size
                ? t('content.cut', { shown: count(kept), size: count(subject.size) })
                : shown === 'layer'
                  ? size(decoded?.layers.at(-1)?.size ?? 0)
                  : size(subject.size)}
        </span>
      </div>
      {shown === 'tree' ? (
        tree
      ) : shown === 'text' ? (
        <TextFace label={nameOf('text')} />
      ) : shown === 'picture' ? (
        <PictureFace />
      ) : (
        <HexFace
          key={`${subject.id} ${shown}`}
          space={shown}
          size={shown === 'packet' ? kept : (decoded?.layers.at(-1)?.size ?? 0)}
          label={nameOf(shown)}
        />
      )}
    </div>
  );
}

const NO_HITS: readonly Hit[] = [];

function HexFace({ space, size, label }: { space: 'packet' | 'layer'; size: number; label: string }) {
  const { bytes, marked, caret, subject } = useStore((store) => store.packet);
  const found = useStore((store) => store.search.hits);
  const { pullBytes, chooseByte } = useStore.getState();
  const pages = bytes[space];
  const onSight = useCallback((from: number, to: number) => pullBytes(space, from, to), [pullBytes, space]);
  return (
    <ByteView
      label={label}
      size={size}
      read={(from, to) => bytesBetween(pages, from, to, BYTES_PAGE)}
      onSight={onSight}
      marked={marked?.space === space ? marked : null}
      hits={space === 'packet' && found !== null && subject?.id === `packet ${found.seq}` ? found.hits : NO_HITS}
      caret={caret}
      onChoose={(at, extend) => void chooseByte(at, extend)}
    />
  );
}

function TextFace({ label }: { label: string }) {
  const { t, count } = useText();
  const { text } = useStore((store) => store.packet);
  const { pullText } = useStore.getState();
  useEffect(() => {
    if (text === null) void pullText(0);
  }, [text, pullText]);
  if (text === null) return <p className={styles.note} aria-busy="true" />;
  const end = text.from + text.text.length;
  return (
    <>
      <pre role="region" className={styles.text} tabIndex={0} aria-label={label}>
        {unmasked(text.text)}
      </pre>
      {text.characters > text.text.length && (
        <div className={styles.pager}>
          <Button
            variant="quiet"
            disabled={text.from === 0}
            onClick={() => void pullText(Math.max(0, text.from - TEXT_PAGE))}
          >
            {t('packet.previousPage')}
          </Button>
          <span className="faint">
            {t('packet.characters', { from: count(text.from + 1), to: count(end), of: count(text.characters) })}
          </span>
          <Button variant="quiet" disabled={end >= text.characters} onClick={() => void pullText(end)}>
            {t('packet.nextPage')}
          </Button>
        </div>
      )}
    </>
  );
}

function PictureFace() {
  const { t } = useText();
  const { picture, decoded } = useStore((store) => store.packet);
  if (decoded?.content.kind !== 'image') return null;
  if (picture === null) return <p className={styles.note}>{t('packet.pictureTooLarge')}</p>;
  return (
    <div className={styles.picture}>
      <img src={picture} alt={t('decoder.image')} />
    </div>
  );
}
