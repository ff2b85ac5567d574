import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Puts a workload into a file that only its owner may read, gives its path to `use`, and removes it afterwards. */
export async function withWorkloadFile<R>(workload: Buffer, use: (path: string) => Promise<R>): Promise<R> {
  const folder = await mkdtemp(join(tmpdir(), 'gearbench-'));
  try {
    const path = join(folder, 'workload');
    await writeFile(path, workload, { mode: 0o600 });
    return await use(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
