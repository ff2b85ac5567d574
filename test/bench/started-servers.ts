import { join } from 'node:path';
import { background } from '../support/processes.ts';

/** Starts many-servers.ts, does something with the ports of its servers, and ends it, whatever came of that. */
export async function withManyServers(
  { servers, functions, changes }: { servers: number; functions: number; changes: 'nothing' | 'some' | 'all' },
  work: (ports: readonly number[]) => Promise<void>,
): Promise<void> {
  const options = ['--servers', String(servers), '--functions', String(functions), '--changes', changes];
  const many = background(process.execPath, [join(import.meta.dirname, 'many-servers.ts'), ...options]);
  try {
    await many.says(']\n');
    await work(JSON.parse(many.said()) as number[]);
  } finally {
    await many.stop();
  }
}
