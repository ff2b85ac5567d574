import { type ResourceLimits, Worker } from 'node:worker_threads';

/**
 * Starts the thread whose program is the module `name` beside the one that asks (its `import.meta.url`): TypeScript in a
 * checkout; in the built program an entry of its own, named in electron.vite.config.ts, in the same folder as all others.
 */
export function startThread(
  name: string,
  from: string,
  workerData?: unknown,
  resourceLimits: ResourceLimits = {},
): Worker {
  const file = new URL(`./${name}${from.endsWith('.ts') ? '.ts' : '.js'}`, from);
  return new Worker(file, { workerData, name, resourceLimits, trackUnmanagedFds: false });
}
