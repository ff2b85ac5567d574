import { useMemo } from 'react';
import { EMBEDDED } from '../../../main/contract/server.ts';
import { LOCAL, type ServerInfo } from '../../../main/contract/servers.ts';
import { type Text, useText } from '../../i18n/text.tsx';
import { useLive } from '../../lib/live.ts';
import { labelOf, useServerLabels } from '../../lib/server-label.ts';
import { useStore } from '../../store/index.ts';

const TOPICS = ['servers'] as const;

/** A server of the list as jobs and workers name it. */
export interface KnownServer {
  label: string;
  /** host:port, or `embedded`. */
  address: string;
  group: string;
}

/** The servers of the list; the embedded one of the window, too. */
export function useKnownServers(): KnownServer[] {
  const { t } = useText();
  const list = useStore((store) => store.servers.list);
  useLive(
    TOPICS,
    useStore((store) => store.pullServers),
  );
  return useMemo(() => list.map((info) => known(info, t)), [list, t]);
}

const known = (info: ServerInfo, t: Text['t']): KnownServer => ({
  label: labelOf(info, t),
  address: info.id === LOCAL ? EMBEDDED : info.address,
  group: info.server.group,
});

/** What the person calls a server: its label where the list knows its id or address, else that. */
export const useServerLabel = (): ((idOrAddress: string) => string) => useServerLabels().label;
