/** What a person may want otherwise. */

import { z } from 'zod';
import { COLOUR_RULES_MOST, ColourRule } from './colour-rules.ts';
import { ChosenKeys, ChosenSingles } from './commands.ts';
import { EXPORTER_PORT } from './exporter.ts';
import { FIRST_JOB_COLUMNS, JOB_COLUMNS } from './job-columns.ts';
import { JOURNAL_LIMITS } from './journal.ts';
import { CONCURRENCY_MOST, LIMIT_NAMES, LIMITS, type Limit, type LimitName } from './limits.ts';
import {
  FILTERS_KEPT,
  FILTERS_SAVED,
  FIRST_COLUMNS,
  FilterText,
  PACKET_COLUMNS,
  PACKET_PICTURES,
  PACKET_TIMES,
  STORY_TIMES,
  STORY_VIEWS,
} from './packets.ts';
import type { ReasonId } from './reasons.ts';
import { SNIPPET_LANGUAGES } from './snippets.ts';

export const SETTINGS_VERSION = 1;

const range = ({ least, most }: Limit) => z.number().int().min(least).max(most).optional();
const ChosenLimits = z.object(
  Object.fromEntries(LIMIT_NAMES.map((name) => [name, range(LIMITS[name])])) as Record<
    LimitName,
    ReturnType<typeof range>
  >,
);

const columnsOf = <C extends string>(all: readonly C[]) =>
  z
    .array(z.enum(all))
    .min(1)
    .refine((columns) => new Set(columns).size === columns.length, 'twice' satisfies ReasonId);

const settings = {
  language: z.enum(['system', 'en', 'zh']),
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['compact', 'comfortable']),
  /** How large the window's content is drawn, per cent. */
  zoom: z.number().int().min(50).max(300),
  sidebar: z.boolean(),
  /** Keys of commands that the person has chosen. */
  shortcuts: ChosenKeys,
  singleShortcuts: ChosenSingles,
  /** Where the embedded server listens from its next start on. */
  port: z.number().int().min(1).max(65535),
  /** Background jobs are kept on disk, from the server's next start on. */
  durable: z.boolean(),
  /** Limits of the embedded server from its next start on; those that are not here are the usual ones. */
  limits: ChosenLimits,
  /** Jobs that the workspace's commands do at once, over all functions; 0 is any number. */
  concurrency: z.number().int().min(0).max(CONCURRENCY_MOST),
  /** Which job a worker gets, from the server's next start on: as gearmand 1.x or as 2.x. docs/protocol.md section 4. */
  order: z.enum(['1.x', '2.x']),
  /** Changes to the workspace are written at once; else when they are saved. */
  autosave: z.boolean(),
  /** What happened to jobs is kept for the next start, up to so many jobs and MB. */
  journal: z.boolean(),
  journalJobs: z.number().int().min(JOURNAL_LIMITS.jobs.least).max(JOURNAL_LIMITS.jobs.most),
  journalSize: z.number().int().min(JOURNAL_LIMITS.size.least).max(JOURNAL_LIMITS.size.most),
  /** Columns of the lists of packets and jobs, in their order. */
  packetColumns: columnsOf(PACKET_COLUMNS),
  jobColumns: columnsOf(JOB_COLUMNS),
  packetTime: z.enum(PACKET_TIMES),
  packetPicture: z.enum(PACKET_PICTURES),
  /** Colours of packets: the first rule that lets one through is its. */
  colourRules: z.array(ColourRule).max(COLOUR_RULES_MOST),
  /** Letters without Control or Command do something while a list has the focus. */
  singleKeys: z.boolean(),
  /** A sentence now and then tells a screen reader what has come. */
  spokenTraffic: z.boolean(),
  storyView: z.enum(STORY_VIEWS),
  storyTime: z.enum(STORY_TIMES),
  /** In which a job is shown as a snippet. */
  snippetLanguage: z.enum(SNIPPET_LANGUAGES),
  /** It is in the menu bar, or in the tray; there it goes on when the window is closed, or else it quits. */
  tray: z.boolean(),
  closing: z.enum(['keep', 'quit']),
  /** Quitting asks where something would stop. */
  askQuit: z.boolean(),
  startAtLogin: z.boolean(),
  /** Failures, and jobs that nobody takes, are told who does not look. */
  notices: z.boolean(),
  /** Newer versions are looked for once a day. */
  lookForUpdates: z.boolean(),
  /** Figures of all servers of the list are served for Prometheus, on loopback and this port. */
  exporter: z.boolean(),
  exporterPort: z.number().int().min(1).max(65535),
  /** The welcome was seen or skipped. */
  welcomed: z.boolean(),
  /** It was said once that it goes on without a window. */
  toldStaying: z.boolean(),
  /** The newest version that the person was told of and passed over. */
  passedVersion: z.string().max(40),
  /** Filters of the traffic that were used, the last one first, and those that the person saved. */
  filterHistory: z.array(FilterText.min(1)).max(FILTERS_KEPT),
  savedFilters: z.array(FilterText.min(1)).max(FILTERS_SAVED),
};

