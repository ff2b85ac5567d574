import type { Turn } from '../turn.ts';

/**
 * What the time brings: running jobs that took too long, and delayed ones that may run. At most `most` of them, so that a
 * million that are due at once do not hold everything up. docs/protocol.md section 4.
 */
export function expire(turn: Turn, most: number): void {
  const { registry } = turn;
  const wall = turn.wall();
  for (let done = 0; done < most; done += 1) {
    const late = registry.timeouts.takeDue(turn.at);
    if (late !== undefined) {
      turn.tell({ kind: 'timed-out', job: late });
      turn.requeue(late);
      continue;
    }
    const ripe = registry.ripen(wall);
    if (ripe === undefined) return;
    turn.tell({ kind: 'due', job: ripe });
    turn.wake(ripe.function);
  }
}
