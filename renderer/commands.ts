import { COMMAND_WORDS, wordFor } from '../main/contract/command-words.ts';
import { COMMAND_IDS, type CommandId, type MenuState } from '../main/contract/commands.ts';
import type { PacketPicture, PacketTime } from '../main/contract/packets.ts';
import type { Settings } from '../main/contract/settings.ts';
import { FIELD_KEYS, keysPressed } from '../main/contract/shortcuts.ts';
import { canTestRun } from './features/functions/faults.ts';
import { type JobAction, jobActs } from './features/jobs/job-menu.ts';
import { likeThis } from './features/traffic/filter/like-this.ts';
import { type CrewAction, crewActs } from './features/workers/worker-actions.ts';
import { type MessageId, type Text, useText } from './i18n/text.tsx';
import { focusFilter, focusSearch } from './lib/focus-filter.ts';
import { closeInspector, inspectorOpen, openInspector } from './lib/inspector.ts';
import { movePane } from './lib/panes.ts';
import { isMac, keysIn, shortcutIn, singleIn } from './lib/shortcuts.ts';
import { showSection } from './lib/show-section.ts';
import { zoomedBy } from './lib/zoom.ts';
import type { Screen } from './store/app.ts';
import { type Store, useStore } from './store/index.ts';
import { chosenJobs } from './store/job-actions.ts';
import { canSend } from './store/runs.ts';
import { ALL, hasScopes, SCOPED_SCREENS, scopeNow } from './store/scope.ts';
import { serverAddress } from './store/server.ts';
import { jobOf, selectedRow } from './store/traffic.ts';
import { isWelcoming } from './store/welcome.ts';
import { chosenWorkers } from './store/workers.ts';
import type { MenuEntry } from './ui/Menu.tsx';

/** The screen in sight, or the sheet that submits jobs while it is over it. */
type Place = Screen | 'submit';
const placeOf = (store: Store): Place => (store.submit.open ? 'submit' : store.app.screen);

/** Something that the person can do: menus, palette, shortcuts, buttons and context menus read the same entry. */
export interface Command {
  id: CommandId;
  /** The screens on which it means something, or the sheet over them; undefined is everywhere. */
  where?: readonly Place[];
  when?: (store: Store) => boolean;
  /** Whether it is switched on, where it is a switch. */
  on?: (store: Store) => boolean;
  run: (store: Store) => unknown;
}
type Act = Omit<Command, 'id'>;

const TRAFFIC = ['traffic'] as const;
const JOBS = ['jobs'] as const;
const FUNCTIONS = ['functions'] as const;
const SUBMIT = ['submit'] as const;
const isEditing = (store: Store) => store.app.screen === 'functions' && store.functions.draft?.changed === true;
const isFollowing = ({ traffic }: Store) => traffic.follow && traffic.pausedAt === null;
const isRunning = ({ server }: Store) => server?.state === 'running' || server?.state === 'starting';
const onPacket = (store: Store) => store.traffic.selected !== null;
const ofJob = (store: Store) => {
  const row = selectedRow(store);
  return row !== undefined && jobOf(row) !== undefined;
};

/** One of a few that a setting can be. */
const choice = <K extends keyof Settings>(key: K, value: Settings[K], where?: readonly Screen[]): Act => ({
  ...(where && { where }),
  on: (store) => store.app.settings?.[key] === value,
  run: (store) => store.changeSettings({ [key]: value }),
});
const picture = (kind: PacketPicture): Act => ({
  ...choice('packetPicture', kind, TRAFFIC),
  run: (store) => store.showPicture(kind),
});
const time = (mode: PacketTime): Act => choice('packetTime', mode, TRAFFIC);

/** What is done with the jobs that are chosen; their number is in the words of a menu there. */
const job = (action: JobAction): Act => ({
  where: JOBS,
  when: (store) => jobActs(chosenJobs(store), store)[action].can,
  run: (store) => jobActs(chosenJobs(store), store)[action].run(),
});

/** What is done to the workers that are chosen; their number is in the words of a menu there. */
const worker = (action: CrewAction): Act => {
  const acts = (store: Store) => {
    const chosen = chosenWorkers(store);
    return chosen && crewActs(chosen, store)[action];
  };
  return {
    where: ['workers', 'functions'],
    when: (store) => acts(store)?.can === true,
    run: (store) => acts(store)?.run(),
  };
};

/** What is done with the function that is chosen, by its name in the workspace. */
const functionOf = (store: Store): string | null => store.functions.draft?.replaces ?? null;
const ofFunction = (act: (store: Store, name: string) => unknown): Act => ({
  where: FUNCTIONS,
  when: (store) => functionOf(store) !== null,
  run: (store) => {
    const name = functionOf(store);
    return name !== null && act(store, name);
  },
});

