import { onTestFinished } from 'vitest';

/** Takes what undoes something when the test is over. Tests that run side by side pass the one of their context. */
export type Cleanup = (undo: () => void | Promise<void>) => void;

export const afterThisTest: Cleanup = (undo) => onTestFinished(undo);
