import { COMMAND_IDS, COMMAND_KEYS, type CommandId, FIELD_KEYS, type MenuState } from '../main/contract/commands.ts';
import type { PacketPicture } from '../main/contract/packets.ts';
import type { MessageId } from './i18n/text.tsx';
import { focusFilter } from './lib/focus-filter.ts';
import { movePane } from './lib/panes.ts';
import { showSection } from './lib/show-section.ts';
import type { Store } from './store/index.ts';

/** Something that the person can do: buttons, shortcuts and the application's menu read the same entry. */
export interface Command {
  id: CommandId;
  label: MessageId;
  /** `Mod` is Command on a Mac and Control elsewhere. */
  shortcut: string | null;
  when?: (store: Store) => boolean;
  /** Whether it is switched on, where it is a switch. */
  on?: (store: Store) => boolean;
  run: (store: Store) => unknown;
}

const isEditing = (store: Store) => store.app.screen === 'functions' && store.functions.draft?.changed === true;
const onTraffic = (store: Store) => store.app.screen === 'traffic';
const isFollowing = ({ traffic }: Store) => traffic.follow && traffic.pausedAt === null;
const picture = (kind: PacketPicture): Omit<Command, 'id' | 'shortcut'> => ({
  label: `picture.${kind}`,
  when: onTraffic,
  on: (store) => store.app.settings?.packetPicture === kind,
  run: (store) => store.showPicture(kind),
});
const onPacket = (store: Store) => onTraffic(store) && store.traffic.selected !== null;

const ACTS: Readonly<Record<CommandId, Omit<Command, 'id' | 'shortcut'>>> = {
  'go.overview': { label: 'screen.overview', run: (store) => store.go('overview') },
  'go.functions': { label: 'screen.functions', run: (store) => store.go('functions') },
  'go.workers': { label: 'screen.workers', run: (store) => store.go('workers') },
  'go.jobs': { label: 'screen.jobs', run: (store) => store.go('jobs') },
  'go.traffic': { label: 'screen.traffic', run: (store) => store.go('traffic') },
  'go.doctor': { label: 'screen.doctor', run: (store) => store.go('doctor') },
  'go.settings': { label: 'screen.settings', run: (store) => store.go('settings') },
  'go.help': { label: 'screen.help', run: (store) => store.openHelp() },
  'palette.open': { label: 'palette.title', run: (store) => store.openPalette() },
  'shortcuts.show': { label: 'shortcuts.title', run: (store) => store.showShortcuts(true) },
  'job.submit': { label: 'submit.title', run: (store) => store.openSubmit() },
  'function.create': { label: 'functions.new', run: (store) => store.createFunction() },
  save: {
    label: 'functions.save',
    when: (store) => store.workspace?.unsaved === true || isEditing(store),
    run: (store) => store.save(),
  },
  'workspace.saveAs': {
    label: 'workspace.saveAs',
    run: (store) => store.saveWorkspaceAs(),
  },
  undo: {
    label: 'action.undo',
    when: (store) => store.app.notice?.undo !== undefined,
    run: (store) => {
      store.app.notice?.undo?.();
      store.dismissNotice();
    },
  },
  'workspace.import': { label: 'workspace.import', run: (store) => store.readImport() },
  'workspace.export': { label: 'workspace.export', run: (store) => store.showWorkspaceSheet('export') },
  'workspace.revert': { label: 'workspace.revert', run: (store) => store.revertWorkspace() },
  'workspace.create': { label: 'workspace.new', run: (store) => store.createWorkspace() },
  'workspace.open': { label: 'workspace.open', run: (store) => store.openWorkspace() },
  'capture.open': { label: 'capture.openFile', run: (store) => store.openCapture() },
  'capture.live': {
    label: 'capture.live',
    when: (store) => store.captures.state.open !== null,
    run: (store) => store.closeCapture(),
  },
  'capture.back': {
    label: 'capture.back',
    when: (store) => store.captures.state.left !== null,
    run: (store) => store.returnToCapture(),
  },
  'capture.export': { label: 'capture.export', run: (store) => store.askExport(true) },
  'capture.record': {
    label: 'capture.record',
    on: (store) => store.captures.state.recording !== null,
    run: (store) => (store.captures.state.recording === null ? store.recordPackets() : store.endRecording()),
  },
  'traffic.pause': {
    label: 'traffic.pause',
    when: onTraffic,
    on: (store) => store.traffic.pausedAt !== null,
    run: (store) => (store.traffic.pausedAt === null ? store.pauseTraffic() : store.resumeTraffic()),
  },
  'traffic.follow': {
    label: 'traffic.follow',
    when: onTraffic,
    on: isFollowing,
    run: (store) =>
      isFollowing(store)
        ? store.followTraffic(false)
        : store.traffic.pausedAt === null
          ? store.followTraffic(true)
          : store.resumeTraffic(),
  },
  'traffic.filter': {
    label: 'traffic.filter.label',
    when: onTraffic,
    run: focusFilter,
  },
  'traffic.clear': {
    label: 'traffic.clear',
    when: (store) => onTraffic(store) && store.captures.state.open === null,
    run: (store) => store.clearTraffic(),
  },
  'traffic.goTo': {
    label: 'traffic.goTo',
    when: onTraffic,
    run: (store) => store.askForPacket(),
  },
  'traffic.nextInJob': {
    label: 'traffic.nextInJob',
    when: onPacket,
    run: (store) => store.stepTraffic('job'),
  },
  'traffic.previousInJob': {
    label: 'traffic.previousInJob',
    when: onPacket,
    run: (store) => store.stepTraffic('job', 'previous'),
  },
  'traffic.followJob': {
    label: 'traffic.followJob',
    when: onPacket,
    on: (store) => store.traffic.scope.job !== null,
    run: (store) => store.followJobOfPacket(),
  },
  'traffic.reference': {
    label: 'traffic.reference.set',
    when: onPacket,
    on: (store) => store.traffic.reference !== null && store.traffic.reference.seq === store.traffic.selected,
    run: (store) => store.setReference(),
  },
  'traffic.colours': {
    label: 'rules.open',
    when: onTraffic,
    run: (store) => store.openRules(),
  },
  'traffic.expert': {
    label: 'expert.show',
    when: onTraffic,
    on: (store) => store.expert.shown,
    run: (store) => store.toggleExpert(),
  },
  'picture.none': picture('none'),
  'picture.lanes': picture('lanes'),
  'picture.rates': picture('rates'),
  'search.open': {
    label: 'search.label',
    when: onTraffic,
    run: (store) => store.openSearch(),
  },
  'search.next': {
    label: 'search.next',
    when: onTraffic,
    run: (store) => store.stepSearch('next'),
  },
  'search.previous': {
    label: 'search.previous',
    when: onTraffic,
    run: (store) => store.stepSearch('previous'),
  },
  'pane.next': { label: 'pane.next', run: () => movePane(1) },
  'pane.previous': { label: 'pane.previous', run: () => movePane(-1) },
  'doctor.scan': {
    label: 'doctor.scanAgain',
    when: (store) => store.app.screen === 'doctor' && !store.doctor.scanning,
    run: (store) => store.scanPhp(store.doctor.selected),
  },
  'doctor.drawer': {
    label: 'doctor.drawer.toggle',
    when: (store) => store.app.screen === 'doctor' && store.steps.run !== null,
    run: (store) => store.showDrawer(!store.steps.drawer),
  },
  'terminal.install': {
    label: 'terminal.install',
    run: async (store) => {
      store.go('settings');
      await store.installCommand();
      showSection('terminal');
    },
  },
};

