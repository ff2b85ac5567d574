/** What a person can do by keys and by the application's menu. */
import { z } from 'zod';
import { Keys, SingleKey } from './shortcuts.ts';

/** The application's menus that are ours, in their order; each command is in one of them. */
export const MENUS = ['file', 'edit', 'view', 'server', 'job', 'traffic', 'help'] as const;
export type MenuName = (typeof MENUS)[number];

interface Entry {
  menu: MenuName;
  /** The keys at first, as of `Keys`; those of a Mac stand by themselves where they are others. */
  keys?: string | { mac: string; other: string };
  /** What does the same while the list that it is about has the focus: a letter or a sign. */
  single?: string;
  /** It is a switch, or one of a group. One whose words change instead (command-words.ts) is neither. */
  is?: 'checkbox' | 'radio';
}

/** The one table of commands: menus, palette, shortcuts, hints and context menus read it. */
const TABLE = {
  'function.create': { menu: 'file' },
  'workspace.create': { menu: 'file', keys: 'Mod+Shift+N' },
  'workspace.open': { menu: 'file', keys: 'Mod+O' },
  save: { menu: 'file', keys: 'Mod+S' },
  'workspace.saveAs': { menu: 'file', keys: 'Mod+Shift+S' },
  'workspace.revert': { menu: 'file' },
  'workspace.about': { menu: 'file' },
  'workspace.import': { menu: 'file' },
  'workspace.export': { menu: 'file' },
  'go.settings': { menu: 'file', keys: 'Mod+,' },
  undo: { menu: 'edit', keys: 'Mod+Z' },
  find: { menu: 'edit', keys: 'Mod+F' },
  'palette.open': { menu: 'view', keys: 'Mod+K' },
  'go.overview': { menu: 'view', keys: 'Mod+1' },
  'go.functions': { menu: 'view', keys: 'Mod+2' },
  'go.workers': { menu: 'view', keys: 'Mod+3' },
  'go.jobs': { menu: 'view', keys: 'Mod+4' },
  'go.traffic': { menu: 'view', keys: 'Mod+5' },
  'go.doctor': { menu: 'view', keys: 'Mod+8' },
  'go.servers': { menu: 'view', keys: 'Mod+9' },
  'scope.next': { menu: 'view', keys: 'Mod+Alt+G' },
  'scope.all': { menu: 'view' },
  'view.sidebar': { menu: 'view', keys: { mac: 'Mod+Ctrl+S', other: 'Mod+B' } },
  'view.inspector': { menu: 'view', keys: 'Mod+Alt+I' },
  'doctor.drawer': { menu: 'view', keys: 'Mod+J' },
  'pane.next': { menu: 'view', keys: 'F6' },
  'pane.previous': { menu: 'view', keys: 'Shift+F6' },
  'doctor.scan': { menu: 'view', keys: 'Mod+R' },
  'density.compact': { menu: 'view', is: 'radio' },
  'density.comfortable': { menu: 'view', is: 'radio' },
  'theme.system': { menu: 'view', is: 'radio' },
  'theme.light': { menu: 'view', is: 'radio' },
  'theme.dark': { menu: 'view', is: 'radio' },
  'zoom.in': { menu: 'view', keys: 'Mod+Plus' },
  'zoom.out': { menu: 'view', keys: 'Mod+-' },
  'zoom.reset': { menu: 'view', keys: 'Mod+0' },
  'server.toggle': { menu: 'server', keys: 'Mod+Alt+S' },
  'server.restart': { menu: 'server' },
  'server.copyAddress': { menu: 'server', keys: 'Mod+Alt+C' },
  'servers.add': { menu: 'server', keys: 'Mod+Alt+A' },
  'servers.console': { menu: 'server' },
  'worker.start': { menu: 'server' },
  'worker.quiet': { menu: 'server' },
  'worker.restart': { menu: 'server' },
  'worker.stop': { menu: 'server' },
  'worker.kill': { menu: 'server' },
  'worker.kill-job': { menu: 'server' },
  'worker.more': { menu: 'server' },
  'worker.fewer': { menu: 'server' },
  'function.testRun': { menu: 'server', keys: 'Mod+Enter' },
  'function.duplicate': { menu: 'server', keys: 'Mod+D' },
  'function.export': { menu: 'server' },
  'function.delete': { menu: 'server' },
  'job.submit': { menu: 'job', keys: 'Mod+N' },
  'job.send': { menu: 'job', keys: 'Mod+Enter' },
  'job.sendAndStay': { menu: 'job', keys: 'Mod+Shift+Enter' },
  'job.resubmit': { menu: 'job', keys: 'Mod+Alt+R' },
  'job.duplicate': { menu: 'job', keys: 'Mod+D' },
  'job.cancel': { menu: 'job', keys: 'Mod+.' },
  'job.copyCommand': { menu: 'job' },
  'job.showPackets': { menu: 'job' },
  'job.showFunction': { menu: 'job' },
  'traffic.pause': { menu: 'traffic', keys: 'Mod+E' },
  'traffic.follow': { menu: 'traffic', is: 'checkbox' },
  'traffic.clear': { menu: 'traffic', keys: 'Mod+Backspace' },
  'traffic.filter': { menu: 'traffic', keys: 'Mod+F', single: '/' },
  'search.open': { menu: 'traffic', keys: 'Mod+Shift+F' },
  'search.next': { menu: 'traffic', keys: 'F3', single: 'n' },
  'search.previous': { menu: 'traffic', keys: 'Shift+F3', single: 'p' },
  'traffic.goTo': { menu: 'traffic', keys: 'Mod+G' },
  'traffic.followJob': { menu: 'traffic', keys: 'Mod+Alt+F', single: 'f' },
  'traffic.nextInJob': { menu: 'traffic', keys: 'Mod+Alt+]' },
  'traffic.previousInJob': { menu: 'traffic', keys: 'Mod+Alt+[' },
  'traffic.reference': { menu: 'traffic', keys: 'Mod+T' },
  'packet.only': { menu: 'traffic', single: 'o' },
  'packet.hide': { menu: 'traffic', single: 'x' },
  'packet.colour': { menu: 'traffic', single: 'c' },
  'packet.mark': { menu: 'traffic', single: 'm' },
  'packet.comment': { menu: 'traffic', single: ';' },
  'mark.next': { menu: 'traffic', single: '.' },
  'mark.previous': { menu: 'traffic', single: ',' },
  'picture.none': { menu: 'traffic', is: 'radio' },
  'picture.lanes': { menu: 'traffic', is: 'radio' },
  'picture.rates': { menu: 'traffic', is: 'radio' },
  'time.start': { menu: 'traffic', is: 'radio' },
  'time.clock': { menu: 'traffic', is: 'radio' },
  'time.previous': { menu: 'traffic', is: 'radio' },
  'time.job': { menu: 'traffic', is: 'radio' },
  'time.reference': { menu: 'traffic', is: 'radio' },
  'traffic.expert': { menu: 'traffic', is: 'checkbox' },
  'traffic.colours': { menu: 'traffic', keys: 'Mod+Shift+K' },
  'capture.open': { menu: 'traffic' },
  'capture.live': { menu: 'traffic' },
  'capture.back': { menu: 'traffic' },
  'capture.export': { menu: 'traffic' },
  'capture.record': { menu: 'traffic' },
  'go.help': { menu: 'help', keys: 'F1' },
  'shortcuts.show': { menu: 'help', keys: 'Mod+/' },
  'help.welcome': { menu: 'help' },
  'help.connect': { menu: 'help' },
  'terminal.install': { menu: 'help' },
  'updates.look': { menu: 'help' },
  'report.open': { menu: 'help' },
  'logs.open': { menu: 'help' },
} as const satisfies Record<string, Entry>;