/** Nothing is asked over the sheet. */
const sheetCanSend = (store: Store) => store.submit.asking === null && !store.library.naming && canSend(store);

/** What the selected packet's type is, as it is narrowed to or coloured by. */
const alike = (store: Store, act: (like: ReturnType<typeof likeThis>) => void): void => {
  const row = selectedRow(store);
  if (row !== undefined) act(likeThis(row, undefined));
};

const ACTS: Readonly<Record<CommandId, Act>> = {
  'function.create': { run: (store) => store.createFunction() },
  'workspace.create': { run: (store) => store.createWorkspace() },
  'workspace.open': { run: (store) => store.openWorkspace() },
  save: {
    when: (store) => store.workspace?.unsaved === true || isEditing(store),
    run: (store) => store.save(),
  },
  'workspace.saveAs': { run: (store) => store.saveWorkspaceAs() },
  'workspace.revert': { run: (store) => store.revertWorkspace() },
  'workspace.about': { run: (store) => store.showWorkspaceSheet('about') },
  'workspace.import': { run: (store) => store.readImport() },
  'workspace.export': {
    when: (store) => (store.workspace?.functions.length ?? 0) > 0,
    run: (store) => store.showWorkspaceSheet('export'),
  },
  'go.settings': { run: (store) => store.go('settings') },
  undo: {
    when: (store) => store.app.notice?.undo !== undefined,
    run: (store) => {
      store.app.notice?.undo?.();
      store.dismissNotice();
    },
  },
  find: { where: ['functions', 'workers', 'jobs', 'servers', 'settings', 'help'], run: focusSearch },
  'palette.open': { run: (store) => store.openPalette() },
  'go.overview': { run: (store) => store.go('overview') },
  'go.functions': { run: (store) => store.go('functions') },
  'go.workers': { run: (store) => store.go('workers') },
  'go.jobs': { run: (store) => store.go('jobs') },
  'go.traffic': { run: (store) => store.go('traffic') },
  'go.doctor': { run: (store) => store.go('doctor') },
  'go.servers': { run: (store) => store.go('servers') },
  'scope.next': { where: SCOPED_SCREENS, when: hasScopes, run: (store) => store.nextScope() },
  'scope.all': {
    where: SCOPED_SCREENS,
    when: (store) => scopeNow(store).kind !== 'all',
    run: (store) => store.chooseScope(ALL),
  },
  'view.sidebar': {
    on: (store) => store.app.settings?.sidebar !== false,
    run: (store) => store.changeSettings({ sidebar: store.app.settings?.sidebar === false }),
  },
  'view.inspector': {
    where: ['functions', 'workers', 'jobs', 'traffic', 'servers'],
    on: inspectorOpen,
    run: (store) => (inspectorOpen(store) ? closeInspector(store) : openInspector(store)),
  },
  'doctor.drawer': {
    where: ['doctor'],
    when: (store) => store.steps.run !== null,
    on: (store) => store.steps.drawer,
    run: (store) => store.showDrawer(!store.steps.drawer),
  },
  'pane.next': { run: () => movePane(1) },
  'pane.previous': { run: () => movePane(-1) },
  'doctor.scan': {
    where: ['doctor'],
    when: (store) => !store.doctor.scanning,
    run: (store) => store.scanPhp(store.doctor.selected),
  },
  'density.compact': choice('density', 'compact'),
  'density.comfortable': choice('density', 'comfortable'),
  'theme.system': choice('theme', 'system'),
  'theme.light': choice('theme', 'light'),
  'theme.dark': choice('theme', 'dark'),
  'zoom.in': { run: (store) => store.changeSettings({ zoom: zoomedBy(store.app.settings?.zoom, 1) }) },
  'zoom.out': { run: (store) => store.changeSettings({ zoom: zoomedBy(store.app.settings?.zoom, -1) }) },
  'zoom.reset': { run: (store) => store.changeSettings({ zoom: 100 }) },
  'server.toggle': {
    when: (store) => store.server !== null,
    on: isRunning,
    run: (store) => (isRunning(store) ? store.stopServer() : store.startServer()),
  },
  'server.restart': {
    when: isRunning,
    run: (store) => store.restartServer(),
  },
  'server.copyAddress': {
    when: isRunning,
    run: (store) => navigator.clipboard.writeText(serverAddress(store)),
  },
  'servers.add': { run: (store) => store.openServerSheet() },
  'servers.console': { run: (store) => store.openConsole() },
  'worker.start': worker('start'),
  'worker.quiet': worker('quiet'),
  'worker.restart': worker('restart'),
  'worker.stop': worker('stop'),
  'worker.kill': worker('kill'),
  'worker.kill-job': worker('kill-job'),
  'worker.more': worker('more'),
  'worker.fewer': worker('fewer'),
  'function.testRun': { where: FUNCTIONS, when: canTestRun, run: (store) => store.startTestRun() },
  'function.duplicate': ofFunction((store, name) => store.duplicateFunction(name)),
  'function.export': ofFunction((store, name) => store.askExportOf([name])),
  'function.delete': ofFunction((store, name) => store.deleteFunction(name)),
  'job.submit': { run: (store) => store.openSubmit() },
  'job.send': {
    where: SUBMIT,
    when: sheetCanSend,
    run: (store) => (store.runs.many ? store.askRun() : store.askSubmit(false)),
  },
  'job.sendAndStay': {
    where: SUBMIT,
    when: (store) => !store.runs.many && sheetCanSend(store),
    run: (store) => store.askSubmit(true),
  },
  'job.resubmit': job('resubmit'),
  'job.duplicate': job('duplicate'),
  'job.cancel': job('cancel'),
  'job.copyCommand': job('command'),
  'job.showPackets': job('packets'),
  'job.showFunction': job('function'),
  'traffic.pause': {
    where: TRAFFIC,
    on: (store) => store.traffic.pausedAt !== null,
    run: (store) => (store.traffic.pausedAt === null ? store.pauseTraffic() : store.resumeTraffic()),
  },
  'traffic.follow': {
    where: TRAFFIC,
    on: isFollowing,
    run: (store) =>
      isFollowing(store)
        ? store.followTraffic(false)
        : store.traffic.pausedAt === null
          ? store.followTraffic(true)
          : store.resumeTraffic(),
  },
  'traffic.clear': {
    where: TRAFFIC,
    when: (store) => store.captures.state.open === null,
    run: (store) => store.clearTraffic(),
  },
  'traffic.filter': { where: TRAFFIC, run: focusFilter },
  'search.open': { where: TRAFFIC, run: (store) => store.openSearch() },
  'search.next': { where: TRAFFIC, run: (store) => store.stepSearch('next') },
  'search.previous': { where: TRAFFIC, run: (store) => store.stepSearch('previous') },
  'traffic.goTo': { where: TRAFFIC, run: (store) => store.askForPacket() },
  'traffic.followJob': {
    where: TRAFFIC,
    when: (store) => store.traffic.scope.job !== null || ofJob(store),
    on: (store) => store.traffic.scope.job !== null,
    run: (store) => store.followJobOfPacket(),
  },
  'traffic.nextInJob': { where: TRAFFIC, when: ofJob, run: (store) => store.stepTraffic('job') },
  'traffic.previousInJob': { where: TRAFFIC, when: ofJob, run: (store) => store.stepTraffic('job', 'previous') },
  'traffic.reference': {
    where: TRAFFIC,
    when: onPacket,
    on: (store) => store.traffic.reference !== null && store.traffic.reference.seq === store.traffic.selected,
    run: (store) => store.setReference(),
  },
  'packet.only': {
    where: TRAFFIC,
    when: onPacket,
    run: (store) => alike(store, ({ test }) => store.narrowFilter(test, 'only')),
  },
  'packet.hide': {
    where: TRAFFIC,
    when: onPacket,
    run: (store) => alike(store, ({ test }) => store.narrowFilter(test, 'hide')),
  },
  'packet.colour': {
    where: TRAFFIC,
    when: onPacket,
    run: (store) => alike(store, ({ what, test }) => store.openRules({ name: what, filter: test })),
  },
  'packet.mark': {
    where: TRAFFIC,
    when: onPacket,
    on: (store) => selectedRow(store)?.mark != null,
    run: (store) => store.toggleMark(),
  },
  'packet.comment': { where: TRAFFIC, when: onPacket, run: (store) => store.commentPacket() },
  'mark.next': { where: TRAFFIC, run: (store) => store.stepTraffic('mark') },
  'mark.previous': { where: TRAFFIC, run: (store) => store.stepTraffic('mark', 'previous') },
  'picture.none': picture('none'),
  'picture.lanes': picture('lanes'),
  'picture.rates': picture('rates'),
  'time.start': time('start'),
  'time.clock': time('clock'),
  'time.previous': time('previous'),
  'time.job': time('job'),
  'time.reference': time('reference'),
  'traffic.expert': { where: TRAFFIC, on: (store) => store.expert.shown, run: (store) => store.toggleExpert() },
  'traffic.colours': { where: TRAFFIC, run: (store) => store.openRules() },
  'capture.open': { run: (store) => store.openCapture() },
  'capture.live': { when: (store) => store.captures.state.open !== null, run: (store) => store.closeCapture() },
  'capture.back': { when: (store) => store.captures.state.left !== null, run: (store) => store.returnToCapture() },
  'capture.export': {
    when: (store) => store.captures.state.exporting === null,
    run: (store) => store.askExport(true),
  },
  'capture.record': {
    on: (store) => store.captures.state.recording !== null,
    run: (store) => (store.captures.state.recording === null ? store.recordPackets() : store.endRecording()),
  },
  'go.help': { run: (store) => store.openHelp() },
  'shortcuts.show': { run: (store) => store.showShortcuts(true) },
  'help.welcome': { run: (store) => store.showWelcome() },
  'help.connect': { run: (store) => store.openWaiting() },
  'updates.look': { run: (store) => store.lookForUpdate() },
  'report.open': { run: (store) => store.openReport() },
  'logs.open': { run: (store) => store.openLogs() },
  'terminal.install': {
    run: async (store) => {
      store.go('settings');
      store.searchSettings('');
      await store.installCommand();
      showSection('terminal');
    },
  },
};

