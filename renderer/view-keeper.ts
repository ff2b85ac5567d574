import { call } from './api.ts';
import { viewOf } from './lib/view-state.ts';
import { useStore } from './store/index.ts';

/** How soon after a change it is kept, ms. */
const SOON = 300;

/** Keeps how the window is left, from now on. Returns what ends it. */
export function keepView(): () => void {
  let kept = JSON.stringify(viewOf(useStore.getState()));
  let timer: ReturnType<typeof setTimeout> | undefined;
  function keep(): void {
    timer = undefined;
    const view = viewOf(useStore.getState());
    const text = JSON.stringify(view);
    if (text === kept) return;
    kept = text;
    void call('view.change', view);
  }
  const end = useStore.subscribe(() => {
    timer ??= setTimeout(keep, SOON);
  });
  return () => {
    end();
    clearTimeout(timer);
  };
}
