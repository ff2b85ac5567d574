import { resolve } from 'node:path';
import { AppError } from '../contract/errors.ts';
import type { FunctionDefinition, TestPacket, TestRun } from '../contract/functions.ts';
import type { Content } from '../contract/jobs.ts';
import { encode } from '../protocol/codec.ts';
import { definitionOf, type Packet } from '../protocol/packets.ts';
import { wireOf } from '../util/wire.ts';
import { doByCommand } from './command-job.ts';
import { commandEnvironment, type Environment } from './environment.ts';
import type { GroupGuard, Runner } from './runner.ts';
import { runnerOf } from './runner-of.ts';
import { byteHiderOf, hiderOf, shownOutcome } from './secrets.ts';

/** Bytes of standard output, and of standard error, that are kept: the first ones. */
const OUTPUT_KEPT = 256 * 1024;

/** Packets kept beside those that end the job, and bytes of each; the first ones. */
const PACKETS_KEPT = 1000;
const PACKET_BYTES = 16 * 1024;

/** What no server gave, but a job has. */
const JOB = { handle: 'H:test:1', unique: '' };
const FACTS = { priority: 'normal', attempt: 1 } as const;

export interface TestRunParts {
  definition: FunctionDefinition;
  /** The folder that its working folder is relative to. */
  home: string;
  /** Ours, of which the command gets a part. */
  environment: NodeJS.ProcessEnv;
  secrets: Environment;
  workload: Buffer;
  guard?: GroupGuard;
  /** Ends the command and all its children. */
  signal: AbortSignal;
}

/**
 * Runs a function's command once as a worker would, and tells what it wrote and which packets would go to a server. There is
 * none. Resolves when nothing of it runs any more. Throws `needs-server` where the command is a worker by itself.
 */
export async function testRun(parts: TestRunParts): Promise<TestRun> {
  const { definition, home, environment, secrets, workload, guard, signal } = parts;
  const { name, command, folder } = definition;
  if (definition.speaks === 'gearman') throw needsServer(name);
  const runner = runnerOf({
    command,
    folder: resolve(home, folder),
    environment: commandEnvironment(environment, process.platform, { ...definition.environment, ...secrets }),
    ...(guard && { guard }),
  });
  const hide = byteHiderOf(secrets);
  // A secret that the end of what is kept would cut is not known by its first half.
  const longest = Math.max(0, ...Object.values(secrets).map((value) => Buffer.byteLength(value)));
  const cut = (bytes: Buffer, most: number) => hide(bytes.subarray(0, most + longest)).subarray(0, most);
  const stdout = new Head(OUTPUT_KEPT + longest);
  const stderr = new Head(OUTPUT_KEPT + longest);
  const packets: TestPacket[] = [];
  let number = 0;
  const keep = (packet: Packet, isLast: boolean) => {
    number += 1;
    if (number > PACKETS_KEPT && !isLast) return;
    const bytes = encode(packet, 'REQ');
    const { family } = definitionOf(packet.name);
    packets.push({ number, name: packet.name, family, size: bytes.length, bytes: cut(bytes, PACKET_BYTES) });
  };
  try {
    await runner.prepare(); // a worker has done so before its first job comes
    const started = performance.now();
    const answer = await doByCommand({
      definition,
      runner: overheard(runner, stdout, stderr),
      job: { ...JOB, function: wireOf(name), workload },
      facts: FACTS,
      signal,
      send: (packet) => keep(packet, false),
      note: () => {},
    });
    const milliseconds = performance.now() - started;
    for (const packet of answer.packets) keep(packet, true);
    const shown = ({ size, bytes }: Head): Content => ({ size, bytes: cut(bytes, OUTPUT_KEPT) });
    const outcome = shownOutcome(answer.outcome, hiderOf(secrets));
    return { outcome, milliseconds, stdout: shown(stdout), stderr: shown(stderr), packets };
  } finally {
    await runner.close();
  }
}

/** The first bytes of a stream, and how many came. */
class Head {
  readonly #room: number;
  readonly #parts: Buffer[] = [];
  size = 0;

  constructor(room: number) {
    this.#room = room;
  }

  add(bytes: Buffer): void {
    const left = this.#room - this.size;
    if (left > 0) this.#parts.push(bytes.subarray(0, left));
    this.size += bytes.length;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

/** A runner that tells what its command writes, whoever else takes it. */
function overheard(runner: Runner, stdout: Head, stderr: Head): Pick<Runner, 'run'> {
  return {
    run: (options) =>
      runner.run({
        ...options,
        onOutput: (bytes) => {
          stdout.add(bytes);
          options.onOutput?.(bytes);
        },
        onErrors: (bytes) => {
          stderr.add(bytes);
          options.onErrors?.(bytes);
        },
      }),
  };
}

const needsServer = (name: string): AppError =>
  new AppError('needs-server', `“${name}” speaks Gearman itself: without a server it does nothing.`, {
    function: name,
  });
