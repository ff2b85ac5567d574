/** The field that takes a worker's command, for those who come from elsewhere to paste one. */
export const PASTE_ID = 'function-paste';

/** It is drawn in a moment. */
export const focusPaste = (): void => void requestAnimationFrame(() => document.getElementById(PASTE_ID)?.focus());
