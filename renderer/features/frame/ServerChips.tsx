import { useText } from '../../i18n/text.tsx';
import styles from './ServerChips.module.css';
import { type KnownServer, useKnownServers } from './server-label.ts';

interface ServerChipsProps {
  /** The embedded server and groups are offered too. */
  several: boolean;
  isChosen: (addresses: readonly string[]) => boolean;
  onChoose: (addresses: readonly string[]) => void;
}

/** The servers of the list by label, to take instead of typing them; and groups of them. */
export function ServerChips({ several, isChosen, onChoose }: ServerChipsProps) {
  const { t, list } = useText();
  const known = useKnownServers().filter(({ address }) => several || address !== 'embedded');
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

/** Groups of two and more. */
function groupsOf(known: readonly KnownServer[]): [group: string, addresses: string[]][] {
  const groups = new Map<string, string[]>();
  for (const { group, address } of known) if (group !== '') groups.set(group, [...(groups.get(group) ?? []), address]);
  return [...groups].filter(([, addresses]) => addresses.length > 1);
}
