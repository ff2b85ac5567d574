/** What a person can do by keys and by the application's menu. */
import { z } from 'zod';

/** Each command and its keys; `Mod` is Command on a Mac and Control elsewhere. Menu, shortcuts and hints read this one table. */
export const COMMAND_KEYS = {
  'go.overview': 'Mod+1',
  'go.functions': 'Mod+2',
  'go.workers': 'Mod+3',
  'go.jobs': 'Mod+4',
  'go.traffic': 'Mod+5',
  'go.doctor': 'Mod+8',
  'go.settings': 'Mod+,',
  'go.help': 'F1',
  'palette.open': 'Mod+K',
  'shortcuts.show': 'Mod+/',
  'job.submit': 'Mod+N',
  'function.create': null,
  save: 'Mod+S',
  undo: 'Mod+Z',
  'workspace.saveAs': 'Mod+Shift+S',
  'workspace.import': null,
  'workspace.export': null,
  'workspace.revert': null,
  'workspace.create': 'Mod+Shift+N',
  'workspace.open': 'Mod+O',
  'capture.open': null,
  'capture.live': null,
  'capture.back': null,
  'capture.export': null,
  'capture.record': null,
  'traffic.pause': 'Mod+E',
  'traffic.follow': null,
  'traffic.clear': 'Mod+Backspace',
  'traffic.filter': 'Mod+F',
  'traffic.goTo': 'Mod+G',
  'traffic.followJob': 'Mod+Alt+F',
  'traffic.nextInJob': 'Mod+Alt+]',
  'traffic.previousInJob': 'Mod+Alt+[',
  'traffic.reference': 'Mod+T',
  'traffic.colours': 'Mod+Shift+K',
  'traffic.expert': null,
  'picture.none': null,
  'picture.lanes': null,
  'picture.rates': null,
  'search.open': 'Mod+Shift+F',
  'search.next': 'F3',
  'search.previous': 'Shift+F3',
  'pane.next': 'F6',
  'pane.previous': 'Shift+F6',
  'doctor.scan': 'Mod+R',
  'doctor.drawer': 'Mod+J',
  'terminal.install': null,
} as const satisfies Record<string, string | null>;

export type CommandId = keyof typeof COMMAND_KEYS;
export const COMMAND_IDS = Object.keys(COMMAND_KEYS) as [CommandId, ...CommandId[]];

/** Keys that mean something else while a text is written: the window alone decides on them. */
export const FIELD_KEYS: readonly string[] = ['Mod+E', 'Mod+Backspace', 'Mod+Z'];

const ids = z.array(z.enum(COMMAND_IDS)).max(COMMAND_IDS.length);

/** How the window's commands are now, for the application's menu. */
export const MenuState = z.object({
  /** What cannot be done now. */
  off: ids,
  /** What is switched on. */
  on: ids,
});
export type MenuState = z.output<typeof MenuState>;
