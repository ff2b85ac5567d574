import type { FunctionRow } from '../../../main/contract/functions.ts';
import { AT_WORK } from '../../../main/contract/workers.ts';

/** Something about a function that a person should know, gravest first. */
export interface Attention {
  kind: 'stuck' | 'worker-failed' | 'worker-lost' | 'program-missing' | 'failed';
  tone: 'error' | 'warn';
  row: FunctionRow;
}

/** Workers that are there to take a job: ours that are connected, and everybody else's. */
export const workersOf = (row: FunctionRow): { total: number; idle: number } => {
  const ours = row.workers.filter(({ state }) => AT_WORK.includes(state)).length;
  const total = ours + row.outside.length;
  return { total, idle: Math.max(0, total - row.running) };
};

export const queuedOf = ({ queued }: FunctionRow): number => queued.high + queued.normal + queued.low;

export function attentionOf(rows: readonly FunctionRow[]): Attention[] {
  const found = rows.flatMap((row): Attention[] => {
    const items: Attention[] = [];
    if (row.stuck !== null) items.push({ kind: 'stuck', tone: 'error', row });
    if (row.workers.some(({ state }) => state === 'failed')) items.push({ kind: 'worker-failed', tone: 'error', row });
    if (row.workers.some(({ state }) => state === 'reconnecting'))
      items.push({ kind: 'worker-lost', tone: 'warn', row });
    const missing = row.definition?.command.kind === 'argv' && row.program === null;
    if (missing) items.push({ kind: 'program-missing', tone: 'warn', row });
    if (row.failed > 0 && !missing) items.push({ kind: 'failed', tone: 'warn', row });
    return items;
  });
  return found.sort((a, b) => (a.tone === b.tone ? 0 : a.tone === 'error' ? -1 : 1));
}