export const COMMANDS: readonly Command[] = COMMAND_IDS.map((id) => ({ id, ...ACTS[id] }));

const commandOf = (id: CommandId): Command => ({ id, ...ACTS[id] });

export function runCommand(id: string, store: Store): void {
  const command = COMMANDS.find((each) => each.id === id);
  if (command !== undefined && canDo(command, store)) void command.run(store);
}

/** While the first steps are shown there is nothing that a command could be about. */
export const canDo = ({ where, when }: Command, store: Store): boolean =>
  !isWelcoming(store) && (where?.includes(placeOf(store)) ?? true) && (when?.(store) ?? true);

/** What a command is called as it is now. */
export const wordsOf = (id: CommandId, store: Store): MessageId =>
  `command.${wordFor(id, ACTS[id].on?.(store) === true)}`;

/** What a command is called, whatever is switched on. */
export const nameOf = (id: CommandId): MessageId => `command.${id}`;

/** A command with no words of its own for being on shows that it is. */
export const isSwitch = (id: CommandId): boolean =>
  ACTS[id].on !== undefined && !Object.hasOwn(COMMAND_WORDS.en, `${id}.on`);

/** How the commands are now, for the application's menu. */
export const menuState = (store: Store): MenuState => ({
  off: COMMANDS.filter((command) => !canDo(command, store)).map(({ id }) => id),
  on: COMMANDS.filter((command) => command.on?.(store)).map(({ id }) => id),
});

