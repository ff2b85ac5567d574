import { fileURLToPath } from 'node:url';
import type { EngineParts } from '../engine.ts';
import { appInfo } from '../util/app-info.ts';
import type { Log } from '../util/log.ts';

/** The parts of an engine that has no window: nobody can be asked, and samples lie beside the source. */
export const engineBasics = (log: Log): Pick<EngineParts, 'app' | 'resources' | 'log' | 'dialogs' | 'environment'> => ({
  app: appInfo(),
  resources: fileURLToPath(new URL('../../resources', import.meta.url)),
  log,
  dialogs: {
    openFile: () => Promise.resolve(null),
    saveFile: () => Promise.resolve(null),
    askUnsaved: () => Promise.resolve('discard'),
  },
  environment: process.env,
});
