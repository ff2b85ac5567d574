import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Heard, submitJob, type Work } from '../../main/client/submit.ts';
import { freePort } from '../e2e/app.ts';
import { needs } from '../support/peers.ts';
import { type Background, background, run } from '../support/processes.ts';
import { fill, isLarge, LARGE, someJobs } from './fill.ts';
import { type Memory, MemoryMeter, trendOf } from './memory.ts';

/*
 * npm run soak: our server with a shell worker of ours, and the stock, PHP and Perl clients and workers that are installed,
 * under mixed traffic for `--seconds N` (600). Every result in the foreground is compared with what it must be. From a minute
 * on, what the server keeps of the past is filled first, and then its memory must be flat: after a collection, the median of
 * the last quarter of the run beside that of the second one.
 */

const root = join(import.meta.dirname, '..', '..');
const { values } = parseArgs({ options: { seconds: { type: 'string' } } });
const seconds = Number(values.seconds ?? 600);
/** A run that is long enough to tell how memory goes, and how much of it may come and go by the way, in bytes. */
const telling = seconds >= 60;
const SLACK: Memory = { used: 4e6, resident: 32e6 };

const port = await freePort();
const sample = join(import.meta.dirname, 'soak.gearbench.json');
const inspector = await freePort();
const server = background(process.execPath, [
  `--inspect=127.0.0.1:${inspector}`,
  join(root, 'main', 'cli', 'index.ts'),
  ...['serve', sample, '--trust', '--port', String(port)],
]);
const [stock, php, perl] = [needs('gearman'), needs('php'), needs('perl')];
/** Workers of others; that of PHP ends at once where nobody listens yet. */
const others: Background[] = [];

let end = Number.POSITIVE_INFINITY;
const rest = () => end - Date.now();
let jobs = 0;
/** Jobs that were made by whomever, and how many of them were large: as many as fill the history, so that it stays as full. */
let made = 0;
let large = 0;
const samples: Memory[] = [];

try {
  await server.says('Worker for cat');
  if (stock) others.push(background('gearman', ['-p', String(port), '-w', '-f', 'stock_cat', '--', 'cat']));
  if (php) others.push(background('php', [join(root, 'test', 'interop', 'php', 'worker.php'), String(port)]));
  if (perl) others.push(background('perl', ['-MGearman::Worker', '-e', perlWorker(port)]));
  const meter = await MemoryMeter.of(server.child.pid as number, inspector);
  if (telling) await fill(port);
  end = Date.now() + seconds * 1000;
  await Promise.all([
    ...Array.from({ length: 2 }, (_, lane) => submitAgain(lane)),
    hurry(),
    comeAndGo(),
    garbage(),
    stockClients(),
    phpClients(),
    perlClients(),
    watch(meter),
  ]);
  if (jobs === 0) throw new Error('no job ended');
  console.log(`${jobs} jobs in ${seconds} s`);
  for (const [which, slack] of Object.entries(SLACK)) {
    const { early, late } = trendOf(samples.map((sample) => sample[which as keyof Memory]));
    console.log(`memory ${which}: ${(early / 1e6).toFixed(1)} MB early, ${(late / 1e6).toFixed(1)} MB late`);
    if (telling && !(late - early <= slack))
      throw new Error(`the server's memory grew, of which ${slack} bytes are allowed`);
  }
} finally {
  for (const other of others) await other.stop();
  await server.stop();
}
process.exit(0);

/** Submits one job after the other, of all sizes, in the foreground and the background, and checks what comes back. */
async function submitAgain(lane: number): Promise<void> {
  for (let turn = 0; rest() > 0; turn += 1) {
    const toStock = stock && lane % 2 === 1;
    // The stock worker writes the whole workload before it reads, and hangs where that is more than a pipe holds.
    const workload = randomBytes(!toStock && isLarge(large + 1, made) ? LARGE : turn % 2000);
    if (workload.length === LARGE) large += 1;
    made += 1;
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
    await pause(100); // each start of a command stops the server for a while, and the others are to have their time
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

/** As many jobs as go, so that what is lost with each of them adds up. */
async function hurry(): Promise<void> {
  for (; rest() > 0; await pause(5)) await someJobs(port);
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
    made += 1;
    await pause(500);
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
    made += 1;
    await run('gearadmin', ['-p', String(port), '--status', '--workers', '--show-jobs']);
    await pause(100);
  }
}

async function phpClients(): Promise<void> {
  const client = join(root, 'test', 'interop', 'php', 'client.php');
  while (php && rest() > 0) {
    const { stdout, stderr } = await run('php', [client, String(port), 'php_reverse', 'from PHP']);
    if (!stdout.endsWith('complete PHP morf\nok\n')) throw new Error(`the PHP client got “${stdout}${stderr}”`);
    made += 1;
    await pause(200);
  }
}

async function perlClients(): Promise<void> {
  while (perl && rest() > 0) {
    const { code, stdout, stderr } = await run('perl', ['-MGearman::Client', '-e', perlClient(port)]);
    if (stdout !== 'lreP morf') throw new Error(`the Perl client ended with ${code} and “${stdout}${stderr}”`);
    made += 2;
    await pause(200);
  }
}

async function watch(meter: MemoryMeter): Promise<void> {
  for (; rest() > 0; await pause(1000)) samples.push(await meter.look());
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function perlWorker(to: number): string {
  return `my $w = Gearman::Worker->new(job_servers => ['127.0.0.1:${to}']);
    $w->register_function('perl_reverse' => sub { scalar reverse $_[0]->arg }); $w->work while 1;`;
}

function perlClient(to: number): string {
  return `my $c = Gearman::Client->new(job_servers => ['127.0.0.1:${to}']);
    $c->dispatch_background(perl_reverse => 'later'); print \${$c->do_task(perl_reverse => 'from Perl')};`;
}
