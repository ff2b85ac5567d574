import { call } from './api.ts';

/** So many errors of a window are told; who goes on failing has said enough. */
const MOST = 20;
let told = 0;

/** Tells the engine of an error that nothing in the window caught. */
export function tellError(error: unknown): void {
  told += 1;
  if (told > MOST) return;
  const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  void call('faults.tell', {
    name: name.slice(0, 100),
    message: message.slice(0, 10_000),
    stack: stack.slice(0, 20_000),
  }).catch(() => {}); // where even that does not go there is nobody to tell
}

/** Tells of all errors from now on that nothing catches. */
export function tellErrors(): void {
  window.addEventListener('error', ({ error }) => {
    if (error != null) tellError(error); // what has none is a remark of the browser
  });
  window.addEventListener('unhandledrejection', ({ reason }) => tellError(reason));
}
