/**
 * Runs `pull` at most once per animation frame and never twice at once. However often `poke` is called, a slow window
 * simply pulls less often.
 */
export function framePuller(
  pull: () => Promise<void>,
  nextFrame: (run: () => void) => unknown = (run) => requestAnimationFrame(run),
): { poke(): void } {
  let wanted = false;
  let running = false;

  async function run(): Promise<void> {
    wanted = false;
    try {
      await pull();
    } finally {
      running = false;
      if (wanted) start();
    }
  }
  function start(): void {
    running = true;
    nextFrame(() => void run());
  }
  return {
    poke() {
      wanted = true;
      if (!running) start();
    },
  };
}
