import type { Handlers } from '../contract/api.ts';
import type { Fault, FaultKind } from '../contract/faults.ts';
import { now } from '../util/clock.ts';
import { type Log, told } from '../util/log.ts';

export interface FaultParts {
  log: Log;
  onChange: () => void;
}

/** What broke in this session: one of a kind, until the person has read it. What goes on breaking counts up and says no more. */
export function faultCalls({ log, onChange }: FaultParts): {
  tell(kind: FaultKind): void;
  readonly all: readonly Fault[];
  handlers: Pick<Handlers, 'faults.list' | 'faults.dismiss' | 'faults.tell'>;
} {
  const all: Fault[] = [];
  const unread = new Set<Fault>();

  function tell(kind: FaultKind): void {
    const known = all.find((fault) => fault.kind === kind && unread.has(fault));
    if (known === undefined) {
      const fault: Fault = { id: all.length + 1, kind, at: now(), times: 1 };
      all.push(fault);
      unread.add(fault);
    } else Object.assign(known, { at: now(), times: known.times + 1 });
    onChange();
  }

  return {
    tell,
    all,
    handlers: {
      'faults.list': () => [...unread].toSorted((a, b) => b.at - a.at),
      'faults.dismiss': ({ id }) => {
        for (const fault of unread) if (fault.id === id) unread.delete(fault);
        onChange();
      },
      'faults.tell': ({ name, message, stack }) => {
        log.error(
          told`An error in the window that nothing caught.`,
          Object.assign(new Error(message), { name, stack }),
        );
        tell('page');
      },
    },
  };
}
