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
import { useEffect } from 'react';
import { useCommandEntry } from '../../commands.ts';
import { useText } from '../../i18n/text.tsx';
import { useShortcuts } from '../../lib/shortcuts.ts';
import type { Screen } from '../../store/app.ts';
import { type Store, useStore } from '../../store/index.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { isAmiss } from '../doctor/looks.ts';
import { ServerNav } from '../servers/ServerNav.tsx';
import { GearMark } from './GearMark.tsx';

const ITEMS: readonly { screen: Screen; icon: LucideIcon }[] = [
  { screen: 'overview', icon: LayoutPanelLeft },
  { screen: 'functions', icon: SquareTerminal },
  { screen: 'workers', icon: Cpu },
  { screen: 'jobs', icon: List },
  { screen: 'traffic', icon: ArrowLeftRight },
  { screen: 'doctor', icon: Activity },
];

export function Sidebar() {
  const looks = useStore((store) => store.app.screen === 'jobs');
  const failures = useStore((store) => store.overview?.failures ?? 0);
  const see = useStore((store) => store.seeFailures);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each that comes meanwhile is seen too
  useEffect(() => {
    if (looks) see();
  }, [looks, failures, see]);
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
        <ServerNav />
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
  const shortcut = useShortcuts();
  const go = useStore((store) => store.go);
  const figure = useStore((store) => figureOf(screen, store));
  const label = t(`screen.${screen}`);
  const found =
    figure === 0 ? undefined : t(screen === 'jobs' ? 'sidebar.failures' : 'doctor.amiss', { count: figure });
  return (
    <li>
      <button
        type="button"
        className="nav"
        data-screen={screen}
        aria-current={current ? 'page' : undefined}
        aria-label={found === undefined ? label : undefined} // a figure beside it would have to be in its name
        aria-description={found}
        title={`${label}  ${shortcut(`go.${screen}`)}`}
        onClick={() => go(screen)}
      >
        <Icon of={icon} />
        <span>{label}</span>
        {found !== undefined && (
          <span
            className={`nav__count nav__count--${screen === 'jobs' ? 'attention' : 'warn'}`}
            title={found}
            aria-hidden="true"
          >
            {count(figure)}
          </span>
        )}
      </button>
    </li>
  );
}

/** What somebody should look at there: jobs that failed since they were looked at, checks of the doctor. */
function figureOf(screen: Screen, { app, overview, failuresSeen, doctor }: Store): number {
  if (screen === 'doctor') return doctor.scan?.findings.filter(isAmiss).length ?? 0;
  if (screen !== 'jobs' || app.screen === 'jobs') return 0;
  return (overview?.failures ?? failuresSeen.count) - failuresSeen.count;
}

function WorkspaceMenu() {
  const { t } = useText();
  const workspace = useStore((store) => store.workspace);
  const recent = useStore((store) => store.recent);
  const { pullRecent, openRecent, forgetRecent } = useStore.getState();
  const name = workspace?.name ?? '';
  const unsaved = workspace?.unsaved === true;
  const entry = useCommandEntry();
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
        [entry('workspace.open'), entry('workspace.create'), entry('workspace.about')],
        [
          ...(unsaved ? [{ ...entry('save'), label: t('workspace.save') }, entry('workspace.revert')] : []),
          entry('workspace.saveAs'),
          entry('workspace.import'),
          entry('workspace.export'),
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
