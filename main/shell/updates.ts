import { AppError } from '../contract/errors.ts';
import type { UpdateState } from '../contract/updates.ts';

/** Until builds are signed. Then electron-builder.yml says where they are published, and the package knows it. */
const IS_SIGNED = false;

/**
 * Asks whether there is a newer version; only when the person says so, and nothing is downloaded. `feed` is the address of another
 * feed than the package's own, for tests. Throws `updates-unknown` where it cannot be told.
 */
export async function lookForUpdate(feed?: string): Promise<UpdateState> {
  if (!IS_SIGNED && feed === undefined) return { state: 'off' };
  const { autoUpdater } = (await import('electron-updater')).default; // large, and seldom asked for
  autoUpdater.autoDownload = false;
  autoUpdater.logger = null;
  if (feed !== undefined) {
    autoUpdater.forceDevUpdateConfig = true;
    autoUpdater.setFeedURL({ provider: 'generic', url: feed });
  }
  try {
    const found = await autoUpdater.checkForUpdates();
    return found?.isUpdateAvailable ? { state: 'newer', version: found.updateInfo.version } : { state: 'newest' };
  } catch (error) {
    // Its messages go over many lines, with the headers of the answer.
    const reason = String((error as Error).message).split('\n', 1)[0] ?? '';
    throw new AppError('updates-unknown', `Whether there is a newer version could not be found out: ${reason}`, {
      reason,
    });
  }
}
