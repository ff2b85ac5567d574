import { tmpdir } from 'node:os';
import type { Handlers } from '../contract/api.ts';
import { AppError } from '../contract/errors.ts';
import { AT_WORK, FunctionDefinition, type FunctionRow, Submission, type SubmissionInfo } from '../contract/model.ts';
import { inTurn } from '../util/in-turn.ts';
import { wireOf } from '../util/wire.ts';
import type { LoginEnvironment } from '../workers/login-environment.ts';
import type { Supervisor } from '../workers/supervisor.ts';

/** How long the worker may take to be there, and the job to end, ms; and how often it is looked, ms. */
const READY_WITHIN = 3000;
const DONE_WITHIN = 10_000;
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
  submit: Pick<Handlers, 'workload.submit' | 'submissions.get' | 'submissions.abandon'>;
  platform: NodeJS.Platform;
}

/** The job of the first steps. Its worker is lent: nothing of it is left in the workspace. */
export function demonstrationCalls(parts: DemonstrationParts): Pick<Handlers, 'demonstration.run'> {
  const { supervisor, environment, submit, platform } = parts;
  const oneByOne = inTurn();

  /** A name that nobody else does the jobs of. */
  function freeName(): string {
    const taken = new Set(parts.rows().map(({ name }) => name));
    for (let number = 1; ; number += 1) {
      const name = number === 1 ? 'wc' : `wc-${number}`;
      if (!taken.has(wireOf(name))) return name;
    }
  }

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
      await until(READY_WITHIN, () =>
        supervisor.workers(definition.name).some(({ state }) => AT_WORK.includes(state)) ? true : undefined,
      );
      const workload = { kind: 'text', text } as const;
      const sent = await submit['workload.submit'](Submission.parse({ function: definition.name, workload }));
      const find = async () => (await submit['submissions.get']({ id: sent.id })) ?? sent;
      const isOver = ({ endedAt }: SubmissionInfo) => endedAt !== null;
      await until(DONE_WITHIN, async () => (isOver(await find()) ? true : undefined));
      if (!isOver(await find())) await submit['submissions.abandon']({ id: sent.id });
      return { submission: await find(), definition };
    } finally {
      await supervisor.stop(definition.name);
    }
  }

  return { 'demonstration.run': ({ text }) => oneByOne(() => run(text)) };
}

/** Asks again and again until there is an answer, so long at most. */
async function until(patience: number, ask: () => unknown): Promise<void> {
  const end = performance.now() + patience;
  while ((await ask()) === undefined && performance.now() < end)
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
}
