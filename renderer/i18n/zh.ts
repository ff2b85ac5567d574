import { COMMAND_WORDS } from '../../main/contract/command-words.ts';
import { commandMessages } from './command-messages.ts';
import type { en } from './en.ts';
import { common } from './zh/common.ts';
import { consoleTexts } from './zh/console.ts';
import { doctor } from './zh/doctor.ts';
import { errors } from './zh/errors.ts';
import { filter } from './zh/filter.ts';
import { frame } from './zh/frame.ts';
import { functions } from './zh/functions.ts';
import { jobs } from './zh/jobs.ts';
import { overview } from './zh/overview.ts';
import { packet } from './zh/packet.ts';
import { servers } from './zh/servers.ts';
import { settings } from './zh/settings.ts';
import { story } from './zh/story.ts';
import { submit } from './zh/submit.ts';
import { traffic } from './zh/traffic.ts';
import { welcome } from './zh/welcome.ts';
import { workers } from './zh/workers.ts';
import { workspace } from './zh/workspace.ts';

/** The window's texts in Simplified Chinese. Packet types, commands and field names are not translated. */
export const zh: Record<keyof typeof en, string> = {
  ...common,
  ...frame,
  ...errors,
  ...overview,
  ...functions,
  ...workspace,
  ...workers,
  ...jobs,
  ...submit,
  ...story,
  ...traffic,
  ...filter,
  ...packet,
  ...doctor,
  ...servers,
  ...consoleTexts,
  ...settings,
  ...welcome,
  ...commandMessages(COMMAND_WORDS.zh),
};
