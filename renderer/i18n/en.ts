import { COMMAND_WORDS } from '../../main/contract/command-words.ts';
import { commandMessages } from './command-messages.ts';
import { common } from './en/common.ts';
import { consoleTexts } from './en/console.ts';
import { doctor } from './en/doctor.ts';
import { errors } from './en/errors.ts';
import { filter } from './en/filter.ts';
import { frame } from './en/frame.ts';
import { functions } from './en/functions.ts';
import { jobs } from './en/jobs.ts';
import { overview } from './en/overview.ts';
import { packet } from './en/packet.ts';
import { servers } from './en/servers.ts';
import { settings } from './en/settings.ts';
import { story } from './en/story.ts';
import { submit } from './en/submit.ts';
import { traffic } from './en/traffic.ts';
import { welcome } from './en/welcome.ts';
import { workers } from './en/workers.ts';
import { workspace } from './en/workspace.ts';

/** The window's texts in English, in ICU message format, by area. `zh.ts` has the same keys; a test holds both complete. */
export const en = {
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
  ...commandMessages(COMMAND_WORDS.en),
} as const satisfies Record<string, string>;
