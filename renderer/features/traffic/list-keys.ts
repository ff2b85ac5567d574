import type { KeyboardEvent } from 'react';
import type { Store } from '../../store/index.ts';

/** What single keys do while the list has the focus. */
const KEYS: Record<string, (store: Store) => unknown> = {
  m: (store) => store.toggleMark(),
  ';': (store) => store.commentPacket(),
  f: (store) => store.followJobOfPacket(),
  '.': (store) => store.stepTraffic('mark'),
  ',': (store) => store.stepTraffic('mark', 'previous'),
  '/': () => document.querySelector<HTMLElement>('.screenbar input')?.focus(),
  Escape: goBack,
};

/** Does what a key means in the list of packets; false where it means nothing. */
export function keyInList({ key }: Pick<KeyboardEvent, 'key'>, store: Store): boolean {
  const act = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
  if (act === undefined) return false;
  void act(store);
  return true;
}

/** Ends one thing at a time: what is selected, then what the list is narrowed to. */
function goBack(store: Store): void {
  const { selected, scope } = store.traffic;
  if (selected !== null) store.closePacket();
  else if (Object.values(scope).some((each) => each !== null)) store.narrowTraffic({});
}
