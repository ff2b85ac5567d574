import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterThisTest, type Cleanup } from './cleanup.ts';

/** An empty folder that is gone after the test. */
export async function temporaryFolder(cleanup: Cleanup = afterThisTest): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'gearbench-test-')));
  // What an engine has started may write its last line a moment after it.
  cleanup(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));
  return folder;
}
