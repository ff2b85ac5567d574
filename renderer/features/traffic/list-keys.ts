import type { KeyboardEvent } from 'react';
import { packetCommandFor } from '../../commands.ts';
import type { Store } from '../../store/index.ts';

/** Does what a single key means in the list of packets; false where it means nothing. */
export function keyInList({ key }: Pick<KeyboardEvent, 'key'>, store: Store): boolean {
  if (key === 'Escape') {
    goBack(store);
    return true;
  }
  const command = packetCommandFor(key, store);
  void command?.run(store);
  return command !== undefined;
}

/** Ends one thing at a time: what is selected, then what the list is narrowed to. */
function goBack(store: Store): void {
  const { selected, scope } = store.traffic;
  if (selected !== null) store.closePacket();
  else if (Object.values(scope).some((each) => each !== null)) store.narrowTraffic({});
}
