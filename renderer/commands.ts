import type { MessageId } from './i18n/text.tsx';
import { focusFilter } from './lib/focus-filter.ts';
import { movePane } from './lib/panes.ts';
import type { Store } from './store/index.ts';

/** Something that the person can do: buttons, shortcuts and the application's menu read the same entry. */
export interface Command {
  id: string;
  label: MessageId;
  /** `Mod` is Command on a Mac and Control elsewhere. */
  shortcut?: string;
  when?: (store: Store) => boolean;
  run: (store: Store) => unknown;
}

const isEditing = (store: Store) => store.app.screen === 'functions' && store.functions.draft?.changed === true;
const onTraffic = (store: Store) => store.app.screen === 'traffic';
const onPacket = (store: Store) => onTraffic(store) && store.traffic.selected !== null;

export const COMMANDS = [
  { id: 'go.overview', label: 'screen.overview', shortcut: 'Mod+1', run: (store) => store.go('overview') },
  { id: 'go.functions', label: 'screen.functions', shortcut: 'Mod+2', run: (store) => store.go('functions') },
  { id: 'go.workers', label: 'screen.workers', shortcut: 'Mod+3', run: (store) => store.go('workers') },
  { id: 'go.jobs', label: 'screen.jobs', shortcut: 'Mod+4', run: (store) => store.go('jobs') },
  { id: 'go.traffic', label: 'screen.traffic', shortcut: 'Mod+5', run: (store) => store.go('traffic') },
  { id: 'go.doctor', label: 'screen.doctor', shortcut: 'Mod+8', run: (store) => store.go('doctor') },
  { id: 'go.settings', label: 'screen.settings', shortcut: 'Mod+,', run: (store) => store.go('settings') },
  { id: 'job.submit', label: 'submit.title', shortcut: 'Mod+N', run: (store) => store.openSubmit() },
  { id: 'function.create', label: 'functions.new', run: (store) => store.createFunction() },
  {
    id: 'save',
    label: 'functions.save',
    shortcut: 'Mod+S',
    when: (store) => store.workspace?.unsaved === true || isEditing(store),
    run: (store) => store.save(),
  },
  {
    id: 'workspace.saveAs',
    label: 'workspace.saveAs',
    shortcut: 'Mod+Shift+S',
    run: (store) => store.saveWorkspaceAs(),
  },
  {
    id: 'undo',
    label: 'action.undo',
    shortcut: 'Mod+Z',
    when: (store) => store.app.notice?.undo !== undefined,
    run: (store) => {
      store.app.notice?.undo?.();
      store.dismissNotice();
    },
  },
  { id: 'workspace.import', label: 'workspace.import', run: (store) => store.readImport() },
  { id: 'workspace.export', label: 'workspace.export', run: (store) => store.showWorkspaceSheet('export') },
  { id: 'workspace.revert', label: 'workspace.revert', run: (store) => store.revertWorkspace() },
  { id: 'workspace.create', label: 'workspace.new', shortcut: 'Mod+Shift+N', run: (store) => store.createWorkspace() },
  { id: 'workspace.open', label: 'workspace.open', shortcut: 'Mod+O', run: (store) => store.openWorkspace() },
  { id: 'capture.open', label: 'capture.openFile', run: (store) => store.openCapture() },
  { id: 'capture.export', label: 'capture.export', run: (store) => store.askExport(true) },
  { id: 'capture.record', label: 'capture.record', run: (store) => store.recordPackets() },
  {
    id: 'traffic.pause',
    label: 'traffic.pause',
    shortcut: 'Mod+E',
    when: onTraffic,
    run: (store) => (store.traffic.pausedAt === null ? store.pauseTraffic() : store.resumeTraffic()),
  },
  {
    id: 'traffic.filter',
    label: 'traffic.filter.label',
    shortcut: 'Mod+F',
    when: onTraffic,
    run: focusFilter,
  },
  {
    id: 'traffic.clear',
    label: 'traffic.clear',
    shortcut: 'Mod+Backspace',
    when: (store) => onTraffic(store) && store.captures.state.open === null,
    run: (store) => store.clearTraffic(),
  },
  {
    id: 'traffic.goTo',
    label: 'traffic.goTo',
    shortcut: 'Mod+G',
    when: onTraffic,
    run: (store) => store.askForPacket(),
  },
  {
    id: 'traffic.nextInJob',
    label: 'traffic.nextInJob',
    shortcut: 'Mod+Alt+]',
    when: onPacket,
    run: (store) => store.stepTraffic('job'),
  },
  {
    id: 'traffic.previousInJob',
    label: 'traffic.previousInJob',
    shortcut: 'Mod+Alt+[',
    when: onPacket,
    run: (store) => store.stepTraffic('job', 'previous'),
  },
  {
    id: 'traffic.followJob',
    label: 'traffic.followJob',
    shortcut: 'Mod+Alt+F',
    when: onPacket,
    run: (store) => store.followJobOfPacket(),
  },
  {
    id: 'traffic.reference',
    label: 'traffic.reference.set',
    shortcut: 'Mod+T',
    when: onPacket,
    run: (store) => store.setReference(),
  },
  {
    id: 'traffic.colours',
    label: 'rules.title',
    shortcut: 'Mod+Shift+K',
    when: onTraffic,
    run: (store) => store.openRules(),
  },
  {
    id: 'search.open',
    label: 'search.label',
    shortcut: 'Mod+Shift+F',
    when: onTraffic,
    run: (store) => store.openSearch(),
  },
  {
    id: 'search.next',
    label: 'search.next',
    shortcut: 'F3',
    when: onTraffic,
    run: (store) => store.stepSearch('next'),
  },
  {
    id: 'search.previous',
    label: 'search.previous',
    shortcut: 'Shift+F3',
    when: onTraffic,
    run: (store) => store.stepSearch('previous'),
  },
  { id: 'pane.next', label: 'pane.next', shortcut: 'F6', run: () => movePane(1) },
  { id: 'pane.previous', label: 'pane.previous', shortcut: 'Shift+F6', run: () => movePane(-1) },
  {
    id: 'doctor.scan',
    label: 'doctor.scanAgain',
    shortcut: 'Mod+R',
    when: (store) => store.app.screen === 'doctor' && !store.doctor.scanning,
    run: (store) => store.scanPhp(store.doctor.selected),
  },
  {
    id: 'doctor.drawer',
    label: 'doctor.drawer.toggle',
    shortcut: 'Mod+J',
    when: (store) => store.app.screen === 'doctor' && store.steps.run !== null,
    run: (store) => store.showDrawer(!store.steps.drawer),
  },
] as const satisfies readonly Command[];

export type CommandId = (typeof COMMANDS)[number]['id'];

const commandOf = (id: string): Command | undefined => COMMANDS.find((command) => command.id === id);

export function runCommand(id: string, store: Store): void {
  const command = commandOf(id);
  if (command !== undefined && (command.when?.(store) ?? true)) void command.run(store);
}

/** The command that a key press means; none while an input method is composing, or where a field has its own meaning. */
export function commandFor(event: KeyboardEvent, mac: boolean, store: Store): Command | undefined {
  if (event.isComposing || event.keyCode === 229) return undefined;
  const mod = mac ? event.metaKey : event.ctrlKey;
  if (!mod && event.key !== 'F6' && event.key !== 'F3') return undefined;
  const held = [mod && 'Mod', event.altKey && 'Alt', event.shiftKey && 'Shift'];
  const pressed = [...held.filter(Boolean), keyOf(event)].join('+');
  if (inField(event.target) && ['Mod+E', 'Mod+Backspace', 'Mod+Z'].includes(pressed)) return undefined;
  return (COMMANDS as readonly Command[]).find(
    (command) => command.shortcut === pressed && (command.when?.(store) ?? true),
  );
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
