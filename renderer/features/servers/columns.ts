import type { ServerInfo } from '../../../main/contract/servers.ts';
import type { ServerSort } from '../../../main/contract/view.ts';
import type { Text } from '../../i18n/text.tsx';
import type { ColumnLooks } from '../../ui/columns/columns.ts';
import { isFresh } from './looks.ts';

export const COLUMNS: ColumnLooks<ServerSort> = {
  label: { label: 'servers.column.server', least: 120, most: Number.POSITIVE_INFINITY },
  state: { label: 'column.state', least: 92, most: 104 },
  group: { label: 'servers.column.group', least: 56, most: 110, leaves: 3 },
  mode: { label: 'servers.column.mode', least: 68, most: 72, leaves: 8 },
  address: { label: 'column.address', least: 96, most: 180, leaves: 5 },
  echo: { label: 'servers.column.echo', number: true, least: 56, most: 64, leaves: 6 },
  version: { label: 'servers.column.version', least: 52, most: 160, leaves: 2 },
  uptime: { label: 'servers.column.uptime', number: true, least: 52, most: 60, leaves: 1 },
  functions: { label: 'servers.column.functions', number: true, least: 60, most: 64, leaves: 4 },
  queued: { label: 'column.queued', number: true, least: 52, most: 64 },
  running: { label: 'servers.column.running', number: true, least: 52, most: 64, leaves: 9 },
  workers: { label: 'column.workers', number: true, least: 52, most: 64, leaves: 10 },
  stuck: { label: 'servers.column.stuck', number: true, least: 40, most: 48 },
};

export const ALL_COLUMNS = Object.keys(COLUMNS) as ServerSort[];

/** What needs somebody first. */
const STATES = ['failed', 'silent', 'starting', 'running', 'stopped'] as const;

type Value = string | number | null;

function cellValue(info: ServerInfo, by: ServerSort, label: string, now: number): Value {
  const { server, state, address, echo, version, startedAt, counts } = info;
  switch (by) {
    case 'label':
      return label;
    case 'state':
      // The order is given descending: what is worst comes first.
      return -STATES.indexOf(state === 'running' && !isFresh(info, now) ? 'silent' : state);
    case 'group':
      return server.group || null;
    case 'mode':
      return server.kind;
    case 'address':
      return address;
    case 'echo':
      return echo?.milliseconds ?? null;
    case 'version':
      return version;
    case 'uptime':
      return startedAt === null ? null : now - startedAt;
    default:
      return counts?.[by] ?? null;
  }
}

interface Order {
  sort: ServerSort | null;
  descending: boolean;
}

/** The servers in an order; what is not known stands last in any. Without a sort they are as the person has them. */
export function sorted(
  list: readonly ServerInfo[],
  { sort, descending }: Order,
  { label, order, now }: { label: (info: ServerInfo) => string; order: Text['order']; now: number },
): readonly ServerInfo[] {
  if (sort === null) return list;
  const values = new Map(list.map((info) => [info, cellValue(info, sort, label(info), now)]));
  return list.toSorted((one, other) => {
    const [a, b] = [values.get(one) ?? null, values.get(other) ?? null];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    const which = typeof a === 'number' && typeof b === 'number' ? a - b : order(String(a), String(b));
    return descending ? -which : which;
  });
}

/** Those whose label, address, group or kind has the text. */
export function matching(
  list: readonly ServerInfo[],
  filter: string,
  label: (info: ServerInfo) => string,
): readonly ServerInfo[] {
  const needle = filter.trim().toLowerCase();
  if (needle === '') return list;
  return list.filter((info) => {
    const { server, address, version } = info;
    const upstream = server.kind === 'proxy' ? server.address : '';
    return [label(info), address, upstream, server.group, server.kind, version ?? ''].some((text) =>
      text.toLowerCase().includes(needle),
    );
  });
}
