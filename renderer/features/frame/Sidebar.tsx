import {
  Activity,
  ArrowLeftRight,
  ChevronsUpDown,
  CircleQuestionMark,
  Cpu,
  LayoutPanelLeft,
  List,
  type LucideIcon,
  Settings2,
  SquareTerminal,
} from 'lucide-react';
import { shortcutOf } from '../../commands.ts';
import { useText } from '../../i18n/text.tsx';
import type { Screen } from '../../store/app.ts';
import { useStore } from '../../store/index.ts';
import { Glyph } from '../../ui/glyphs.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { isAmiss } from '../doctor/looks.ts';
import { useAddress } from './address.ts';
import { GearMark } from './GearMark.tsx';
import { serverLook } from './server-look.ts';

const ITEMS: readonly { screen: Screen; icon: LucideIcon }[] = [
  { screen: 'overview', icon: LayoutPanelLeft },
  { screen: 'functions', icon: SquareTerminal },
  { screen: 'workers', icon: Cpu },
  { screen: 'jobs', icon: List },
  { screen: 'traffic', icon: ArrowLeftRight },
  { screen: 'doctor', icon: Activity },
];

export function Sidebar() {
  const { t } = useText();
  return (
    <nav className="sidebar" aria-label="Gearbench">
      <div className="sidebar__titlebar" />
      <div className="sidebar__body">
        <WorkspaceMenu />
        <ul>
          {ITEMS.map((item) => (
            <NavItem key={item.screen} {...item} />
          ))}
        </ul>
        <h2 className="sidebar__heading">{t('sidebar.servers')}</h2>
        <ServerItem />
      </div>
      <ul className="sidebar__foot">
        <NavItem screen="settings" icon={Settings2} />
        <NavItem screen="help" icon={CircleQuestionMark} />
      </ul>
    </nav>
  );
}

function NavItem({ screen, icon }: { screen: Screen; icon: LucideIcon }) {
  const { t, count } = useText();
  const current = useStore((store) => store.app.screen === screen);
  const mac = useStore((store) => store.app.info?.platform === 'darwin');
  const go = useStore((store) => store.go);
  const amiss =
    useStore((store) => (screen === 'doctor' ? store.doctor.scan?.findings.filter(isAmiss).length : 0)) ?? 0;
  const label = t(`screen.${screen}`);
  const found = amiss === 0 ? undefined : t('doctor.amiss', { count: amiss });
  return (
    <li>
      <button
        type="button"
        className="nav"
        aria-current={current ? 'page' : undefined}
        aria-label={found === undefined ? label : undefined} // a figure beside it would have to be in its name
        aria-description={found}
        title={`${label}  ${shortcutOf(`go.${screen}`, mac)}`}
        onClick={() => go(screen)}
      >
        <Icon of={icon} />
        <span>{label}</span>
        {found !== undefined && (
          <span className="nav__count nav__count--warn" title={found} aria-hidden="true">
            {count(amiss)}
          </span>
        )}
      </button>
    </li>
  );
}

function WorkspaceMenu() {
  const { t } = useText();
  const workspace = useStore((store) => store.workspace);
  const mac = useStore((store) => store.app.info?.platform === 'darwin');
  const open = useStore((store) => store.openWorkspace);
  const create = useStore((store) => store.createWorkspace);
  const recent = useStore((store) => store.recent);
  const { showWorkspaceSheet: show, pullRecent, openRecent, forgetRecent } = useStore.getState();
  const name = workspace?.name ?? '';
  const unsaved = workspace?.unsaved === true;
  const { saveWorkspace, saveWorkspaceAs, revertWorkspace, readImport } = useStore.getState();
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="workspace"
          title={workspace?.path}
          aria-label={t(unsaved ? 'workspace.menu.unsaved' : 'workspace.menu', { name })}
        >
          <GearMark />
          <span className="truncate">{name}</span>
          {unsaved && <i className="unsaved-dot" title={t('workspace.unsaved')} />}
          <Icon of={ChevronsUpDown} small />
        </button>
      }
      onOpen={() => void pullRecent()}
      groups={[
        [
          { label: t('workspace.open'), shortcut: shortcutOf('workspace.open', mac), run: () => void open() },
          { label: t('workspace.new'), shortcut: shortcutOf('workspace.create', mac), run: () => void create() },
          { label: t('workspace.about'), run: () => show('about') },
        ],
        [
          ...(unsaved
            ? [
                {
                  label: t('workspace.save'),
                  shortcut: shortcutOf('save', mac),
                  run: () => void saveWorkspace({ overwrite: false }),
                },
                { label: t('workspace.revert'), run: () => void revertWorkspace() },
              ]
            : []),
          {
            label: t('workspace.saveAs'),
            shortcut: shortcutOf('workspace.saveAs', mac),
            run: () => void saveWorkspaceAs(),
          },
          { label: t('workspace.import'), run: () => void readImport() },
          { label: t('workspace.export'), disabled: workspace?.functions.length === 0, run: () => show('export') },
        ],
        recent.map(({ path, name: label, folder, missing }) => ({
          label,
          note: missing ? t('workspace.missing') : folder,
          run: () => void openRecent(path),
        })),
        recent.length === 0 ? [] : [{ label: t('workspace.clearRecent'), run: () => void forgetRecent(null) }],
      ]}
    />
  );
}

function ServerItem() {
  const { t } = useText();
  const server = useStore((store) => store.server);
  const start = useStore((store) => store.startServer);
  const stop = useStore((store) => store.stopServer);
  const address = useAddress();
  if (server === null) return null;
  const { mark, tone, word } = serverLook(server);
  const runs = server.state === 'running' || server.state === 'starting';
  return (
    <Menu
      trigger={
        <button type="button" className="nav" title={`${address}  ${t(word)}`}>
          <span className={`state state--${tone}`}>
            <Glyph mark={mark} />
          </span>
          <span className="truncate">{t('server.local')}</span>
          <span className="visually-hidden">{t(word)}</span>
          <span className="nav__count">{`:${server.port}`}</span>
        </button>
      }
      groups={[
        [
          { label: t('server.copyAddress'), disabled: !runs, run: () => void navigator.clipboard.writeText(address) },
          runs
            ? { label: t('server.stop'), run: () => void stop() }
            : { label: t('server.start'), run: () => void start() },
        ],
      ]}
    />
  );
}
