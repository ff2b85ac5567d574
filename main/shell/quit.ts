import { app } from 'electron';
import type { Engine } from '../engine.ts';

/** How long quitting waits for commands and connections to end, ms. */
const PATIENCE = 2000;

/** Quitting ends workers and server first, and goes on after the time whatever they do. */
export function endWithTheApp(engine: Engine): void {
  let ended = false;
  app.on('before-quit', (event) => {
    if (ended) return;
    ended = true;
    event.preventDefault();
    const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    void Promise.race([engine.close(), patience]).then(() => app.exit(0));
  });
}
