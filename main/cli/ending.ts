import { Output } from './output.ts';
import { endAsked } from './terminal.ts';

/** Exit code where nothing can be printed any more, of sysexits.h. */
export const OUTPUT_LOST = 74;

/** Standard output, and why a command that prints packets is to end before it is done. */
export interface Ending {
  output: Output;
  /** Raised when the process is asked to end, or nobody can be told anything any more. */
  signal: AbortSignal;
  /** What has asked the process to end. */
  readonly asked: NodeJS.Signals | undefined;
  /** Why nothing more can be printed; undefined also where the reader has just gone. */
  readonly lost: Error | undefined;
}

export function endingOf(): Ending {
  const controller = new AbortController();
  const ending: { asked: NodeJS.Signals | undefined; lost: Error | undefined } = { asked: undefined, lost: undefined };
  const output = new Output((error) => {
    ending.lost = error;
    controller.abort();
  });
  void endAsked().then((signal) => {
    ending.asked = signal;
    controller.abort();
  });
  return Object.assign(ending, { output, signal: controller.signal });
}
