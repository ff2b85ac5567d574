import { ChevronDown, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { DecodedNode } from '../../../main/contract/decode.ts';
import { type MessageId, type Text, useText } from '../../i18n/text.tsx';
import { cutText, isText, textOf, visible } from '../../lib/bytes.ts';
import type { LookedInto } from '../../lib/looked-into.ts';
import type { PacketPart } from '../../lib/packet-parts.ts';
import { useStore } from '../../store/index.ts';
import { ContextMenu, type MenuEntry } from '../../ui/Menu.tsx';
import { useTreeKeys } from '../../ui/tree-keys.ts';
import { likeEntries } from '../traffic/filter/like-entries.ts';
import type { Likeness } from '../traffic/filter/like-this.ts';
import { DECODER_NAMES } from './decoder-names.ts';
import styles from './Packet.module.css';
import { type TreeRow, treeRows } from './tree-rows.ts';

/** Characters of one field that the tree shows. */
const SHOWN = 300;

interface FieldTreeProps {
  subject: LookedInto;
  /** What a row has in common with other packets, for its menu and keys; not given where there are no others. */
  like?: (row: TreeRow | undefined) => Likeness;
}

/** What a packet says, field by field, and what its data, or a job's, says inside. */
export function FieldTree({ subject, like }: FieldTreeProps) {
  const text = useText();
  const { t } = text;
  const { decoded, headerOpen, open, row: chosen } = useStore((store) => store.packet);
  const { chooseRow, openHeader, openNode } = useStore.getState();
  const rows = treeRows(subject.parts, { decoded, headerOpen, open });
  const openRow = (row: TreeRow, opened: boolean) => {
    if (row.kind === 'header') openHeader(opened);
    else if (row.kind === 'node') void openNode(row.node.id, opened ? 0 : null);
    else if (row.kind === 'part') void openNode(0, opened ? 0 : null);
  };
  const choose = (row: TreeRow | null) => {
    if (row === null) chooseRow(null);
    else chooseRow(row.id, { space: row.space, start: row.start, end: row.end });
  };
  const { tree, idOf } = useTreeKeys({ rows, chosen, choose, open: openRow });
  /** The row that the menu is about: the one under the pointer, else the chosen one. */
  const pointed = useRef<string | null>(null);
  const [groups, setGroups] = useState<MenuEntry[][]>([]);
  const entries = (id: string | null) =>
    like === undefined ? [] : likeEntries(useStore.getState(), text, like(rows.find((row) => row.id === id)), true);
  const onKeyDown = (event: KeyboardEvent) => {
    const held = event.altKey || event.ctrlKey || event.metaKey || event.nativeEvent.isComposing;
    const entry = held ? undefined : entries(chosen).find(({ shortcut }) => shortcut === event.key);
    if (entry === undefined) return tree.onKeyDown(event);
    event.preventDefault();
    entry.run();
  };
  const fields = (
    <div
      className={`tree ${styles.tree}`}
      role="tree"
      tabIndex={0}
      aria-label={t('traffic.fields')}
      {...tree}
      onKeyDown={onKeyDown}
      onContextMenu={({ target }) => {
        const id = (target as Element).closest('[data-row]')?.getAttribute('data-row');
        const row = rows.find((each) => each.id === id);
        pointed.current = row?.id ?? chosen;
        // The keys that the menu names are about the chosen one.
        if (row !== undefined && row.id !== chosen && row.kind !== 'more') choose(row);
      }}
    >
      {rows.map((row) => (
        <div
          key={row.id}
          id={idOf(row.id)}
          data-row={row.id}
          className={`tree__row ${row.kind === 'header' ? 'tree__row--group' : ''}`}
          role="treeitem"
          tabIndex={-1}
          aria-level={row.depth}
          aria-expanded={row.open}
          aria-selected={row.id === chosen}
          style={{ '--depth': row.depth } as React.CSSProperties}
          onClick={() => {
            if (row.kind === 'more') void openNode(row.of, row.from);
            else choose(row.id === chosen ? null : row);
          }}
          onDoubleClick={() => row.open !== undefined && openRow(row, !row.open)}
        >
          <span>
            {row.open !== undefined && <Disclosure open={row.open} onClick={() => openRow(row, row.open === false)} />}
            <span className="truncate">{nameOf(row, t)}</span>
          </span>
          <span className={`truncate ${styles.value}`}>
            <Value row={row} subject={subject} />
          </span>
          <span>{placeOf(row)}</span>
        </div>
      ))}
    </div>
  );
  if (like === undefined) return fields;
  return <ContextMenu area={fields} groups={groups} onOpen={() => setGroups([entries(pointed.current)])} />;
}

const Disclosure = ({ open, onClick }: { open: boolean; onClick: () => void }) => {
  const Sign = open ? ChevronDown : ChevronRight;
  return (
    <span
      className={styles.disclosure}
      onClick={(event) => {
        event.stopPropagation();
        onClick();
      }}
    >
      <Sign className="icon disclosure" aria-hidden="true" />
    </span>
  );
};

function nameOf(row: TreeRow, t: Text['t']): string {
  switch (row.kind) {
    case 'header':
      return t('packet.header');
    case 'part':
      return t(`field.${row.part.name}` as MessageId);
    case 'node':
      return visible(row.node.key ?? '');
    case 'more':
      return t('packet.more', { from: row.from + 1, to: row.to });
  }
}

function Value({ row, subject }: { row: TreeRow; subject: LookedInto }) {
  const { t } = useText();
  const { decoded } = useStore((store) => store.packet);
  switch (row.kind) {
    case 'header':
      return (
        <span className="muted">
          {`${subject.type} · ${t('traffic.bytes', { count: Math.max(0, subject.size - 12) })}`}
        </span>
      );
    case 'more':
      return <span className="faint">{t('packet.moreHint')}</span>;
    case 'node':
      return <NodeValue node={row.node} />;
    case 'part': {
      const { displayField } = row.part;
      const layers = row.carries ? (decoded?.layers ?? []) : [];
      const said = layers.length > 0 && layers[0]?.as !== 'text';
      return (
        <>
          {said ? (
            <>
              {t('traffic.bytes', { count: row.end - row.start })}
              <span className="muted">{` · ${layers.map(({ as }) => DECODER_NAMES(t)[as]).join(' → ')}`}</span>
              {decoded?.content.kind === 'tree' && decoded.content.root.children === 0 && (
                <>
                  {' · '}
                  <NodeValue node={decoded.content.root} />
                </>
              )}
            </>
          ) : (
            <PartValue part={row.part} subject={subject} />
          )}{' '}
          {displayField && <span className={`code ${styles.displayField}`}>{displayField}</span>}
        </>
      );
    }
  }
}

function NodeValue({ node }: { node: DecodedNode }) {
  const { t } = useText();
  const { kind, value, cut, note, children } = node;
  const says =
    value === null ? t(`packet.parts.${kind === 'object' ? 'object' : 'array'}`, { count: children }) : visible(value);
  const literal = value !== null && kind !== 'string';
  return (
    <>
      {says === '' ? (
        <span className="faint">{t('content.empty')}</span>
      ) : (
        <span className={value === null ? 'muted' : literal ? 'code' : undefined}>{cut ? `${says}…` : says}</span>
      )}
      {note !== null && <span className={`code ${styles.displayField}`}>{visible(note)}</span>}
    </>
  );
}

/** First and last byte. */
export const placeOf = ({ start, end }: { start: number; end: number }): string =>
  end - start > 1 ? `${start}–${end - 1}` : `${start}`;

/** The beginning of a field's bytes, as far as they are here. */
function PartValue({ part, subject }: { part: PacketPart; subject: LookedInto }) {
  const { t, size } = useText();
  const bytes = subject.bytes.subarray(part.start, part.end);
  if (part.name === 'magic') return <span className="code">{visible(textOf(bytes)).replace('\\x00', '\\0')}</span>;
  if ((part.name === 'type' || part.name === 'size') && part.header && bytes.length === 4)
    return new DataView(bytes.slice().buffer).getUint32(0);
  if (part.end === part.start) return <span className="faint">{t('content.empty')}</span>;
  const readable = cutText(bytes.subarray(0, SHOWN * 4));
  if (bytes.length === 0 || !isText(readable))
    return <span className="faint">{t('traffic.binary', { size: size(part.end - part.start) })}</span>;
  return <span>{visible(textOf(readable)).slice(0, SHOWN)}</span>;
}
