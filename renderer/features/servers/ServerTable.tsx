import { Lock } from 'lucide-react';
import { type KeyboardEvent, useCallback, useMemo, useState } from 'react';
import type { ServerInfo } from '../../../main/contract/servers.ts';
import type { ServerSort } from '../../../main/contract/view.ts';
import { type Text, useText } from '../../i18n/text.tsx';
import { labelOf } from '../../lib/server-label.ts';
import { useStore } from '../../store/index.ts';
import { serverOf } from '../../store/servers.ts';
import { ColourDot } from '../../ui/ColourDot.tsx';
import { ColumnHead } from '../../ui/columns/ColumnHead.tsx';
import type { FittedColumn } from '../../ui/columns/columns.ts';
import { useFittedColumns } from '../../ui/columns/use-fitted-columns.ts';
import { FixedRows } from '../../ui/FixedRows.tsx';
import { State } from '../../ui/glyphs.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { intoInspector } from '../../ui/list-keys.ts';
import { ContextMenu, type MenuEntry } from '../../ui/Menu.tsx';
import { Nothing } from '../../ui/Nothing.tsx';
import { useRowsInSight } from '../workers/rows-in-sight.ts';
import { ALL_COLUMNS, COLUMNS } from './columns.ts';
import { infoLook, isOn } from './looks.ts';
import styles from './Servers.module.css';
import { serverMenu } from './server-menu.ts';

/** All servers with what they count. */
export function ServerTable({ servers, now }: { servers: readonly ServerInfo[]; now: number }) {
  const text = useText();
  const { t } = text;
  const chosen = useStore((store) => store.servers.chosen);
  const { chooseServer, switchServer } = useStore.getState();
  const { columns, around } = useFittedColumns(COLUMNS, ALL_COLUMNS);
  const list = useRowsInSight(servers, keyOf, chosen);
  const [menu, setMenu] = useState<MenuEntry[][]>([]);
  const choose = (info: ServerInfo) => {
    list.chosen(info.id);
    chooseServer(info.id);
  };
  const head = useMemo(() => <Head columns={columns} />, [columns]);
  const cells = useCallback(
    (info: ServerInfo) => columns.map(({ id }) => cellOf(id, info, text, now)),
    [columns, text, now],
  );
  const label = useCallback((info: ServerInfo) => rowLabel(info, text, now), [text, now]);
  const openMenu = () => {
    const store = useStore.getState();
    const info = serverOf(store, store.servers.chosen);
    setMenu(info === undefined ? [] : serverMenu(info, store, text));
  };
  const onKey = ({ key }: KeyboardEvent): boolean => {
    if (key === 'Enter') return chosen !== null && intoInspector();
    if (key !== 'Delete' || chosen === null) return false;
    void useStore.getState().removeServer(chosen);
    return true;
  };
  const start = (info: ServerInfo) => {
    if (!isOn(info)) void switchServer(info.id, true);
  };
  const area = (
    <div
      {...around}
      onContextMenu={({ target }) => {
        const row = target instanceof Element ? target.closest<HTMLElement>('[data-key]') : null;
        const info = servers.find(({ id }) => id === row?.dataset['key']);
        if (info !== undefined) choose(info);
      }}
    >
      <FixedRows
        label={t('screen.servers')}
        head={head}
        {...list.rows}
        keyOf={keyOf}
        selected={chosen}
        onSelect={choose}
        onOpen={start}
        onKey={onKey}
        cells={cells}
        rowClass={({ state }) => (state === 'stopped' ? 'table__row--unavailable' : undefined)}
        rowLabel={label}
      />
    </div>
  );
  return <ContextMenu area={area} groups={menu} onOpen={openMenu} />;
}

const keyOf = ({ id }: ServerInfo): string => id;

function Head({ columns }: { columns: readonly FittedColumn<ServerSort>[] }) {
  const { t } = useText();
  const { sort, descending } = useStore((store) => store.servers);
  const sortServers = useStore((store) => store.sortServers);
  const reachable = columns.some(({ id }) => id === sort) ? sort : columns[0]?.id;
  return columns.map(({ id }) => (
    <ColumnHead
      key={id}
      id={id}
      title={t(COLUMNS[id].label)}
      number={COLUMNS[id].number}
      note={id === 'stuck' ? t('servers.column.stuck.help') : undefined}
      sort={{
        order: sort !== id ? null : descending ? 'descending' : 'ascending',
        reachable: id === reachable,
        run: () => sortServers(id),
      }}
    />
  ));
}

function cellOf(column: ServerSort, info: ServerInfo, { t, count, duration, span }: Text, now: number) {
  const { server, address, echo, version, startedAt, counts, locked } = info;
  const cell = (content: React.ReactNode, look?: string, title?: string) => (
    <span key={column} role="gridcell" className={look} title={title}>
      {content}
    </span>
  );
  switch (column) {
    case 'label': {
      const label = labelOf(info, t);
      return cell(
        <span className={styles.name}>
          {server.colour !== 'none' && <ColourDot colour={server.colour} />}
          <span className="truncate">{label}</span>
          {locked && (
            <span title={t('servers.locked')}>
              <Icon of={Lock} small />
            </span>
          )}
        </span>,
        undefined,
        label,
      );
    }
    case 'state': {
      const { word, ...look } = infoLook(info, now);
      return cell(<State {...look}>{t(word)}</State>);
    }
    case 'group':
      return cell(server.group || <Nothing />, undefined, server.group);
    case 'mode':
      return cell(t(`servers.mode.${server.kind}`), 'muted');
    case 'address':
      return cell(address, 'muted', server.kind === 'proxy' ? `${address} → ${server.address}` : address);
    case 'echo':
      return cell(echo === null ? <Nothing /> : duration(echo.milliseconds), 'number');
    case 'version':
      return cell(version ?? <Nothing />, 'muted', version ?? undefined);
    case 'uptime':
      return cell(startedAt === null ? <Nothing /> : span(now - startedAt), 'number muted');
    case 'stuck':
      return cell(
        counts === null ? <Nothing /> : count(counts.stuck),
        counts !== null && counts.stuck > 0 ? 'number late' : 'number faint',
        counts !== null && counts.stuck > 0 ? t('servers.stuck', { count: counts.stuck }) : undefined,
      );
    default: {
      const value = counts?.[column];
      return cell(value === undefined ? <Nothing /> : count(value), value === 0 ? 'number faint' : 'number');
    }
  }
}

function rowLabel(info: ServerInfo, { t, count }: Text, now: number): string {
  const { counts, server, address, locked } = info;
  const state = t(infoLook(info, now).word);
  const values = {
    name: labelOf(info, t),
    mode: t(`servers.mode.${server.kind}`),
    state: locked ? `${state}, ${t('servers.locked')}` : state,
    address,
  };
  if (counts === null) return t('servers.rowLabel.unknown', values);
  const { queued, running, workers } = counts;
  return t('servers.rowLabel', { ...values, queued: count(queued), running: count(running), workers });
}
