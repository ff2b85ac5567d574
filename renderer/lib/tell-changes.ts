import { type Store, useStore } from '../store/index.ts';
import { alike } from './kept-rows.ts';

/**
 * Tells what the store says of something `soon` ms after it says something else: the store changes in each frame, and many changes
 * are told at once. `told` is what is known already. Returns what ends it.
 */
export function tellChanges<T>(say: (store: Store) => T, tell: (said: T) => void, soon: number, told: T): () => void {
  let last = told;
  let timer: ReturnType<typeof setTimeout> | undefined;
  function look(): void {
    timer = undefined;
    const now = say(useStore.getState());
    if (alike(now, last)) return;
    last = now;
    tell(now);
  }
  const end = useStore.subscribe(() => {
    timer ??= setTimeout(look, soon);
  });
  return () => {
    end();
    clearTimeout(timer);
  };
}
