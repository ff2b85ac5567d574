import { useMemo } from 'react';
import { EMBEDDED } from '../../main/contract/server.ts';
import { LOCAL, type ServerColour, type ServerInfo } from '../../main/contract/servers.ts';
import { type Text, useText } from '../i18n/text.tsx';
import { useStore } from '../store/index.ts';

/** What the first server is called by the engine until somebody calls it otherwise. */
const FIRST = 'Local';

/** What a server is called: the first one in the window's language, while nobody has named it. */
export const labelOf = ({ id, server }: Pick<ServerInfo, 'id' | 'server'>, t: Text['t']): string =>
  id === LOCAL && server.label === FIRST ? t('server.local') : server.label;

/** What servers look like for the eye, by their ids and by their addresses. */
export interface ServerLabels {
  /** The label of a server; what it was asked by where there is none. */
  label(idOrAddress: string): string;
  colour(idOrAddress: string): ServerColour;
}

/** The same, where the text and the list are at hand. */
export function serverLabels(list: readonly ServerInfo[], t: Text['t']): ServerLabels {
  const byName = new Map<string, ServerInfo>();
  for (const info of list) if (!byName.has(info.address)) byName.set(info.address, info);
  for (const info of list) byName.set(info.id, info);
  const of = (name: string) => byName.get(name === EMBEDDED ? LOCAL : name);
  return {
    label: (name) => {
      const info = of(name);
      if (info !== undefined) return labelOf(info, t);
      return name === EMBEDDED || name === LOCAL ? t('server.local') : name;
    },
    colour: (name) => of(name)?.server.colour ?? 'none',
  };
}

let kept: readonly ServerInfo[] = [];

/** The list as it was while nobody in it is called otherwise: echoes and counts change with each look at a server. */
function asCalled(list: readonly ServerInfo[]): readonly ServerInfo[] {
  const isSame = (info: ServerInfo, before: ServerInfo | undefined): boolean =>
    info === before ||
    (info.id === before?.id &&
      info.address === before.address &&
      info.server.label === before.server.label &&
      info.server.colour === before.server.colour);
  if (list.length !== kept.length || !list.every((info, at) => isSame(info, kept[at]))) kept = list;
  return kept;
}

/** Labels and colours of servers by id or address; the sidebar pulls the list of them. */
export function useServerLabels(): ServerLabels {
  const { t } = useText();
  const list = useStore((store) => asCalled(store.servers.list));
  return useMemo(() => serverLabels(list, t), [list, t]);
}

/** An address short enough for a narrow place: the port of this machine, else the host without what is behind its name. */
export function shortAddress(address: string): string {
  const at = address.lastIndexOf(':');
  const [host, port] = [address.slice(0, at), address.slice(at)];
  return /^(localhost|127\.0\.0\.1|\[::1\])$/.test(host) ? port : `${host}${port === ':4730' ? '' : port}`;
}
