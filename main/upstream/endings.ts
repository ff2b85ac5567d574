import { words } from '../protocol/admin.ts';
import type { Ends, ObservedConnection, ObservedJob } from './observed-job.ts';

/** Lines of one connection that may wait for their answers. */
const LINES = 1000;

/** What the lines of all connections are about to end, from when they are said until they are answered. docs/protocol.md section 5. */
export class Endings {
  /** Jobs that somebody is about to cancel and functions that somebody is about to drop, how often. */
  readonly #begun = { job: new Map<string, number>(), function: new Map<string, number>() };

  /** A line of a peer. */
  heard(from: ObservedConnection, line: string): void {
    if (from.lost) return;
    if (from.lines.length === LINES) {
      from.lost = true;
      this.forget(from);
      return;
    }
    const ends = endsBy(line);
    if (ends !== undefined) this.#count(ends, 1);
    from.lines.push({ ends });
  }

  /**
   * A line of the server, where one of the peer waits: it answers that one, or is part of a table that a full stop ends. Returns
   * what it says to have ended.
   */
  told(to: ObservedConnection, line: string): Ends | undefined {
    if (to.inTable || !/^(OK|ERR)\b[^\t]*$/.test(line)) {
      to.inTable = line !== '.';
      if (!to.inTable) to.lines.shift();
      return undefined;
    }
    const ends = to.lines.shift()?.ends;
    if (ends === undefined) return undefined;
    this.#count(ends, -1);
    return line.startsWith('OK') ? ends : undefined;
  }

  /** Waits for no answer to a connection any more. */
  forget({ lines }: ObservedConnection): void {
    for (let asked = lines.shift(); asked !== undefined; asked = lines.shift())
      if (asked.ends !== undefined) this.#count(asked.ends, -1);
  }

  /** Why a job has failed that no worker failed: its clients may hear of it before who asked for it does. */
  of({ handle, functionName, worker }: ObservedJob): 'cancelled' | 'dropped' | undefined {
    if (this.#begun.job.has(handle)) return 'cancelled';
    return worker === undefined && this.#begun.function.has(functionName) ? 'dropped' : undefined;
  }

  #count({ kind, name }: Ends, change: 1 | -1): void {
    const counts = this.#begun[kind];
    const count = (counts.get(name) ?? 0) + change;
    if (count > 0) counts.set(name, count);
    else counts.delete(name);
  }
}

/** What a line would end. */
function endsBy(line: string): Ends | undefined {
  const [command = '', what = '', name, more] = words(line);
  if (name === undefined || more !== undefined) return undefined;
  const asked = `${command} ${what}`.toLowerCase();
  if (asked === 'cancel job') return { kind: 'job', name };
  return asked === 'drop function' ? { kind: 'function', name } : undefined;
}
