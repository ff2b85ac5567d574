import { setTimeout as pause } from 'node:timers/promises';
import { openSession, type Session } from '../client/session.ts';
import { AppError } from '../contract/errors.ts';
import { addressOf, type Target } from '../net/dial.ts';
import type { PacketOf } from '../protocol/packets.ts';
import { findProgram, variable } from '../workers/environment.ts';
import { Guard } from '../workers/guard.ts';
import { JobPackets, reasonOf } from '../workers/job-packets.ts';
import type { Runner } from '../workers/runner.ts';
import { runnerOf } from '../workers/runner-of.ts';
import type { GearmanSettings } from './gearman-options.ts';
import { say, TIMED_OUT } from './gearman-says.ts';
import { withoutEnd } from './lines.ts';
import { Hands } from './stock-hands.ts';

/** No such command, as shells say it. */
const NOT_FOUND = 127;

/** Waits between attempts to connect, ms: the first, and the longest. */
const FIRST_WAIT = 200;
const LONGEST_WAIT = 3000;

type Job = PacketOf<'JOB_ASSIGN_UNIQ'>;

/**
 * Does jobs until `ended` is raised or there have been as many as were asked for. Resolves with the exit code. A server that
 * is not there, or goes, is waited for; several are registered with at once. docs/protocol.md section 8.
 */
export async function gearmanWorker(
  settings: GearmanSettings,
  servers: readonly Target[],
  ended: AbortSignal,
): Promise<number> {
  const [program] = settings.words;
  if (program !== undefined && findProgram(program, process.cwd(), inherited(), process.platform) === undefined) {
    say(`there is no command “${program}”.`);
    return NOT_FOUND;
  }
  const hands = new Hands(settings.count === 0 ? Number.POSITIVE_INFINITY : settings.count);
  const over = new AbortController();
  const stop = AbortSignal.any([ended, over.signal]);
  const codes = servers.map(async (target) => {
    try {
      return await attend(settings, target, hands, stop);
    } finally {
      over.abort();
    }
  });
  return Math.max(...(await Promise.all(codes)));
}

/** Does the jobs of one server, over connection after connection. */
async function attend(settings: GearmanSettings, target: Target, hands: Hands, ended: AbortSignal): Promise<number> {
  let wait = FIRST_WAIT;
  const heard = () => {
    if (wait > FIRST_WAIT) say(`connected to ${addressOf(target)}.`);
    wait = FIRST_WAIT;
  };
  while (!ended.aborted) {
    try {
      return await serve(settings, target, hands, ended, heard);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (ended.aborted) break;
      if (wait === FIRST_WAIT) say(`${error.message} Trying again until it is there.`);
      await pause(wait, undefined, { signal: ended }).catch(() => {});
      wait = Math.min(wait * 2, LONGEST_WAIT);
    }
  }
  return 0;
}

/** Does jobs over one connection. Resolves with the exit code; throws what `dial` throws, and when the connection is lost. */
async function serve(
  { functions, words, lines, count, timeout }: GearmanSettings,
  target: Target,
  hands: Hands,
  ended: AbortSignal,
  heard: () => void,
): Promise<number> {
  const { promise: over, resolve, reject } = Promise.withResolvers<number>();
  const lost = new AbortController();
  const stop = AbortSignal.any([ended, lost.signal]);
  const command = { kind: 'argv', argv: words } as const;
  const guard = new Guard();
  const runner = runnerOf({ command, folder: process.cwd(), environment: inherited(), guard });
  let running = Promise.resolve();
  let patience: NodeJS.Timeout | undefined;
  const session = await openSession({
    target,
    signal: ended,
    ...(timeout !== undefined && { timeout }),
    onMessage: (message) => {
      heard();
      if (message.kind !== 'packet') return;
      const { packet } = message;
      if (packet.name === 'NO_JOB') hands.none(session);
      else if (packet.name === 'NOOP') hands.wake(session);
      else if (packet.name === 'JOB_ASSIGN_UNIQ')
        running = work({ ...packet, workload: Buffer.from(packet.workload) }).catch(reject);
      else if (packet.name === 'ERROR') say(`the job server refused it. ${packet.code}: ${packet.text}.`);
    },
    onLost: (error) => {
      lost.abort();
      hands.leave(session);
      reject(error);
    },
  });
  const listen = () => {
    if (count === 0 || timeout === undefined) return;
    const rest = timeout - hands.rested;
    if (rest <= 0) resolve(TIMED_OUT);
    else patience = setTimeout(listen, rest);
  };
  const work = async (job: Job) => {
    clearTimeout(patience);
    hands.begin();
    if (words.length === 0) print(job, session);
    else await run(job, runner, lines, session, stop);
    if (stop.aborted) return hands.drop(session);
    hands.left -= 1;
    if (hands.left === 0) return resolve(0);
    hands.end(session);
    listen();
  };
  const leave = () => resolve(0);
  ended.addEventListener('abort', leave);
  if (ended.aborted) leave();
  try {
    session.send(...functions.map((name) => ({ name: 'CAN_DO', function: name }) as const));
    hands.rest();
    hands.wake(session);
    listen();
    return await over;
  } finally {
    clearTimeout(patience);
    ended.removeEventListener('abort', leave);
    await running; // the command's group has ended too
    await runner.close();
    guard.close();
    session.close();
  }
}

function print({ handle, workload }: Job, session: Session): void {
  process.stdout.write(workload);
  session.send({ name: 'WORK_COMPLETE', handle, result: Buffer.alloc(0) });
}

/** Runs the command and answers the job; where it is stopped it answers nothing, and the job goes to another worker. */
async function run(
  job: Job,
  runner: Runner,
  lines: GearmanSettings['lines'],
  session: Session,
  signal: AbortSignal,
): Promise<void> {
  const { handle, workload } = job;
  const manner = { output: lines === 'no' ? 'result' : 'lines', errors: 'log', failure: 'fail', progress: '' } as const;
  const packets = new JobPackets(handle, manner, (packet) => {
    if (lines === 'stripped' && packet.name === 'WORK_DATA') session.send({ ...packet, data: withoutEnd(packet.data) });
    else session.send(packet);
  });
  try {
    const { output, errors, ...end } = await runner.run({
      workload,
      variables: {
        GEARBENCH_HANDLE: variable(handle),
        GEARBENCH_FUNCTION: variable(job.function),
        GEARBENCH_UNIQUE: variable(job.unique),
      },
      signal,
      onOutput: packets.onOutput,
      outputElsewhere: packets.onOutput !== undefined,
      onErrors: (bytes) => void process.stderr.write(bytes),
    });
    if (signal.aborted) return;
    const reason = reasonOf(end);
    if (reason !== undefined) say(`job ${handle} failed: ${reason}.`);
    session.send(...packets.end(output, { ...end, failure: null, errors: errors.toString('utf8') }).packets);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    say(error.message);
    session.send(...packets.failWith(error.message));
  }
}

/** What the command inherits: everything but what makes this process a Node one. */
function inherited(): Record<string, string> {
  const { ELECTRON_RUN_AS_NODE: _, NODE_COMPILE_CACHE: __, ...environment } = process.env;
  return environment as Record<string, string>;
}
