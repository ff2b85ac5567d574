import type { EngineParts } from '../engine.ts';
import { appInfo } from '../util/app-info.ts';
import { RESOURCES } from '../util/app-root.ts';
import type { Log } from '../util/log.ts';

/** The parts of an engine that has no window: nobody can be asked, and nothing is kept. */
export const engineBasics = (log: Log): Pick<EngineParts, 'app' | 'resources' | 'log' | 'dialogs' | 'environment'> => ({
  app: appInfo(),
  resources: RESOURCES,
  log,
  dialogs: {
    openFile: () => Promise.resolve(null),
    saveFile: () => Promise.resolve(null),
    askUnsaved: () => Promise.resolve('discard'),
  },
  environment: process.env,
});
