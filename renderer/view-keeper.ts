import { call } from './api.ts';
import { tellChanges } from './lib/tell-changes.ts';
import { unsentOf, viewOf } from './lib/view-state.ts';
import { useStore } from './store/index.ts';

/** How soon after a change it is kept, ms. */
const SOON = 300;

/** Characters of what is not in a file; with more than that what is typed is left out. */
const MOST = 1_000_000;

/** Keeps from now on how the window is left, for the next start, and what it holds unsent, for the window after this one. */
export function keepView(): () => void {
  const now = useStore.getState();
  const ends = [
    tellChanges(viewOf, (view) => void call('view.change', view), SOON, viewOf(now)),
    tellChanges(unsentOf, (unsent) => void call('view.keep', { view: textOf(unsent) }), SOON, unsentOf(now)),
  ];
  return () => {
    for (const end of ends) end();
  };
}

function textOf(unsent: ReturnType<typeof unsentOf>): string {
  const text = JSON.stringify(unsent);
  return text.length <= MOST ? text : JSON.stringify({ app: unsent.app });
}
