import type { RunEnd, RunLine, Step } from '../contract/doctor.ts';
import { failureOf } from '../contract/errors.ts';
import { endGroup } from '../workers/group.ts';
import { Lines, textOf } from '../workers/lines.ts';
import type { GroupGuard } from '../workers/runner.ts';
import { SpawnRunner } from '../workers/spawn-runner.ts';

export interface StepCommandParts {
  command: NonNullable<Step['command']>;
  /** The person's own, with what their terminals have. */
  environment: NodeJS.ProcessEnv;
  /** Where it runs if it says nothing else. */
  home: string;
  guard?: GroupGuard;
  /** Ends it and all that it has started: asks first, then makes it. */
  signal: AbortSignal;
  onLine: (line: Omit<RunLine, 'number'>) => void;
}

/**
 * Runs the command of a step, as an argument vector and with nothing to read, and tells what it writes line by line. Resolves
 * with how it ended, when nothing of it runs any more. It never throws.
 */
export async function runStepCommand(parts: StepCommandParts): Promise<RunEnd> {
  const { command, environment, home, guard, signal, onLine } = parts;
  const runner = new SpawnRunner({
    command: { kind: 'argv', argv: [...command.argv] },
    folder: command.folder ?? home,
    environment: { ...definedOf(environment), ...command.environment },
    ...(guard && { guard }),
  });
  const stream = (name: RunLine['stream']) =>
    new Lines((line) => onLine({ stream: name, text: textOf(line), redrawn: line.at(-1) === CR }), { redrawn: true });
  const [out, errors] = [stream('stdout'), stream('stderr')];
  let leader: number | null = null;
  try {
    const running = runner.run({
      workload: Buffer.alloc(0),
      signal,
      outputLimit: Number.POSITIVE_INFINITY,
      outputElsewhere: true,
      onOutput: (bytes) => out.add(bytes),
      onErrors: (bytes) => errors.add(bytes),
    });
    leader = runner.pid;
    const { exitCode, signal: ended } = await running;
    if (signal.aborted) return { how: 'cancelled' };
    return exitCode === null ? { how: 'signal', signal: ended ?? '' } : { how: 'exit', code: exitCode };
  } catch (error) {
    return { how: 'failed', failure: failureOf(error) };
  } finally {
    out.end();
    errors.end();
    if (leader !== null) await endGroup(leader, { force: true }); // what it left running
  }
}

const CR = 0x0d;

const definedOf = (environment: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined));
