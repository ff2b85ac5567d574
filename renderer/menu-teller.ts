import { call } from './api.ts';
import { menuState } from './commands.ts';
import { tellChanges } from './lib/tell-changes.ts';
import { useStore } from './store/index.ts';

/** How soon the menu knows, ms: nobody opens it faster. */
const SOON = 100;

/** Tells the application's menu what can be done, now and after each change. Returns what ends it. */
export function tellMenu(): () => void {
  const now = menuState(useStore.getState());
  void call('app.menu', now);
  return tellChanges(menuState, (state) => void call('app.menu', state), SOON, now);
}
