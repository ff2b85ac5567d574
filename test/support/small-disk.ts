import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterThisTest, type Cleanup } from './cleanup.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Only root may mount. */
export const canMount = process.platform === 'linux' && process.getuid?.() === 0;

/** A file system of its own in memory, with so much room (mount(8)), and what fills it up or makes it read-only. */
export async function smallDisk(size: string, cleanup: Cleanup = afterThisTest) {
  const folder = await temporaryFolder(cleanup);
  const mount = (...args: string[]) => {
    const { status, stderr } = spawnSync('mount', [...args, folder], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
  mount('-t', 'tmpfs', '-o', `size=${size}`, 'gearbench-test');
  cleanup(() => void spawnSync('umount', ['-l', folder]));
  const filling = join(folder, 'filling');
  return {
    folder,
    fill(): void {
      try {
        writeFileSync(filling, Buffer.alloc(512 * 1024 * 1024));
      } catch {
        // it is full now
      }
    },
    empty: () => rmSync(filling),
    remount: (options: string) => mount('-o', `remount,${options}`),
  };
}
