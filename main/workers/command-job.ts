import { failureOf } from '../contract/errors.ts';
import type { FunctionDefinition } from '../contract/functions.ts';
import type { CommandOutcome, Priority } from '../contract/jobs.ts';
import type { WorkerEntry } from '../contract/workers.ts';
import type { Packet } from '../protocol/packets.ts';
import { type Environment, variable } from './environment.ts';
import { JobPackets } from './job-packets.ts';
import { Lines, textOf } from './lines.ts';
import type { Runner, RunResult } from './runner.ts';
import type { Answer, AssignedJob } from './worker.ts';
import { withWorkloadFile } from './workload-file.ts';

/** What the server alone knows of a job that a worker has: it is not in the packet that assigns it. */
export interface JobFacts {
  priority: Priority;
  attempt: number;
}

export interface CommandJob {
  definition: FunctionDefinition;
  runner: Pick<Runner, 'run'>;
  job: Omit<AssignedJob, 'server'>;
  facts: JobFacts | undefined;
  signal: AbortSignal;
  /** Takes what is told of the job before its end. */
  send: (packet: Packet) => void;
  note: (entry: WorkerEntry) => void;
}

const NOTHING = Buffer.alloc(0);

/** Bytes of standard output that are noted of each job, beside going where the definition says. */
const OUTPUT_NOTED = 16 * 1024;

/** Does a job by running a function's command once. Never throws: whatever it is, the job fails with it. docs/commands.md. */
export async function doByCommand({
  definition,
  runner,
  job,
  facts,
  signal,
  send,
  note,
}: CommandJob): Promise<Answer & { outcome: CommandOutcome }> {
  const { handle, workload } = job;
  const packets = new JobPackets(handle, definition, send);
  const errorLines = new Lines(
    (line) => {
      note({ kind: 'stderr', text: textOf(line) });
      packets.errorLine(line);
    },
    { redrawn: true },
  );
  const outputLines = new Lines((line) => note({ kind: 'stdout', text: textOf(line) }));
  let bytesOut = 0;
  const { onOutput } = packets;
  const noteOutput = (bytes: Buffer) => {
    if (bytesOut < OUTPUT_NOTED) outputLines.add(bytes.subarray(0, OUTPUT_NOTED - bytesOut));
    const before = bytesOut;
    bytesOut += bytes.length;
    if (before > OUTPUT_NOTED || bytesOut <= OUTPUT_NOTED) return;
    outputLines.end();
    note({ kind: 'cut', bytes: OUTPUT_NOTED });
  };
  const started = performance.now();
  const runWith = (input: Buffer, more: Environment = {}): Promise<RunResult> =>
    runner.run({
      workload: input,
      variables: { ...variablesOf(job, facts), ...more },
      signal,
      outputLimit: definition.outputLimit,
      timeLimit: definition.timeLimit === 0 ? undefined : definition.timeLimit * 1000,
      onOutput: (bytes) => {
        noteOutput(bytes);
        onOutput?.(bytes);
      },
      outputElsewhere: onOutput !== undefined,
      onErrors: (bytes) => errorLines.add(bytes),
    });
  note({ kind: 'began', bytesIn: workload.length });
  try {
    const { output, errors, ...end } =
      definition.input === 'file'
        ? await withWorkloadFile(workload, (path) => runWith(NOTHING, { GEARBENCH_WORKLOAD_FILE: path }))
        : await runWith(definition.input === 'stdin' ? workload : NOTHING);
    errorLines.end();
    outputLines.end();
    const milliseconds = performance.now() - started;
    const outcome = { ...end, failure: null, errors: errors.toString('utf8') };
    note({ kind: 'ended', bytesIn: workload.length, bytesOut, milliseconds, outcome });
    return { ...packets.end(output, outcome), outcome };
  } catch (error) {
    const failure = failureOf(error);
    note({ kind: 'failed', failure });
    const outcome = { exitCode: null, signal: null, overflowed: false, timedOut: false, failure, errors: '' };
    return { ok: false, packets: packets.failWith(failure.message), unstarted: true, outcome };
  }
}

/** What a command is told of its job. */
function variablesOf({ handle, function: name, unique }: Omit<AssignedJob, 'server'>, facts?: JobFacts): Environment {
  return {
    GEARBENCH_HANDLE: variable(handle),
    GEARBENCH_FUNCTION: variable(name),
    GEARBENCH_UNIQUE: variable(unique),
    ...(facts && { GEARBENCH_PRIORITY: facts.priority, GEARBENCH_ATTEMPT: String(facts.attempt) }),
  };
}
