import { app, type BaseWindow, powerMonitor } from 'electron';
import { AppError } from '../contract/errors.ts';
import type { Engine } from '../engine.ts';
import { askOver } from './dialogs.ts';
import { type QuitReason, quitQuestion } from './quit-question.ts';
import type { Texts } from './texts.ts';

/** How long quitting waits for commands and connections to end, ms. */
const PATIENCE = 2000;

export interface QuitParts {
  engine: Engine;
  texts: () => Texts;
  /** The window, where one is seen: questions stand over it. */
  window: () => BaseWindow | undefined;
  /** Whether it is asked before something stops, and what is done where it shall not be any more. */
  asks: () => boolean;
  askNoMore: () => Promise<unknown>;
  /** Whether it could go on without a window instead, and how. */
  canStay: () => Promise<boolean>;
  stay: () => void;
}

/**
 * Quitting asks whether what goes on shall stop, then for unsaved changes; it ends workers and server, and goes on after the time
 * whatever they do. Where the person wants to stay, or what is unsaved cannot be saved, nothing ends. Returns what quits.
 */
export function endWithTheApp(parts: QuitParts): (reason: QuitReason) => void {
  const { engine } = parts;
  let state: 'running' | 'asking' | 'ended' = 'running';
  /** The session ends: nobody is there to answer, and the system would wait for it. */
  let hurries = false;
  app.on('before-quit', (event) => {
    if (state === 'ended') return;
    event.preventDefault();
    start('quit');
  });
  powerMonitor.on('shutdown', () => {
    hurries = true;
    app.quit();
  });

  function start(reason: QuitReason): void {
    if (state === 'running') void quit(reason);
  }

  async function quit(reason: QuitReason): Promise<void> {
    state = 'asking';
    try {
      state = hurries || ((await mayStop(reason)) && (await engine.mayLeave())) ? 'ended' : 'running';
    } catch (error) {
      state = 'running';
      if (!(error instanceof AppError)) throw error;
      void askOver(parts.window(), { type: 'error', message: error.message, buttons: [parts.texts().close] });
    }
    if (state === 'running') return;
    const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    await Promise.race([engine.close(), patience]);
    app.exit(0);
  }

  async function mayStop(reason: QuitReason): Promise<boolean> {
    if (!parts.asks()) return true;
    const canStay = reason === 'quit' && (await parts.canStay());
    const question = quitQuestion(await engine.ending(), parts.texts(), { reason, canStay });
    if (question === null) return true;
    const { message, detail, answers, buttons } = question;
    const options: Electron.MessageBoxOptions = {
      type: 'question',
      message,
      detail,
      buttons: [...buttons],
      defaultId: 0,
      cancelId: answers.indexOf('cancel' as never),
      checkboxLabel: parts.texts().dontAsk,
    };
    const { response, checkboxChecked } = await askOver(parts.window(), options);
    const answer = answers[response] ?? 'cancel';
    if (answer === 'quit' && checkboxChecked) await parts.askNoMore();
    if (answer === 'stay') parts.stay();
    return answer === 'quit';
  }

  return start;
}