export type CommandId = keyof typeof TABLE;
export const COMMAND_TABLE: Readonly<Record<CommandId, Entry>> = TABLE;
export const COMMAND_IDS = Object.keys(TABLE) as [CommandId, ...CommandId[]];

/** Keys that a person has chosen; null is none. A command that is not here has those of the table. */
export const ChosenKeys = z.partialRecord(z.enum(COMMAND_IDS), Keys.nullable());
export type ChosenKeys = z.output<typeof ChosenKeys>;

/** The same for the single keys of lists; the commands are those that have one at first. */
export const ChosenSingles = z.partialRecord(z.enum(COMMAND_IDS), SingleKey.nullable());
export type ChosenSingles = z.output<typeof ChosenSingles>;

/** The single key that does what a command does while its list has the focus; null where it has none. */
export function singleOfCommand(id: CommandId, chosen: ChosenSingles): string | null {
  const first = COMMAND_TABLE[id].single;
  const own = chosen[id];
  return first === undefined || own === undefined ? (first ?? null) : own;
}

/** The keys of a command at first. */
export function firstKeys(id: CommandId, mac: boolean): string | null {
  const { keys = null } = COMMAND_TABLE[id];
  return keys === null || typeof keys === 'string' ? keys : mac ? keys.mac : keys.other;
}

/** The keys of a command. */
export function keysOfCommand(id: CommandId, chosen: ChosenKeys, mac: boolean): string | null {
  const own = chosen[id];
  return own === undefined ? firstKeys(id, mac) : own;
}

const ids = z.array(z.enum(COMMAND_IDS)).max(COMMAND_IDS.length);

/** How the window's commands are now, for the application's menu. */
export const MenuState = z.object({
  /** What cannot be done now. */
  off: ids,
  /** What is switched on. */
  on: ids,
});
export type MenuState = z.output<typeof MenuState>;