export const COMMANDS: readonly Command[] = COMMAND_IDS.map((id) => ({ id, shortcut: COMMAND_KEYS[id], ...ACTS[id] }));

const commandOf = (id: string): Command | undefined => COMMANDS.find((command) => command.id === id);

export function runCommand(id: string, store: Store): void {
  const command = commandOf(id);
  if (command !== undefined && canDo(command, store)) void command.run(store);
}

export const canDo = (command: Command, store: Store): boolean => command.when?.(store) ?? true;

/** How the commands are now, for the application's menu. */
export const menuState = (store: Store): MenuState => ({
  off: COMMANDS.filter((command) => !canDo(command, store)).map(({ id }) => id),
  on: COMMANDS.filter((command) => command.on?.(store)).map(({ id }) => id),
});

/** The command that a key press means; none while an input method is composing, or where a field has its own meaning. */
export function commandFor(event: KeyboardEvent, mac: boolean, store: Store): Command | undefined {
  if (event.isComposing || event.keyCode === 229) return undefined;
  const mod = mac ? event.metaKey : event.ctrlKey;
  if (!mod && !/^F\d+$/.test(event.key)) return undefined;
  const held = [mod && 'Mod', event.altKey && 'Alt', event.shiftKey && 'Shift'];
  const pressed = [...held.filter(Boolean), keyOf(event)].join('+');
  if (inField(event.target) && FIELD_KEYS.includes(pressed)) return undefined;
  return COMMANDS.find((command) => command.shortcut === pressed && canDo(command, store));
}

/** The key as its cap says: with Alt a Mac writes other letters. */
function keyOf({ key, code, altKey }: KeyboardEvent): string {
  if (altKey && code.startsWith('Key')) return code.slice('Key'.length);
  if (altKey && code.startsWith('Bracket')) return code === 'BracketLeft' ? '[' : ']';
  return key.length === 1 ? key.toUpperCase() : key;
}

const inField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA'].includes(target.tagName));

const MAC_SIGNS: Record<string, string> = { Mod: '⌘', Alt: '⌥', Shift: '⇧', Backspace: '⌫', Enter: '↩' };
const PC_SIGNS: Record<string, string> = { Mod: 'Ctrl', Backspace: 'Bksp' };

/** A shortcut as the platform writes it: ⌘⇧N, Ctrl+Shift+N. */
export function keysOf(shortcut: string, mac: boolean): string {
  const keys = shortcut.split('+');
  return mac ? keys.map((key) => MAC_SIGNS[key] ?? key).join('') : keys.map((key) => PC_SIGNS[key] ?? key).join('+');
}

/** The shortcut of a command as the platform writes it. */
export const shortcutOf = (id: CommandId, mac: boolean): string => keysOf(commandOf(id)?.shortcut ?? '', mac);
