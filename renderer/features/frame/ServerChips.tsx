import { EMBEDDED } from '../../../main/contract/server.ts';
import { LOCAL, type ServerInfo } from '../../../main/contract/servers.ts';
import { type Text, useText } from '../../i18n/text.tsx';
import { labelOf } from '../../lib/server-label.ts';
import { useStore } from '../../store/index.ts';
import styles from './ServerChips.module.css';

interface ServerChipsProps {
  /** The embedded server and groups are offered too. */
  several: boolean;
  isChosen: (addresses: readonly string[]) => boolean;
  onChoose: (addresses: readonly string[]) => void;
}

/** The servers of the list by label, to take instead of typing them; and groups of them. */
export function ServerChips({ several, isChosen, onChoose }: ServerChipsProps) {
  const { t, list } = useText();
  const servers = useStore((store) => store.servers.list);
  const known = servers.map((info) => knownOf(info, t)).filter(({ address }) => several || address !== EMBEDDED);
  if (known.length === 0) return null;
  const groups = several ? groupsOf(known) : [];
  const chip = (key: string, label: string, addresses: readonly string[]) => (
    <button
      key={key}
      type="button"
      className="chip chip--outline"
      aria-pressed={isChosen(addresses)}
      title={list(addresses)}
      onClick={() => onChoose(addresses)}
    >
      {label}
    </button>
  );
  return (
    <fieldset className={styles.chips} aria-label={t('submit.servers.known')}>
      {groups.map(([group, addresses]) => chip(`group ${group}`, t('submit.servers.group', { group }), addresses))}
      {known.map(({ label, address }) => chip(address, label, [address]))}
    </fieldset>
  );
}

/** A server of the list as jobs and workers name it. */
interface KnownServer {
  label: string;
  /** host:port, or `embedded`. */
  address: string;
  group: string;
}

const knownOf = (info: ServerInfo, t: Text['t']): KnownServer => ({
  label: labelOf(info, t),
  address: info.id === LOCAL ? EMBEDDED : info.address,
  group: info.server.group,
});

/** Groups of two and more. */
function groupsOf(known: readonly KnownServer[]): [group: string, addresses: string[]][] {
  const groups = new Map<string, string[]>();
  for (const { group, address } of known) if (group !== '') groups.set(group, [...(groups.get(group) ?? []), address]);
  return [...groups].filter(([, addresses]) => addresses.length > 1);
}
