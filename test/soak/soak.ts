import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Heard, submitJob, type Work } from '../../main/client/submit.ts';
import { freePort } from '../e2e/app.ts';
import { background, run } from '../support/processes.ts';

/*
 * npm run soak: our server with a shell worker of ours and, where it is installed, a stock one, under mixed traffic for
 * `--seconds N` (600). Every foreground result is compared with what it must be. From a minute on, the memory of the server
 * must not have grown by more than a half since the first third of the run.
 */

const root = join(import.meta.dirname, '..', '..');
const { values } = parseArgs({ options: { seconds: { type: 'string' } } });
const seconds = Number(values.seconds ?? 600);
const port = await freePort();
const sample = join(import.meta.dirname, 'soak.gearbench.json');
const server = background(join(root, 'bin', 'gearbench'), ['serve', sample, '--trust', '--port', String(port)]);
const stock = await hasGearman();
const stockWorker = stock
  ? background('gearman', ['-p', String(port), '-w', '-f', 'stock_cat', '--', 'cat'])
  : undefined;

let end = Number.POSITIVE_INFINITY;
const rest = () => end - Date.now();
let jobs = 0;
let early = 0;

try {
  await server.says('Worker for cat');
  end = Date.now() + seconds * 1000;
  await Promise.all([
    ...Array.from({ length: 4 }, (_, lane) => submitAgain(lane)),
    comeAndGo(),
    garbage(),
    stockClients(),
    watchMemory(),
  ]);
  const late = memory();
  const grown = early === 0 ? 1 : late / early;
  console.log(
    `${jobs} jobs in ${seconds} s, memory ${(early / 1e6).toFixed(0)} MB early, ${(late / 1e6).toFixed(0)} MB late`,
  );
  if (jobs === 0) throw new Error('no job ended');
  if (seconds >= 60 && grown > 1.5) throw new Error(`the server's memory grew ${grown.toFixed(2)} times`);
} finally {
  await stockWorker?.stop();
  await server.stop();
}
process.exit(0);

/** Submits one job after the other, of all sizes, in the foreground and the background, and checks what comes back. */
async function submitAgain(lane: number): Promise<void> {
  for (let turn = 0; rest() > 0; turn += 1) {
    const toStock = stock && lane % 2 === 1;
    // The stock worker writes the whole workload before it reads, and hangs where that is more than a pipe holds.
    const workload = randomBytes(turn % 50 === 0 && !toStock ? 1_000_000 : turn % 2000);
    const work: Work = {
      function: toStock ? 'stock_cat' : 'cat',
      workload,
      unique: turn % 3 === 0 ? `u${turn % 7}` : '',
      priority: (['high', 'normal', 'low'] as const)[turn % 3] as Work['priority'],
      background: turn % 5 === 0,
      exceptions: turn % 2 === 0,
    };
    const heard = await lastHeard(work);
    if (work.background ? heard.kind !== 'created' : heard.kind !== 'complete')
      throw new Error(`job ${jobs} ended with ${heard.kind}`);
    // A job that shares its unique ID may come back with the workload that was there first.
    if (heard.kind === 'complete' && work.unique === '' && digest(heard.bytes) !== digest(workload))
      throw new Error(`job ${jobs} came back changed`);
    jobs += 1;
  }
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function lastHeard(work: Work): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const end = setTimeout(() => reject(new Error(`a job of ${work.function} did not end within 20 s`)), 20_000);
    const onHeard = (heard: Heard) => {
      const last =
        heard.kind === 'created'
          ? work.background
          : heard.kind !== 'status' && heard.kind !== 'data' && heard.kind !== 'warning';
      if (!last) return;
      clearTimeout(end);
      resolve({ ...heard, ...('bytes' in heard && { bytes: Buffer.from(heard.bytes) }) } as Heard);
    };
    submitJob(work, { target: { host: '127.0.0.1', port }, onHeard }).catch(reject);
  });
}

/** Clients that leave before their answer. */
async function comeAndGo(): Promise<void> {
  while (rest() > 0) {
    const work: Work = {
      function: 'cat',
      workload: Buffer.from('left'),
      unique: '',
      priority: 'low',
      background: false,
      exceptions: false,
    };
    const leave = await submitJob(work, { target: { host: '127.0.0.1', port }, onHeard: () => {} });
    leave();
    await pause(20);
  }
}

/** Peers that do not speak Gearman. */
async function garbage(): Promise<void> {
  const { connect } = await import('node:net');
  while (rest() > 0) {
    const socket = connect(port, '127.0.0.1', () => socket.end(randomBytes(200)));
    socket.on('error', () => {});
    await pause(50);
  }
}

async function stockClients(): Promise<void> {
  while (stock && rest() > 0) {
    const { stdout } = await run('gearman', ['-p', String(port), '-f', 'cat'], { input: 'from the stock client' });
    if (stdout !== 'from the stock client') throw new Error(`the stock client got “${stdout}”`);
    await run('gearadmin', ['-p', String(port), '--status', '--workers', '--show-jobs']);
    await pause(100);
  }
}

/** Remembers how much the server took after the first third. */
async function watchMemory(): Promise<void> {
  await pause((seconds * 1000) / 3);
  early = memory();
}

/** Resident memory of the server in bytes; 0 where the system does not tell. */
function memory(): number {
  const status = `/proc/${server.child.pid}/status`;
  return existsSync(status) ? Number(/VmRSS:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1] ?? 0) * 1024 : 0;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function hasGearman(): Promise<boolean> {
  return (await run('gearman', ['-H']).catch(() => ({ code: null }))).code !== null;
}
