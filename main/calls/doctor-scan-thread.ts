import { parentPort, workerData } from 'node:worker_threads';
import type { ScanStage } from '../contract/doctor.ts';
import { considerate } from '../doctor/considerate.ts';
import { type Diagnosis, examine } from '../doctor/doctor.ts';
import type { LookOptions } from '../doctor/look/seen.ts';
import type { PlanParts } from '../doctor/plan/steps.ts';
import { realMachine } from '../doctor/real-machine.ts';
import { loginPath } from '../workers/login-path.ts';

/* The program of the thread that looks at the computer for the window; doctor-scan.ts is its other side. */

export interface ScanOrder {
  environment: NodeJS.ProcessEnv;
  /** The person's shell, which is asked for the PATH of their terminals; without it that of the environment is theirs. */
  loginShell?: string;
  look: Omit<LookOptions, 'onProgress'>;
  plan: PlanParts;
}

export type ScanNews =
  | { news: 'stage'; stage: ScanStage }
  | { news: 'done'; diagnosis: Diagnosis }
  | { news: 'failed'; error: unknown };

const port = parentPort;
if (port === null) throw new Error('doctor-scan-thread.ts is the program of a thread.');
const tell = (news: ScanNews) => port.postMessage(news);

const { environment, loginShell: shell, look, plan } = workerData as ScanOrder;
const ended = new AbortController();
const { signal } = ended;
// It is told one thing only: to come to its end.
port.once('message', () => ended.abort());

try {
  const machine = realMachine({ environment, terminalPath });
  const onProgress = (stage: ScanStage) => tell({ news: 'stage', stage });
  tell({ news: 'done', diagnosis: await examine(considerate(machine, signal), { ...look, onProgress }, plan) });
} catch (error) {
  tell({ news: 'failed', error });
}
port.close();

/** The PATH of the person's terminals; null where their shell does not tell. What a terminal has started has it. */
async function terminalPath(): Promise<string | null> {
  if (shell === undefined) return environment['PATH'] ?? null;
  return (await loginPath({ shell, environment, signal })) ?? null;
}
