import { Lock, Plus, Server } from 'lucide-react';
import { type KeyboardEvent, memo, useEffect, useRef, useState } from 'react';
import type { ServerColour, ServerInfo } from '../../../main/contract/servers.ts';
import { type MessageId, useText } from '../../i18n/text.tsx';
import { FIGURES_EVERY, useLive, useNow } from '../../lib/live.ts';
import { labelOf, shortAddress } from '../../lib/server-label.ts';
import { useShortcuts } from '../../lib/shortcuts.ts';
import { useStore } from '../../store/index.ts';
import { IconButton } from '../../ui/Button.tsx';
import { ColourDot } from '../../ui/ColourDot.tsx';
import { Glyph, type Look } from '../../ui/glyphs.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { ContextMenu } from '../../ui/Menu.tsx';
import { infoLook } from './looks.ts';
import styles from './ServerNav.module.css';
import { serverMenu } from './server-menu.ts';

const TOPICS = ['servers', 'server'] as const;

/** The servers in the sidebar, by their groups. One tab stop; arrow keys go from one to the next. */
export function ServerNav() {
  const text = useText();
  const { t } = text;
  const list = useStore((store) => store.servers.list);
  const chosen = useStore((store) => (store.app.screen === 'servers' ? store.servers.chosen : null));
  const { pullServers, go, chooseServer, openServerSheet } = useStore.getState();
  const screen = useStore((store) => store.app.screen);
  const shortcut = useShortcuts();
  /** The one that was clicked with the other button. */
  const [pressed, press] = useState<string | null>(null);
  useLive(TOPICS, pullServers, FIGURES_EVERY);
  const now = useNow(1000);
  const reachable = list.find(({ id }) => id === chosen)?.id ?? list[0]?.id;
  const all = () => {
    go('servers');
    chooseServer(null);
  };
  const menuOf = list.find(({ id }) => id === pressed);
  const items = (
    <div className={styles.list} onKeyDown={onKeyDown}>
      {groupsIn(list).map(({ group, servers }) => (
        <div key={group}>
          {group !== '' && <h3 className={`sidebar__heading ${styles.group}`}>{group}</h3>}
          <ul aria-label={group === '' ? t('sidebar.servers') : group}>
            {servers.map((info) => {
              const { mark, tone, word } = infoLook(info, now);
              return (
                <Item
                  key={info.id}
                  id={info.id}
                  label={labelOf(info, t)}
                  mode={info.server.kind}
                  address={info.address}
                  colour={info.server.colour}
                  locked={info.locked}
                  stuck={info.counts?.stuck ?? 0}
                  mark={mark}
                  tone={tone}
                  word={word}
                  current={info.id === chosen}
                  reachable={info.id === reachable}
                  onMenu={press}
                />
              );
            })}
          </ul>
        </div>
      ))}
    </div>
  );
  return (
    <>
      <div className={styles.head}>
        <button
          type="button"
          className="nav"
          data-screen="servers"
          aria-label={t('screen.servers')}
          aria-current={screen === 'servers' && chosen === null ? 'page' : undefined}
          title={`${t('screen.servers')}  ${shortcut('go.servers')}`}
          onClick={all}
        >
          <Icon of={Server} />
          <span>{t('screen.servers')}</span>
        </button>
        <IconButton
          className={styles.add}
          icon={Plus}
          label={t('command.servers.add')}
          shortcut={shortcut('servers.add')}
          onClick={() => openServerSheet()}
        />
      </div>
      <ContextMenu area={items} groups={menuOf === undefined ? [] : serverMenu(menuOf, useStore.getState(), text)} />
    </>
  );
}

interface ItemProps extends Look {
  id: string;
  label: string;
  mode: ServerInfo['server']['kind'];
  address: string;
  colour: ServerColour;
  locked: boolean;
  /** Functions with jobs that wait and no worker. */
  stuck: number;
  word: MessageId;
  current: boolean;
  reachable: boolean;
  onMenu: (id: string) => void;
}

/** Of two hundred servers few look otherwise a second later. */
const Item = memo(function Item({
  id,
  label,
  mode,
  address,
  colour,
  locked,
  stuck,
  mark,
  tone,
  word,
  current,
  reachable,
  ...props
}: ItemProps) {
  const { t, list } = useText();
  const open = useStore((store) => store.openServer);
  const button = useRef<HTMLButtonElement>(null);
  // It may have been chosen elsewhere.
  useEffect(() => {
    if (current) button.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const facts = [
    t(`servers.mode.${mode}`),
    t(word),
    ...(locked ? [t('servers.locked')] : []),
    ...(stuck > 0 ? [t('servers.stuck', { count: stuck })] : []),
  ];
  return (
    <li>
      <button
        ref={button}
        type="button"
        className={`nav ${styles.item}`}
        tabIndex={reachable ? 0 : -1}
        aria-current={current ? 'page' : undefined}
        title={[label, address, ...facts].join('\n')}
        onClick={() => open(id)}
        onContextMenu={() => props.onMenu(id)}
      >
        <span className={`state state--${tone}`}>
          <Glyph mark={mark} />
        </span>
        {colour !== 'none' && <ColourDot colour={colour} />}
        <span className={`truncate ${styles.label}`}>{label}</span>
        <span className="visually-hidden">{` ${list([address, ...facts])}`}</span>
        {locked && <span className={styles.lock}>{<Icon of={Lock} small />}</span>}
        {stuck > 0 ? (
          <span className="nav__count nav__count--warn" aria-hidden="true">
            {t('servers.stuck.short', { count: stuck })}
          </span>
        ) : (
          <span className={styles.facts} aria-hidden="true">
            <span>{t(`servers.mode.${mode}`)}</span>
            <span>{shortAddress(address)}</span>
          </span>
        )}
      </button>
    </li>
  );
});

/** Servers without a group first, then each group where its first server stands. */
function groupsIn(list: readonly ServerInfo[]): { group: string; servers: ServerInfo[] }[] {
  const groups = new Map<string, ServerInfo[]>([['', []]]);
  for (const info of list) {
    const { group } = info.server;
    const servers = groups.get(group);
    if (servers === undefined) groups.set(group, [info]);
    else servers.push(info);
  }
  return [...groups].map(([group, servers]) => ({ group, servers })).filter(({ servers }) => servers.length > 0);
}

function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
  const all: Element[] = [...event.currentTarget.querySelectorAll('button')];
  const at = all.indexOf(event.target as Element);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (at < 0 || next === undefined) return;
  event.preventDefault();
  (all[Math.min(Math.max(next, 0), all.length - 1)] as HTMLElement | undefined)?.focus();
}
