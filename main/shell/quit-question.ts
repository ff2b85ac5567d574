import type { Ending } from '../contract/glance.ts';
import { fill, type Texts } from './texts.ts';

/** Why the program would end: because the person quits, or because the window closes and nothing would be seen of it then. */
export type QuitReason = 'quit' | 'close';

export interface QuitQuestion {
  message: string;
  detail: string;
  answers: readonly ('quit' | 'stay' | 'cancel')[];
  buttons: readonly string[];
}

/**
 * The question before quitting, which names what would stop; null where nothing would that a person could miss. `canStay`
 * where it can go on without a window.
 */
export function quitQuestion(
  ending: Ending,
  texts: Texts,
  { reason, canStay }: { reason: QuitReason; canStay: boolean },
): QuitQuestion | null {
  const { server, workers, running, lost, batch, recording, step } = ending;
  const work = [
    workers > 0 && fill(texts.stopsWorkers, { count: workers }),
    running > 0 && fill(texts.stopsRunning, { count: running }),
    lost > 0 && fill(texts.stopsQueued, { count: lost }),
    batch && texts.stopsBatch,
    recording && texts.stopsRecording,
    step && texts.stopsStep,
  ].filter((line) => line !== false);
  // A server that nothing is lost with ends with the program, as the person expects; a closed window does not say so.
  const all =
    server !== null && (reason === 'close' || work.length > 0)
      ? [fill(texts.stopsServer, { address: server }), ...work]
      : work;
  if (all.length === 0) return null;
  const answers = canStay ? (['quit', 'stay', 'cancel'] as const) : (['quit', 'cancel'] as const);
  const words = { quit: texts.quit, stay: texts.keepRunning, cancel: texts.cancel };
  const list = [texts.stops, ...all.map((line) => `• ${line}`)].join('\n');
  return {
    message: reason === 'close' ? texts.closeTitle : texts.quitTitle,
    detail: reason === 'close' ? `${texts.closeText}\n\n${list}` : list,
    answers,
    buttons: answers.map((answer) => words[answer]),
  };
}
