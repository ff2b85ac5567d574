import { randomUUID } from 'node:crypto';
import { Gone, Pool, type PoolHeard } from '../client/pool.ts';
import { Spread } from '../client/spread.ts';
import { type Client, isLast, openClient } from '../client/submit.ts';
import { addressOf, type Target } from '../net/dial.ts';
import type { GearmanSettings } from './gearman-options.ts';
import { exitCodeOf, FAILED, say, TIMED_OUT, UNAVAILABLE } from './gearman-says.ts';
import { linesOf, withoutEnd } from './lines.ts';

/**
 * Submits one job after the other, each to all functions at once, and tells what is heard of them. Resolves with the exit
 * code: the highest of all jobs. Of several servers each job goes to the first that is there. Throws what `dial` throws.
 * docs/protocol.md section 8.
 */
export async function gearmanClient(settings: GearmanSettings, servers: readonly Target[]): Promise<number> {
  const client = await clientOf(settings, servers);
  const names = servers.map(addressOf).join(', ');
  let code = 0;
  try {
    for await (const workload of workloads(settings)) {
      const ended = await everyFunction(workload, settings, client, names);
      code = Math.max(code, ended);
      if (ended === UNAVAILABLE || ended === TIMED_OUT) break; // the next one would fare no better
    }
  } finally {
    client.close();
  }
  return code;
}

interface Submitter {
  submit(job: Parameters<Client['submit']>[0], onHeard: (heard: PoolHeard) => void): void;
  close(): void;
}

async function clientOf({ background, timeout }: GearmanSettings, servers: readonly Target[]): Promise<Submitter> {
  const [only] = servers;
  if (servers.length === 1 && only !== undefined)
    return await openClient({ target: only, exceptions: !background, timeout });
  const named = servers.map((target) => ({ name: addressOf(target), target }));
  const names = named.map(({ name }) => name);
  const spread = new Spread('first', names);
  return new Pool({ ...{ servers: named, spread, gone: new Gone() }, exceptions: !background, timeout });
}

async function* workloads({ words, noInput, lines }: GearmanSettings): AsyncGenerator<Buffer> {
  if (words.length > 0) return yield* words.map((word) => Buffer.from(word, 'utf8'));
  if (noInput) return yield Buffer.alloc(0);
  if (lines === 'no') return yield await standardInput();
  for await (const line of linesOf(process.stdin)) yield lines === 'stripped' ? withoutEnd(line) : line;
}

async function standardInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Resolves with the exit code when the jobs have ended, or nothing was heard of them for too long. */
function everyFunction(
  workload: Buffer,
  settings: GearmanSettings,
  client: Submitter,
  address: string,
): Promise<number> {
  const { functions, unique, priority, background, timeout } = settings;
  return new Promise((resolve) => {
    let code = 0;
    let going = functions.length;
    const silent = () => {
      say(`nothing came from ${address} within ${timeout} ms. gearadmin --status tells whether a worker is there.`);
      resolve(TIMED_OUT);
    };
    const listen = () => (timeout === undefined ? undefined : setTimeout(silent, timeout));
    let timer = listen();
    for (const name of functions) {
      const job = { function: name, unique: unique || randomUUID(), workload, priority, background };
      client.submit(job, (heard) => {
        clearTimeout(timer);
        code = Math.max(code, tell(heard, name, settings));
        if (heard.kind !== 'went' && heard.kind !== 'left' && isLast(heard, job)) going -= 1;
        if (going === 0) resolve(code);
        else timer = listen();
      });
    }
  });
}

/** Says what was heard, in gearman's words. Returns the exit code that it makes. */
function tell(heard: PoolHeard, name: string, { prefix, verbose }: GearmanSettings): number {
  const write = (stream: NodeJS.WritableStream, ...parts: (Buffer | string)[]) => {
    const all = prefix ? [`${name}: `, ...parts] : parts;
    stream.write(Buffer.concat(all.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part))));
  };
  switch (heard.kind) {
    case 'went':
      return 0;
    case 'left':
      if (heard.wasSent)
        say(`${heard.error.message} The job goes to the next server, and may be done by this one too.`);
      else if (verbose) say(`${heard.error.message} The job goes to the next server.`);
      return 0;
    case 'created':
      if (verbose) process.stdout.write(Buffer.from(`Task created: ${heard.handle}\n`, 'latin1'));
      return 0;
    case 'status':
      write(process.stdout, `${percent(heard.numerator, heard.denominator)}% Complete\n`);
      return 0;
    case 'data':
    case 'complete':
      write(process.stdout, heard.bytes);
      return 0;
    case 'warning':
      write(process.stderr, heard.bytes);
      return 0;
    case 'exception':
      write(process.stderr, heard.bytes, heard.bytes.at(-1) === 0x0a ? '' : '\n');
      write(process.stderr, 'Job failed\n');
      return FAILED;
    case 'fail':
      write(process.stderr, 'Job failed\n');
      return FAILED;
    case 'broken':
      say(heard.error.message);
      return exitCodeOf(heard.error);
  }
}

/** A worker may well not know how much there is: 0 of 0. */
const percent = (numerator: number, denominator: number): number =>
  denominator > 0 ? Math.floor((numerator * 100) / denominator) : 0;
