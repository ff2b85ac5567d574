import type { KeyboardEvent } from 'react';
import { focusFilter } from '../../lib/focus-filter.ts';
import type { Store } from '../../store/index.ts';
import { selectedRow } from '../../store/traffic.ts';
import { likeThis } from './filter/like-this.ts';

/** What single keys do while the list has the focus. */
const KEYS: Record<string, (store: Store) => unknown> = {
  m: (store) => store.toggleMark(),
  ';': (store) => store.commentPacket(),
  f: (store) => store.followJobOfPacket(),
  '.': (store) => store.stepTraffic('mark'),
  ',': (store) => store.stepTraffic('mark', 'previous'),
  o: (store) => narrow(store, 'only'),
  x: (store) => narrow(store, 'hide'),
  c: colourLikeThis,
  n: (store) => store.stepSearch('next'),
  p: (store) => store.stepSearch('previous'),
  '/': focusFilter,
  Escape: goBack,
};

/** Does what a key means in the list of packets; false where it means nothing. */
export function keyInList({ key }: Pick<KeyboardEvent, 'key'>, store: Store): boolean {
  const act = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
  if (act === undefined) return false;
  void act(store);
  return true;
}

/** Shows or hides what is of the selected packet's type. */
function narrow(store: Store, as: 'only' | 'hide'): void {
  const row = selectedRow(store);
  if (row !== undefined) store.narrowFilter(likeThis(row, undefined).test, as);
}

/** Makes a rule that colours what is of the selected packet's type. */
function colourLikeThis(store: Store): void {
  const row = selectedRow(store);
  if (row === undefined) return;
  const { what, test } = likeThis(row, undefined);
  store.openRules({ name: what, filter: test });
}

/** Ends one thing at a time: what is selected, then what the list is narrowed to. */
function goBack(store: Store): void {
  const { selected, scope } = store.traffic;
  if (selected !== null) store.closePacket();
  else if (Object.values(scope).some((each) => each !== null)) store.narrowTraffic({});
}
