import { List, X } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import type { PacketDetail, PacketField } from '../../../main/contract/model.ts';
import { type MessageId, useText } from '../../i18n/text.tsx';
import { cutText, hex, isText, shown, textOf, visible } from '../../lib/bytes.ts';
import { useStore } from '../../store/index.ts';
import { IconButton } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { PacketType } from '../../ui/glyphs.tsx';
import { HexView } from '../../ui/HexView.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import styles from './Traffic.module.css';
import { directionOf, glossOf } from './words.ts';

/** Bytes of a packet before its arguments. */
const HEADER = 12;

/** Characters of one field that the tree shows. */
const SHOWN = 300;

/** One packet: what it says field by field, and its bytes beside it; choosing in one marks the other. */
export function PacketDetailPane() {
  const { t, count, rich } = useText();
  const { detail, selected, field } = useStore((store) => store.traffic);
  const { closePacket, markField, openJob } = useStore.getState();
  const [as, setAs] = useState<'hex' | 'text'>('hex');
  if (detail === null || detail.row.seq !== selected) {
    return <div className={styles.detail}>{detail === null && <p className={styles.gone}>{t('traffic.gone')}</p>}</div>;
  }
  const { row, bytes } = detail;
  const fields = fieldsOf(detail);
  const marked = fields.find(({ name }) => name === field) ?? null;
  const whole = bytes.length === row.size;
  const text = cutText(bytes.subarray(row.kind === 'packet' ? HEADER : 0));
  return (
    <section className={styles.detail} aria-label={t('traffic.detail', { number: row.seq })}>
      <header className={styles.head}>
        <h2>{rich('traffic.detail', { number: count(row.seq) })}</h2>
        <PacketType type={row.type} family={row.family} />
        <span className="muted truncate">
          {`#${row.connection.number} ${shown(row.who)} · ${directionOf(row, t)} · ${t('traffic.bytes', { count: row.size })}`}
        </span>
        <span className="muted truncate grow">{glossOf(row, t)}</span>
        {row.handle !== null && (
          <IconButton
            icon={List}
            label={t('traffic.openJob')}
            onClick={() => {
              const { server, run } = row.connection;
              if (row.handle !== null) openJob({ server, run, handle: row.handle });
            }}
          />
        )}
        <IconButton icon={X} label={t('action.close')} onClick={closePacket} />
      </header>
      <div className={styles.panes}>
        <Tree fields={fields} bytes={bytes} marked={field} onMark={markField} />
        <div className={styles.bytes}>
          <div className={styles.bytesHead}>
            <Segmented
              label={t('content.showAs')}
              value={as}
              options={[
                { value: 'hex', label: t('content.hex') },
                { value: 'text', label: t('content.text') },
              ]}
              onChange={setAs}
            />
            <span className="grow" />
            {!whole && (
              <span className="faint truncate">
                {t('content.cut', { shown: count(bytes.length), size: count(row.size) })}
              </span>
            )}
            <CopyButton
              label={t(as === 'hex' ? 'traffic.copyHex' : 'traffic.copyText')}
              text={as === 'hex' ? Array.from(bytes, hex).join(' ') : textOf(text)}
            />
          </div>
          {as === 'hex' ? (
            <HexView
              bytes={bytes}
              marked={marked}
              label={t('traffic.bytesOf', { number: row.seq })}
              onChoose={(at) => markField(fields.findLast(({ start, end }) => at >= start && at < end)?.name ?? null)}
            />
          ) : (
            <pre
              role="region"
              className={styles.text}
              tabIndex={0}
              aria-label={t('traffic.bytesOf', { number: row.seq })}
            >
              {textOf(text).replaceAll('\0', '␀')}
            </pre>
          )}
        </div>
      </div>
    </section>
  );
}

/** The header's parts before the packet's own fields; a line or garbage is one field. */
function fieldsOf({ row, fields, bytes }: PacketDetail): PacketField[] {
  const part = (name: string, start: number, end: number, displayField: string | null = null) => ({
    name,
    start,
    end,
    displayField,
  });
  if (row.kind !== 'packet') return [part(row.kind, 0, bytes.length)];
  return [
    part('magic', 0, 4, 'gearman.magic_code'),
    part('type', 4, 8, 'gearman.pkt_type'),
    part('size', 8, HEADER, 'gearman.data_size'),
    ...fields,
  ];
}

interface TreeProps {
  fields: readonly PacketField[];
  bytes: Uint8Array;
  marked: string | null;
  onMark: (name: string | null) => void;
}

function Tree({ fields, bytes, marked, onMark }: TreeProps) {
  const { t } = useText();
  const at = fields.findIndex(({ name }) => name === marked);
  const onKeyDown = (event: KeyboardEvent) => {
    const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: fields.length - 1 }[event.key];
    if (event.key === 'Escape') onMark(null);
    if (target === undefined) return;
    event.preventDefault();
    onMark(fields[Math.min(Math.max(target, 0), fields.length - 1)]?.name ?? null);
  };
  return (
    <div
      className="tree"
      role="listbox"
      tabIndex={0}
      aria-label={t('traffic.fields')}
      aria-activedescendant={at < 0 ? undefined : `field-${marked}`}
      onKeyDown={onKeyDown}
    >
      {fields.map((field) => (
        <div
          key={field.name}
          id={`field-${field.name}`}
          className="tree__row"
          role="option"
          tabIndex={-1}
          aria-selected={field.name === marked}
          onClick={() => onMark(field.name === marked ? null : field.name)}
        >
          <span className={styles.fieldName}>{t(`field.${field.name}` as MessageId)}</span>
          <span className="truncate">
            <Value field={field} bytes={bytes} />{' '}
            {field.displayField && <span className={`code ${styles.displayField}`}>{field.displayField}</span>}
          </span>
          <span>{`${field.start}–${Math.max(field.start, field.end - 1)}`}</span>
        </div>
      ))}
    </div>
  );
}

function Value({ field, bytes }: { field: PacketField; bytes: Uint8Array }) {
  const { t, count } = useText();
  const part = bytes.subarray(field.start, field.end);
  if (field.name === 'magic') return <span className="code">{visible(textOf(part)).replace('\\x00', '\\0')}</span>;
  if (field.name === 'type' || field.name === 'size') return new DataView(part.slice().buffer).getUint32(0);
  if (part.length === 0) return <span className="faint">{t('content.empty')}</span>;
  const readable = cutText(part.subarray(0, SHOWN * 4));
  if (!isText(readable)) return <span className="faint">{t('traffic.binary', { count: count(part.length) })}</span>;
  return <span>{visible(textOf(readable)).slice(0, SHOWN)}</span>;
}
