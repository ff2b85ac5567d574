import { tmpdir } from 'node:os';
import type { Handlers } from '../contract/api.ts';
import { AppError } from '../contract/errors.ts';
import { FunctionDefinition, type FunctionRow } from '../contract/functions.ts';
import { Submission, type SubmissionInfo } from '../contract/submission.ts';
import { AT_WORK } from '../contract/workers.ts';
import { inTurn } from '../util/in-turn.ts';
import { wireOf } from '../util/wire.ts';
import type { LoginEnvironment } from '../workers/login-environment.ts';
import type { Supervisor } from '../workers/supervisor.ts';
import type { SubmissionCalls } from './submissions.ts';

/** How long the worker may take to be there, the job to end, and the server to see the worker leave; how often it is looked, ms. */
const READY_WITHIN = 3000;
const DONE_WITHIN = 10_000;
const GONE_WITHIN = 1000;
const LOOK_EVERY = 15;

/** A program that counts the lines of its input: no other system than Windows lacks wc. */
const COUNTS_LINES: Readonly<Record<'win32' | 'other', readonly string[]>> = {
  win32: ['find.exe', '/c', '/v', ''],
  other: ['wc', '-l'],
};

export interface DemonstrationParts {
  supervisor: Pick<Supervisor, 'start' | 'stop' | 'workers' | 'programOf'>;
  environment: Pick<LoginEnvironment, 'known'>;
  /** Functions that are somebody's. */
  rows: () => FunctionRow[];
  submissions: Pick<SubmissionCalls, 'handlers' | 'forget'>;
  /** Whether a server runs. */
  serves: () => boolean;
  platform: NodeJS.Platform;
}

/** The job of the first steps. Its worker is lent: nothing of it is left in the workspace. */
export function demonstrationCalls(parts: DemonstrationParts): Pick<Handlers, 'demonstration.run'> {
  const { supervisor, environment, platform } = parts;
  const { handlers, forget } = parts.submissions;
  const oneByOne = inTurn();

  /** A name that nobody else does the jobs of. */
  function freeName(): string {
    const names = taken();
    for (let number = 1; ; number += 1) {
      const name = number === 1 ? 'wc' : `wc-${number}`;
      if (!names.has(wireOf(name))) return name;
    }
  }

  const taken = () => new Set(parts.rows().map(({ name }) => name));

  async function run(text: string) {
    await environment.known();
    const argv = [...COUNTS_LINES[platform === 'win32' ? 'win32' : 'other']];
    const definition = FunctionDefinition.parse({
      name: freeName(),
      description: 'Counts lines',
      command: { kind: 'argv', argv },
    });
    const [program = ''] = argv;
    if (supervisor.programOf(definition, tmpdir()) === null)
      throw new AppError('program-not-found', `${program} was not found on the PATH.`, { program });
    await supervisor.start(definition, tmpdir());
    try {
      const isReady = () => supervisor.workers(definition.name).some(({ state }) => AT_WORK.includes(state));
      await until(READY_WITHIN, () => isReady() || !parts.serves());
      return { submission: await submitted(definition.name, text), definition };
    } finally {
      await supervisor.stop(definition.name);
      await until(GONE_WITHIN, () => !taken().has(wireOf(definition.name)));
    }
  }

  /** The job as its client sees it at its end. It is none that the person would submit again. */
  async function submitted(name: string, text: string): Promise<SubmissionInfo> {
    const workload = { kind: 'text', text } as const;
    const { id, ...sent } = await handlers['workload.submit'](Submission.parse({ function: name, workload }));
    const now = async () => (await handlers['submissions.get']({ id })) ?? { id, ...sent };
    await until(DONE_WITHIN, async () => (await now()).endedAt !== null);
    await handlers['submissions.abandon']({ id });
    const ended = await now();
    forget(id);
    return ended;
  }

  return { 'demonstration.run': ({ text }) => oneByOne(() => run(text)) };
}

/** Asks again and again until it is so, so long at most. */
async function until(patience: number, ask: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + patience;
  while (!(await ask()) && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
}
