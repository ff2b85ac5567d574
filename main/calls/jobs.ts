import { basename } from 'node:path';
import type { Handlers } from '../contract/api.ts';
import { AppError } from '../contract/errors.ts';
import type { JobKey, Wire } from '../contract/keys.ts';
import type { Journal } from '../journal/journal.ts';
import type { Dialogs } from '../util/dialogs.ts';
import { snippetOf } from '../workload/snippets/snippet.ts';
import { fileName } from './file-name.ts';
import type { JobActionCall } from './job-actions.ts';

export interface JobCallsParts {
  journal: Journal;
  /** Where a job of the function would be submitted to again, and the PHP file that takes the place of the extension. */
  targetsOf: (key: JobKey, name: Wire) => readonly { host: string; port: number }[];
  dropIn: string;
  dialogs: Dialogs;
  /** Asks where to and writes; null where the person chose no file. */
  save: (kind: 'result' | 'story' | 'workload', bytes: Buffer, suggestion: string) => Promise<string | null>;
}

/** Bytes of a workload or result that go to the window at once; the whole is saved to a file on request. */
const SHOWN_BYTES = 256 * 1024;

type Calls = Exclude<Extract<keyof Handlers, `jobs.${string}`>, 'jobs.why' | 'jobs.previous' | JobActionCall>;

/** What the window asks about what happened to jobs. */
export function jobCalls({ journal, targetsOf, dropIn, dialogs, save }: JobCallsParts): Pick<Handlers, Calls> {
  return {
    'jobs.window': (query) => journal.window(query),
    'jobs.stopSearch': ({ search }) => journal.stopSearch(search),
    'jobs.clear': () => journal.clear(),
    'jobs.export': async (what) => {
      const path = await dialogs.saveFile('jobs', `jobs.${what.format}`);
      if (path === null) return null;
      const jobs = await journal.exportTo(path, what);
      return jobs === null ? null : { name: basename(path), jobs };
    },
    'jobs.cancelExport': () => journal.stopExport(),
    'jobs.get': (key) => journal.detail(key, SHOWN_BYTES),
    'jobs.saveResult': async (key) => {
      const bytes = await journal.content(key, 'result');
      if (bytes === null) throw new AppError('not-kept', 'The result is no longer kept.');
      return save('result', bytes, `${fileName(key.handle)}.out`);
    },
    'jobs.snippet': async ({ key, language }) => {
      const [job, workload] = await Promise.all([journal.detail(key, 0), journal.content(key, 'workload')]);
      if (job === null || workload === null) return null;
      const targets = targetsOf(key, job.function);
      return snippetOf({ job: { ...job, workload }, targets, language, dropIn });
    },
    'jobs.saveWorkload': async ({ key, name }) => {
      const bytes = await journal.content(key, 'workload');
      if (bytes === null) throw new AppError('not-kept', 'The workload is no longer kept.');
      return save('workload', bytes, fileName(name));
    },
    'jobs.saveStory': ({ handle, format, text }) =>
      save('story', Buffer.from(text), `${fileName(handle)}.${format === 'svg' ? 'svg' : 'mmd'}`),
  };
}
