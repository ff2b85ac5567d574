import { app, dialog } from 'electron';
import { AppError } from '../contract/errors.ts';
import type { Engine } from '../engine.ts';

/** How long quitting waits for commands and connections to end, ms. */
const PATIENCE = 2000;

/**
 * Quitting asks for unsaved changes, ends workers and server, and goes on after the time whatever they do. Where the person
 * wants to stay, or what is unsaved cannot be saved, nothing ends.
 */
export function endWithTheApp(engine: Engine): void {
  let state: 'running' | 'asking' | 'ended' = 'running';
  app.on('before-quit', (event) => {
    if (state === 'ended') return;
    event.preventDefault();
    if (state === 'running') void quit();
  });

  async function quit(): Promise<void> {
    state = 'asking';
    try {
      state = (await engine.mayLeave()) ? 'ended' : 'running';
    } catch (error) {
      state = 'running';
      if (!(error instanceof AppError)) throw error;
      dialog.showErrorBox('Gearbench', error.message);
    }
    if (state === 'running') return;
    const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    await Promise.race([engine.close(), patience]);
    app.exit(0);
  }
}