/** Whether two commands mean something at the same time, so that they need keys of their own. */
export function meet(one: CommandId, other: CommandId): boolean {
  const [here, there] = [ACTS[one].where, ACTS[other].where];
  return here === undefined || there === undefined || here.some((screen) => there.includes(screen));
}

/** The command that a key press means; none while an input method is composing, or where a field has its own meaning. */
export function commandFor(event: KeyboardEvent, store: Store): Command | undefined {
  if (event.isComposing || event.keyCode === 229) return undefined;
  // What Windows writes with AltGr comes with Control and Alt.
  if (event.getModifierState('AltGraph')) return undefined;
  const mac = isMac(store);
  if (!mac && event.metaKey) return undefined;
  const pressed = keysPressed(event, mac);
  if (inField(event.target) && FIELD_KEYS.includes(pressed)) return undefined;
  const found = COMMANDS.find((command) => keysIn(store, command.id) === pressed && canDo(command, store));
  // What is asked over a screen leaves that alone.
  return found?.where !== undefined && placeOf(store) !== 'submit' && inDialog(event.target) ? undefined : found;
}

/** What a single key does in the list of packets; undefined where it does nothing there. */
export const packetCommandFor = (key: string, store: Store): Command | undefined =>
  COMMANDS.find((command) => singleIn(store, command.id) === key && canDo(command, store));

const inDialog = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[role=dialog], [role=alertdialog]') !== null;

const inField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA'].includes(target.tagName));

/** A command as an entry of a menu in the window. In the menu of a list its single key stands before the others. */
export function commandEntry(id: CommandId, store: Store, { t }: Pick<Text, 't'>, list = false): MenuEntry {
  const command = commandOf(id);
  return {
    label: t(wordsOf(id, store)),
    shortcut: (list && singleIn(store, id)) || shortcutIn(store, id),
    disabled: !canDo(command, store),
    checked: isSwitch(id) && command.on?.(store) === true,
    run: () => void command.run(useStore.getState()),
  };
}

/** The same, for a menu that is drawn again when keys are changed. */
export function useCommandEntry(): (id: CommandId) => MenuEntry {
  const text = useText();
  useStore((store) => store.app.settings);
  return (id) => commandEntry(id, useStore.getState(), text);
}
