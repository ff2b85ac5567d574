import { LOCAL, type ServerInfo } from '../../../main/contract/servers.ts';
import type { Text } from '../../i18n/text.tsx';
import { tlsFields } from '../../lib/server-draft.ts';
import type { Store } from '../../store/index.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { isOn } from './looks.ts';

/** All that can be done with a server of the list, as a menu. */
export function serverMenu(info: ServerInfo, store: Store, { t }: Pick<Text, 't'>): MenuEntry[][] {
  const { id, server, address, state, locked, loopback } = info;
  const { list } = store.servers;
  const at = list.findIndex((each) => each.id === id);
  const first = id === LOCAL;
  const together =
    server.group === '' ? [] : list.filter((each) => each.server.group === server.group).map((each) => each.address);
  const attached = server.kind === 'attached';
  const on = first ? state === 'running' || state === 'starting' : isOn(info);
  const entry = (label: string, run: () => unknown, disabled = false): MenuEntry => ({
    label,
    disabled,
    run: () => void run(),
  });
  const copy = (text: string) => navigator.clipboard.writeText(text);
  return [
    [entry(t('servers.act.open'), () => store.openServer(id))],
    [
      entry(t(`servers.act.${attached ? (on ? 'detach' : 'attach') : on ? 'stop' : 'start'}`), () =>
        store.switchServer(id, !on),
      ),
      ...(first && on ? [entry(t('command.server.restart'), () => store.restartServer())] : []),
      ...(!first && state === 'failed' ? [entry(t('servers.act.retry'), () => store.retryServer(id))] : []),
      ...(attached && !loopback
        ? [
            locked
              ? entry(t('servers.act.unlock'), () => store.askUnlock(id))
              : entry(t('servers.act.lock'), () => store.lockServer(id, true)),
          ]
        : []),
      ...(attached ? [entry(t('servers.act.proxy'), () => store.openServerSheet(proxyFor(info)))] : []),
    ],
    [
      entry(t('servers.act.copyAddress'), () => copy(address)),
      entry(t('servers.act.copyConnection'), () => copy(`gearman://${address}`)),
      // As GEARMAN_SERVERS and PHP's addServers take several.
      ...(together.length > 1
        ? [entry(t('servers.act.copyGroup', { group: server.group }), () => copy(together.join(',')))]
        : []),
    ],
    [
      entry(t('servers.act.edit'), () => store.editServer(id)),
      entry(t('servers.act.duplicate'), () => store.duplicateServer(id)),
      entry(t('servers.act.up'), () => store.moveServer(id, -1), first || at <= 1),
      entry(t('servers.act.down'), () => store.moveServer(id, 1), first || at === list.length - 1),
    ],
    first ? [] : [entry(t('servers.act.remove'), () => store.removeServer(id))],
  ];
}

/** The fields of a proxy in front of a server. */
export function proxyFor({ server, address }: ServerInfo) {
  return {
    kind: 'proxy',
    address,
    group: server.group,
    colour: server.colour,
    tls: tlsFields('tls' in server ? server.tls : null),
  } as const;
}
