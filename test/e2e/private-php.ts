import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface PrivatePhp {
  /** For a process whose PHPs read this folder's ini files, and the system's php.ini, but none of the packages. */
  environment: { PHP_INI_SCAN_DIR: string };
  /** The ini file that loads gearman, or would. */
  file: string;
  write(line: string): Promise<void>;
  remove(): Promise<void>;
}

/** The machine's own PHP with ini files of a folder of ours: nothing of the machine changes. */
export async function privatePhp(line: string): Promise<PrivatePhp> {
  const folder = await mkdtemp(join(tmpdir(), 'gearbench-php-'));
  const file = join(folder, '20-gearman.ini');
  const write = (text: string) => writeFile(file, text);
  await write(line);
  return {
    environment: { PHP_INI_SCAN_DIR: folder },
    file,
    write,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
