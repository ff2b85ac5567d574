import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProofPacket } from '../../contract/doctor.ts';
import { QUIET } from '../inventory/probe.ts';
import type { Address } from '../look/server.ts';
import { type Machine, pathsOf, type Ran } from '../machine.ts';
import { type ProofServer, proofName } from './server.ts';

/** How long a worker may take to register, and a client to come to its end, ms. */
export const WORKER_PATIENCE = 10_000;
const CLIENT_PATIENCE = 20_000;

/** Between two looks at the server, ms. */
const LOOK_EVERY = 10;

/** A script that was run: what it told, without that in what it wrote besides. */
export interface Script {
  ran: Ran;
  told: ReadonlyMap<string, string>;
}

/** A job that PHP submitted and PHP did, or tried to. */
export interface Attempt {
  way: 'extension' | 'drop-in';
  name: string;
  address: Address;
  registered: boolean;
  worker: Script;
  /** Null where no worker was there for its job. */
  client: Script | null;
  packets: readonly ProofPacket[];
}

export interface AttemptParts {
  machine: Machine;
  server: ProofServer;
  /** The PHP's program, and what it is told before the script. */
  php: readonly string[];
  way: Attempt['way'];
  /** The folder of the scripts. */
  scripts: string;
  /** What stands in for the extension; empty where the extension is meant. */
  client: string;
  signal: AbortSignal;
}

/** Starts a worker in PHP, submits jobs to it from PHP, and ends all that was started. Never throws. */
export async function attempt({
  machine,
  server,
  php,
  way,
  scripts,
  client: dropIn,
  signal,
}: AttemptParts): Promise<Attempt> {
  const name = proofName(randomBytes(4).toString('hex'));
  const mark = randomBytes(8).toString('hex');
  const { address } = server;
  const run = async (script: string, patience: number, until: AbortSignal): Promise<Script> => {
    const file = pathsOf(machine).join(scripts, script);
    const argv = [...php, ...ALONE, file, address.host, String(address.port), name, dropIn, mark];
    return toldIn(await machine.run(argv, { patience, signal: until }), mark);
  };

  const done = new AbortController();
  let working = true;
  const worker = run('worker.php', WORKER_PATIENCE + CLIENT_PATIENCE, AbortSignal.any([signal, done.signal]));
  void worker.then(() => {
    working = false;
  });
  const deadline = performance.now() + WORKER_PATIENCE;
  while (working && !server.isServed(name) && performance.now() < deadline) await delay(LOOK_EVERY);
  const registered = server.isServed(name);
  const client = registered && !signal.aborted ? await run('client.php', CLIENT_PATIENCE, signal) : null;
  done.abort();
  const ended = await worker;
  const packets = await server.heard(name);
  await server.forget(name);
  return { way, name, address, registered, worker: ended, client, packets };
}

/** Nothing of the person's own is run besides, and nothing ends a worker that waits. */
const ALONE = [...QUIET, '-d', 'auto_append_file=', '-d', 'max_execution_time=0'];

function toldIn(ran: Ran, mark: string): Script {
  const told = new Map<string, string>();
  const rest = ran.out.split('\n').filter((line) => {
    const at = line.indexOf(`${mark} `);
    if (at < 0) return true;
    const [, what = '', value = ''] = line.slice(at).trim().split(' ');
    told.set(what, Buffer.from(value, 'base64').toString('utf8'));
    return at > 0;
  });
  return { ran: { ...ran, out: rest.join('\n') }, told };
}
