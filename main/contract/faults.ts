import { z } from 'zod';

/**
 * What broke although it should not, and was mended as far as that goes: an error in the engine that nothing caught, a window that
 * crashed, what runs the commands of workers, and an error in the window's own code.
 */
export type FaultKind = 'engine' | 'window' | 'commands' | 'page';

export interface Fault {
  id: number;
  kind: FaultKind;
  /** When it happened last, milliseconds, and how often. */
  at: number;
  times: number;
}

/** An error of the window's code, for the log. */
export const PageError = z.object({
  name: z.string().max(100),
  message: z.string().max(10_000),
  stack: z.string().max(20_000),
});
export type PageError = z.output<typeof PageError>;
