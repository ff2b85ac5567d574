import type { BrowserWindow } from 'electron';
import { calls } from '../contract/api.ts';
import type { Engine } from '../engine.ts';

/** Longest time for the whole test, ms. */
const PATIENCE = 20_000;

/** What one line of JSON says of a smoke test. */
export interface SmokeResult {
  ok: boolean;
  result: string;
  title: string;
  packets: number;
  reason?: string;
}

/**
 * Proves a packaged program: the window has drawn itself, and a job that counts lines goes through a real socket to a real
 * command and back. Resolves with what happened; never throws.
 */
export async function smokeTest(engine: Engine, window: BrowserWindow): Promise<SmokeResult> {
  const { handlers } = engine;
  const nothing: SmokeResult = { ok: false, result: '', title: '', packets: 0 };
  try {
    const until = Date.now() + PATIENCE;
    const wait = async <T>(what: string, ask: () => Promise<T | undefined> | T | undefined): Promise<T> => {
      for (;;) {
        const answer = await ask();
        if (answer !== undefined) return answer;
        if (Date.now() > until) throw new Error(`${what} did not come within ${PATIENCE / 1000} s`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    await wait('an echo', async () => (await handlers['server.status']()).echo ?? undefined);
    const drawn = 'document.querySelector("h1")?.textContent';
    const title = await wait('the window', () =>
      window.webContents.executeJavaScript(drawn).then((text) => (text as string) || undefined),
    );
    const { submission: done } = await handlers['demonstration.run']({ text: 'one\ntwo\nthree\n' });
    const result = Buffer.from(done.result.bytes ?? [])
      .toString('utf8')
      .trim();
    const { end } = await handlers['packets.window'](calls['packets.window'].input.parse({ from: 'end', rows: 1 }));
    return { ok: done.state === 'done' && result === '3', result, title, packets: end };
  } catch (error) {
    return { ...nothing, reason: (error as Error).message };
  }
}
