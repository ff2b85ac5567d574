/** The only file that touches what the preload script put on the window. */
import type { Bridge, CallName, EventName, Events, Input, Output, Reply } from '../main/contract/api.ts';
import type { ErrorCode, ErrorDetails } from '../main/contract/errors.ts';
import type { WorkspaceInfo } from '../main/contract/workspace.ts';

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
  return unwrapped(await window.gearbench.call(name, input));
}

function unwrapped<T>(reply: Reply<T>): T {
  if (!reply.ok) throw new CallError(reply.error.code, reply.error.message, reply.error.details);
  return reply.value;
}

/** Opens a workspace whose file was dropped onto the window. Throws CallError where it cannot be used. */
export const openDropped = (file: File): Promise<WorkspaceInfo | null> => window.gearbench.drop(file).then(unwrapped);

/** Listens to an event. Returns what ends it. */
export const on = <E extends EventName>(name: E, listener: (payload: Events[E]) => void): (() => void) =>
  window.gearbench.on(name, listener);
