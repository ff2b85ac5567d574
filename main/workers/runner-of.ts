import { HelperRunner } from './helper-runner.ts';
import type { Runner, RunnerParts } from './runner.ts';
import { SpawnRunner } from './spawn-runner.ts';
import { ThreadedRunner } from './threaded-runner.ts';

/** What starts a command here: a helper, where there are shells and pipes with names. */
export const runnerOf = (parts: RunnerParts, platform: NodeJS.Platform = process.platform): Runner =>
  platform === 'win32' ? new SpawnRunner(parts) : new HelperRunner(parts);

/** The same for a program whose own thread has more to do than to wait for the command. */
export const workerRunnerOf = (parts: RunnerParts, platform: NodeJS.Platform = process.platform): Runner =>
  platform === 'win32' ? new SpawnRunner(parts) : new ThreadedRunner(parts);
