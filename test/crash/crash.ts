import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type FoundJob, QueueStore } from '../../main/server/queue-store.ts';
import { GEARBENCH } from '../support/command-line.ts';
import { freePort } from '../support/free-port.ts';
import { until } from '../support/processes.ts';
import { Ledger } from './ledger.ts';
import { submitJobs, workJobs } from './traffic.ts';

/*
 * npm run crash: a server that keeps background jobs is killed in the middle of its work, `--rounds N` (200) times on the same
 * file. Every acknowledged job must be done at least once, none whose end was acknowledged may come again, all must be as
 * they were submitted, and the file must be whole.
 */

const { values } = parseArgs({ options: { rounds: { type: 'string' } } });
const rounds = Number(values.rounds ?? 200);
const CLIENTS = 3;
const WORKERS = 3;
/** A round lasts up to so long, ms. */
const LONGEST = 500;
/** The last round may take so long to work all off, ms. */
const PATIENCE = 120_000;

const folder = await mkdtemp(join(tmpdir(), 'gearbench-crash-'));
const path = join(folder, 'queue.db');
const ledger = new Ledger();
let server: ChildProcess | undefined;
let left = 0;

try {
  for (let round = 1; round <= rounds; round += 1) {
    const port = await start();
    const traffic = all(port, CLIENTS, () => true);
    await Promise.race([pause(20 + Math.random() * LONGEST), traffic]);
    await end('SIGKILL');
    await traffic; // what the server had written before its end counts
    left += check();
    if (round % 20 === 0)
      console.log(`${round} rounds, ${ledger.acknowledged} jobs acknowledged, ${ledger.ended} ended`);
  }
  const port = await start();
  let going = true;
  const traffic = all(port, 0, () => going);
  await until('the last job', () => ledger.waiting.length === 0, PATIENCE);
  await until('an empty queue', async () => /^(.*\t0\t0\t\d+\n)*\.\n$/.test(await status(port)), PATIENCE);
  going = false;
  await end('SIGTERM');
  await traffic;
  if (check() > 0) throw new Error('jobs are in the file although all were done');
  console.log(
    `${rounds} crashes: ${ledger.acknowledged} jobs acknowledged, none lost; ${ledger.again} done again before their end was acknowledged, none after`,
  );
  if (ledger.acknowledged === 0 || ledger.ended === 0 || left === 0) throw new Error('the crashes met no work');
} finally {
  server?.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);

async function start(): Promise<number> {
  const port = await freePort();
  const args = ['gearmand', '-p', String(port), '-L', '127.0.0.1', '-l', 'stderr'];
  server = spawn(GEARBENCH, [...args, '--queue-type=libsqlite3', `--libsqlite3-db=${path}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await until('the server', () => answers(port), 30_000);
  return port;
}

async function end(signal: NodeJS.Signals): Promise<void> {
  const ended = server as ChildProcess;
  ended.kill(signal);
  if (ended.exitCode === null && ended.signalCode === null) await once(ended, 'exit');
}

function all(port: number, clients: number, going: () => boolean): Promise<unknown> {
  return Promise.all([
    ...Array.from({ length: clients }, () => submitJobs(port, ledger, going)),
    ...Array.from({ length: WORKERS }, () => workJobs(port, ledger, going)),
  ]);
}

/** Looks into the file that a server left behind. Returns how many jobs are in it. */
function check(): number {
  const db = new DatabaseSync(path);
  const whole = db.prepare('PRAGMA integrity_check').get()?.['integrity_check'];
  db.close();
  if (whole !== 'ok') throw new Error(`the file is corrupt: ${whole}`);
  const store = new QueueStore({ path });
  const found: FoundJob[] = [...store.load()].flat();
  store.close();
  return ledger.check(found);
}

function answers(port: number): Promise<boolean> {
  return status(port).then(
    (text) => text !== '',
    () => false,
  );
}

function status(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port }, () => socket.write('status\n'));
    let text = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
      if (text.endsWith('.\n')) socket.destroy();
    });
    socket.once('error', reject).once('close', () => resolve(text));
  });
}
