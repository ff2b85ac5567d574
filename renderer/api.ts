/** The only file that touches what the preload script put on the window. */
import type { Bridge, CallName, EventName, Events, Input, Output } from '../main/contract/api.ts';
import type { ErrorCode, ErrorDetails } from '../main/contract/errors.ts';

declare global {
  interface Window {
    readonly gearbench: Bridge;
  }
}

/** A call that the engine refused, with a code that the window has a sentence for. */
export class CallError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** Asks the engine. Throws CallError where it refuses. */
export async function call<C extends CallName>(name: C, input: Input<C>): Promise<Output<C>> {
  const reply = await window.gearbench.call(name, input);
  if (!reply.ok) throw new CallError(reply.error.code, reply.error.message, reply.error.details);
  return reply.value;
}

/** Listens to an event. Returns what ends it. */
export const on = <E extends EventName>(name: E, listener: (payload: Events[E]) => void): (() => void) =>
  window.gearbench.on(name, listener);
