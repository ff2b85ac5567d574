import { type ChildProcess, execFile, type SpawnOptions, spawn } from 'node:child_process';

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end and gives it `input`; never throws for an exit code. */
export function run(
  file: string,
  args: readonly string[],
  { input = '', timeout = 50_000, env }: { input?: string | Buffer; timeout?: number; env?: NodeJS.ProcessEnv } = {},
): Promise<Finished> {
  return new Promise((resolve) => {
    const child = execFile(
      file,
      [...args],
      { timeout, maxBuffer: 256 * 1024 * 1024, encoding: 'latin1', ...(env && { env }) },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
        resolve({ code, stdout, stderr });
      },
    );
    child.stdin?.on('error', () => {}); // it may end without reading
    child.stdin?.end(input);
  });
}

export interface Background {
  child: ChildProcess;
  /** Resolves when the output has the text. */
  says(text: string): Promise<void>;
  /** What it has said so far, on both. */
  said(): string;
  stop(): Promise<void>;
}

/** Starts a program that goes on until it is stopped. */
export function background(file: string, args: readonly string[], options: SpawnOptions = {}): Background {
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let output = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    child,
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!output.includes(text)) return;
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
        child.once('close', () => reject(new Error(`${file} ended without saying “${text}”: ${output}`)));
        look();
      }),
    said: () => output,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Waits until the question is answered with something; asks again every few ms. Throws after the time. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  patience = 30_000,
): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`${what} did not come within ${patience / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
