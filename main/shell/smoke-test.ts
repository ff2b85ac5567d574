import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BrowserWindow } from 'electron';
import { calls } from '../contract/api.ts';
import type { Engine } from '../engine.ts';
import { APP_ROOT } from '../util/app-root.ts';

/** Longest time for the whole test, ms. */
const PATIENCE = 30_000;

/** What one line of JSON says of a smoke test: what was seen of each thing that matters, and the reason why it went no further. */
export interface SmokeResult {
  ok: boolean;
  title?: string;
  result?: string;
  packets?: number;
  history?: number;
  decoded?: string;
  command?: string;
  report?: boolean;
  reason?: string;
}

/**
 * Proves a packaged program: the window has drawn itself; a job goes through a real socket to a real command and back; the threads of
 * the history, of decoding and of the command line run from the archive; the command line runs and reaches the server; a report is
 * made. Resolves with what happened; never throws.
 */
export async function smokeTest(engine: Engine, window: BrowserWindow): Promise<SmokeResult> {
  const { handlers } = engine;
  const seen: SmokeResult = { ok: false };
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
    seen.title = await wait('the window', () =>
      window.webContents.executeJavaScript(drawn).then((text) => (text as string) || undefined),
    );
    const { submission: done } = await handlers['demonstration.run']({ text: 'one\ntwo\nthree\n' });
    if (done.state !== 'done') throw new Error(`The job is ${done.state}.`);
    seen.result = Buffer.from(done.result.bytes ?? [])
      .toString('utf8')
      .trim();
    const { end } = await handlers['packets.window'](calls['packets.window'].input.parse({ from: 'end', rows: 1 }));
    seen.packets = end;

    const { counts, rows } = await wait('the history', async () => {
      const jobs = await handlers['jobs.window'](calls['jobs.window'].input.parse({ rows: 1 }));
      return jobs.journal.state === 'on' && jobs.counts.done > 0 ? jobs : undefined;
    });
    seen.history = counts.done;
    const source = { kind: 'job', key: rows[0]?.key, part: 'workload' };
    const decoded = await handlers['decode.open'](calls['decode.open'].input.parse({ source, as: [] }));
    seen.decoded = decoded?.layers.at(-1)?.as ?? 'nothing';

    const { port } = await handlers['server.status']();
    seen.command = await runCommand('gearadmin', '-p', String(port), '--server-version');
    seen.report = (await handlers['report.make']()).includes('\nLog\n');
    return { ...seen, ok: true };
  } catch (error) {
    return { ...seen, reason: (error as Error).message };
  }
}

/** Runs the program's own command line as terminals do; what it prints. */
async function runCommand(...args: string[]): Promise<string> {
  const cli = join(APP_ROOT, 'out', 'main', 'cli.js');
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const { stdout } = await promisify(execFile)(process.execPath, [cli, ...args], { env, timeout: PATIENCE });
  return stdout.trim();
}