export const Settings = z.object({
  version: z.literal(SETTINGS_VERSION).default(SETTINGS_VERSION),
  language: settings.language.default('system'),
  theme: settings.theme.default('system'),
  density: settings.density.default('compact'),
  zoom: settings.zoom.default(100),
  sidebar: settings.sidebar.default(true),
  shortcuts: settings.shortcuts.default({}),
  singleShortcuts: settings.singleShortcuts.default({}),
  port: settings.port.default(4730),
  durable: settings.durable.default(false),
  limits: settings.limits.default({}),
  concurrency: settings.concurrency.default(0),
  order: settings.order.default('1.x'),
  autosave: settings.autosave.default(true),
  journal: settings.journal.default(true),
  journalJobs: settings.journalJobs.default(JOURNAL_LIMITS.jobs.default),
  journalSize: settings.journalSize.default(JOURNAL_LIMITS.size.default),
  packetColumns: settings.packetColumns.default([...FIRST_COLUMNS]),
  jobColumns: settings.jobColumns.default([...FIRST_JOB_COLUMNS]),
  packetTime: settings.packetTime.default('start'),
  packetPicture: settings.packetPicture.default('none'),
  colourRules: settings.colourRules.default([]),
  singleKeys: settings.singleKeys.default(true),
  spokenTraffic: settings.spokenTraffic.default(true),
  storyView: settings.storyView.default('diagram'),
  storyTime: settings.storyTime.default('compressed'),
  snippetLanguage: settings.snippetLanguage.default('php'),
  tray: settings.tray.default(true),
  closing: settings.closing.default('keep'),
  askQuit: settings.askQuit.default(true),
  startAtLogin: settings.startAtLogin.default(false),
  notices: settings.notices.default(true),
  lookForUpdates: settings.lookForUpdates.default(false),
  exporter: settings.exporter.default(false),
  exporterPort: settings.exporterPort.default(EXPORTER_PORT),
  welcomed: settings.welcomed.default(false),
  toldStaying: settings.toldStaying.default(false),
  passedVersion: settings.passedVersion.default(''),
  filterHistory: settings.filterHistory.default([]),
  savedFilters: settings.savedFilters.default([]),
  /** The workspace that was open last. */
  workspace: z.string().nullable().default(null),
  /** Workspaces that were open, the last one first. */
  recent: z.array(z.string()).default([]),
});
export type Settings = z.output<typeof Settings>;

/** What could not be read of the settings' file at the start. */
export interface SettingsFault {
  /** Where the file is now, as it was. */
  aside: string;
  /** What has its default therefore: `theme`, `colourRules.2`; null is all. */
  lost: string[] | null;
}

export const SettingsChange = z.object(settings).partial();
