import { onTestFinished, vi } from 'vitest';
import {
  type Bridge,
  type CallName,
  calls,
  type EventName,
  type Input,
  type Output,
  type Reply,
} from '../../main/contract/api.ts';
import type { ErrorCode, ErrorDetails } from '../../main/contract/errors.ts';
import { AppError } from '../../main/contract/errors.ts';
import { reasonDetails } from '../../main/contract/reasons.ts';
import { faultOf } from '../../main/util/fault.ts';
import { useStore } from '../../renderer/store/index.ts';

/** What the engine answers to a call; what it throws with `refuse` goes back as a refusal. */
export type Answers = { [C in CallName]?: (input: Input<C>) => Output<C> | Promise<Output<C>> };

export const refuse = (code: ErrorCode, message = 'No.', details: ErrorDetails = {}): never => {
  throw new AppError(code, message, details);
};

/** Lets everything that is only waiting for its turn happen. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/**
 * Stands in for the engine behind `window.gearbench`, with a fresh store in front of it. Refuses what
 * is not in the contract, records the other calls and answers them. Animation frames come when the test asks for one.
 */
export function fakeBridge(answers: Answers = {}) {
  const said: [CallName, unknown][] = [];
  const frames: (() => void)[] = [];
  const listeners = new Set<[EventName, (payload: never) => void]>();
  const bridge: Bridge = {
    call: async <C extends CallName>(name: C, input: Input<C>): Promise<Reply<Output<C>>> => {
      const answer = answers[name];
      // Whoever names servers asks for their labels.
      if (answer === undefined && name === 'servers.list') return { ok: true, value: [] as never };
      if (answer === undefined) throw new Error(`The test has no answer to ${name}`);
      const [issue] = calls[name].input.safeParse(input).error?.issues ?? [];
      if (issue !== undefined) {
        const details = { ...reasonDetails(faultOf(issue)), field: issue.path.join('.') };
        return { ok: false, error: { code: 'bad-input', message: issue.message, details } };
      }
      said.push([name, input]);
      try {
        return { ok: true, value: await answer(input) };
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        return { ok: false, error: { code: error.code, message: error.message, details: error.details } };
      }
    },
    drop: async () => ({ ok: false, error: { code: 'bad-input', message: 'The test drops nothing.', details: {} } }),
    on: (name, listener) => {
      const entry: [EventName, (payload: never) => void] = [name, listener];
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
  };
  if (!('window' in globalThis)) vi.stubGlobal('window', globalThis); // where a test needs no page
  vi.stubGlobal('gearbench', bridge);
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => frames.push(run));
  useStore.setState(useStore.getInitialState(), true);

  async function frame(): Promise<void> {
    for (const run of frames.splice(0)) run();
    await settled();
  }
  onTestFinished(async () => {
    while (frames.length > 0) await frame();
    vi.unstubAllGlobals();
  });
  return {
    answers,
    frame,
    /** The calls since it was last asked. */
    said: () => said.splice(0),
    /** Sends an event to whoever listens. */
    emit: (name: EventName, payload: unknown) => {
      for (const [wanted, listener] of [...listeners]) if (wanted === name) listener(payload as never);
    },
    listeners: () => [...listeners].map(([name]) => name),
  };
}
