import { useMemo } from 'react';
import { EMBEDDED } from '../../../main/contract/server.ts';
import { LOCAL, type ServerInfo } from '../../../main/contract/servers.ts';
import { useText } from '../../i18n/text.tsx';
import { useLive } from '../../lib/live.ts';
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
  const list = useStore((store) => store.submit.known);
  useLive(
    TOPICS,
    useStore((store) => store.pullKnown),
  );
  return useMemo(() => list.map(known), [list]);
}

const known = ({ id, server, address }: ServerInfo): KnownServer => ({
  label: server.label,
  address: id === LOCAL ? EMBEDDED : address,
  group: server.group,
});

/** What the person calls a server: its label where the list knows the address, else the address. */
export function useServerLabel(): (address: string) => string {
  const { t } = useText();
  const list = useStore((store) => store.submit.known);
  return (address) =>
    list.map(known).find((each) => each.address === address)?.label ??
    (address === EMBEDDED ? t('server.local') : address);
}
