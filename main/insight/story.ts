import type { PacketRow, StoryStep } from '../contract/packets.ts';

const RESULTS: Readonly<Record<string, StoryStep['kind']>> = {
  WORK_STATUS: 'progress',
  WORK_DATA: 'data',
  WORK_WARNING: 'warning',
  WORK_COMPLETE: 'complete',
  WORK_EXCEPTION: 'exception',
  WORK_FAIL: 'failed',
};

/** What happened to a job, from its packets in their order: what was asked with its answer, what was passed on with those who got it. */
export function storyOf(rows: readonly PacketRow[]): StoryStep[] {
  const steps: StoryStep[] = [];
  const start = rows[0]?.at ?? 0;
  /** Requests that wait for their answer, by number. */
  const asked = new Map<number, PacketRow>();
  const add = (kind: StoryStep['kind'], row: PacketRow, request?: PacketRow) => {
    const { at, connection, who } = request ?? row;
    steps.push({
      kind,
      at,
      since: at - start,
      took: request === undefined ? null : row.at - request.at,
      connection,
      who,
      packets: request === undefined ? [row.seq] : [request.seq, row.seq],
      told: 0,
      values: row.values,
      size: row.size,
    });
  };
  for (const row of rows) {
    const request = row.answers === null ? undefined : asked.get(row.answers);
    const result = RESULTS[row.type];
    if (result !== undefined) {
      const last = steps.at(-1);
      if (row.direction === 'out' && last?.kind === result) {
        last.told += 1;
        last.packets.push(row.seq);
      } else {
        add(result, row);
        // The server says so by itself, of a worker that it lost.
        if (row.direction === 'out') (steps.at(-1) as StoryStep).told = 1;
      }
    } else if (row.direction === 'in') asked.set(row.seq, row);
    else if (row.type === 'JOB_CREATED') add(row.joined ? 'joined' : 'submitted', row, request);
    else if (row.type.startsWith('JOB_ASSIGN')) add('assigned', row, request);
    else if (row.type.startsWith('STATUS_RES')) add('asked', row, request);
  }
  return steps;
}
