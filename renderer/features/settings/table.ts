import { LIMIT_NAMES, type LimitName } from '../../../main/contract/limits.ts';
import type { Settings } from '../../../main/contract/settings.ts';
import type { MessageId } from '../../i18n/text.tsx';

/** The parts of the screen, in their order. */
export const SECTIONS = [
  'general',
  'server',
  'workers',
  'jobs',
  'traffic',
  'shortcuts',
  'terminal',
  'privacy',
  'advanced',
] as const;
export type Section = (typeof SECTIONS)[number];

/**
 * What a person may want otherwise, in the order of the screen: in which part it stands. Its words are `settings.ID`, what it does
 * is `settings.ID.help`. The screen, its search and the palette read this one table.
 */
const OWN = {
  language: 'general',
  theme: 'general',
  density: 'general',
  zoom: 'general',
  sidebar: 'general',
  autosave: 'general',
  startAtLogin: 'general',
  tray: 'general',
  closing: 'general',
  askQuit: 'general',
  notices: 'general',
  lookForUpdates: 'privacy',
  port: 'server',
  durable: 'server',
  order: 'server',
  exporter: 'server',
  exporterPort: 'server',
  concurrency: 'workers',
  journal: 'jobs',
  journalJobs: 'jobs',
  journalSize: 'jobs',
  spokenTraffic: 'traffic',
  singleKeys: 'shortcuts',
} as const satisfies { [key in keyof Settings]?: Section };

export type SettingKey = keyof typeof OWN;
export type SettingId = SettingKey | `limit.${LimitName}`;

export interface SettingEntry {
  id: SettingId;
  section: Section;
  label: MessageId;
  help: MessageId;
}

export const SETTINGS: readonly SettingEntry[] = [
  ...(Object.keys(OWN) as SettingKey[]).map((id) => entry(id, OWN[id])),
  ...LIMIT_NAMES.map((name) => entry(`limit.${name}`, 'server')),
];

const BY_ID = new Map(SETTINGS.map((each) => [each.id, each]));

export const settingOf = (id: SettingId): SettingEntry => BY_ID.get(id) as SettingEntry;

/** All that the screen can change. */
export const SETTING_KEYS: readonly (keyof Settings)[] = [
  ...(Object.keys(OWN) as SettingKey[]),
  'limits',
  'shortcuts',
  'singleShortcuts',
];

function entry(id: SettingId, section: Section): SettingEntry {
  return { id, section, label: `settings.${id}`, help: `settings.${id}.help` };
}
