import { call } from './api.ts';
import { menuState } from './commands.ts';
import { useStore } from './store/index.ts';

/** How soon the menu knows, ms: nobody opens it faster, and the store changes in each frame. */
const SOON = 100;

/** Tells the application's menu what can be done, now and after each change. Returns what ends it. */
export function tellMenu(): () => void {
  let told = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  function tell(): void {
    timer = undefined;
    const state = menuState(useStore.getState());
    const text = JSON.stringify(state);
    if (text === told) return;
    told = text;
    void call('app.menu', state);
  }
  tell();
  const end = useStore.subscribe(() => {
    timer ??= setTimeout(tell, SOON);
  });
  return () => {
    end();
    clearTimeout(timer);
  };
}
