import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { Peer } from '../conformance/dialogue.ts';
import { freePort } from '../support/free-port.ts';
import { bytes } from '../support/packets.ts';
import { background, run } from '../support/processes.ts';
import { Cutter, type Step, writeConversation } from './corpus.ts';

/*
 * Records the corpus anew: real clients, workers and tools talk to our server through a relay that writes down what they say.
 * Each conversation has a fresh server, so that its jobs are numbered from 1. Run it by hand when there is something new to
 * say; it needs gearman, gearadmin, PHP and Perl.
 */

const INTEROP = join(import.meta.dirname, '..', 'interop', 'php');

interface Place {
  port: string;
  /** Starts a program that goes on until the conversation is over, and waits until its worker has registered. */
  worker: (registered: string, file: string, args: string[]) => Promise<void>;
}

const PERL_WORKER = (port: string) => `
  my $w = Gearman::Worker->new(job_servers => ['127.0.0.1:${port}'], client_id => 'perl');
  $w->register_function('p_rev' => sub { my $j = shift; $j->set_status(1, 2); reverse $j->arg });
  $w->register_function('p_slow', 5, sub { 'slow' });
  $w->register_function('p_die' => sub { die "thrown\\n" });
  $w->work;`;
const PERL_CLIENT = (port: string) => `
  my $c = Gearman::Client->new(job_servers => ['127.0.0.1:${port}'], exceptions => 1);
  $c->do_task(p_rev => 'abc', { uniq => 'u1' });
  $c->do_task(p_slow => 'x', { high_priority => 1 });
  $c->do_task(p_die => 'x', { on_exception => sub {} });
  my $h = $c->dispatch_background(p_rev => 'later', { uniq => '-' });
  $c->get_status($h);
  my $set = $c->new_task_set; $set->add_task(p_rev => $_) for 1..5; $set->wait;`;

const CONVERSATIONS: Record<string, (place: Place) => Promise<void>> = {
  async gearman({ port, worker }) {
    await worker('rev', 'gearman', ['-p', port, '-w', '-f', 'rev', '--', 'rev']);
    await run('gearman', ['-p', port, '-f', 'rev'], { input: 'hello' });
    await run('gearman', ['-p', port, '-f', 'rev', '-u', 'unique', '-I'], { input: 'high' });
    await run('gearman', ['-p', port, '-f', 'rev', '-n'], { input: 'one\ntwo\nthree\n' });
    await run('gearman', ['-p', port, '-f', 'rev', '-b', '-L'], { input: 'background' });
    await run('gearman', ['-p', port, '-P'], { input: '' });
  },
  async 'gearman-fails'({ port, worker }) {
    await worker('fails', 'gearman', ['-p', port, '-w', '-f', 'fails', '--', 'false']);
    await run('gearman', ['-p', port, '-f', 'fails'], { input: 'x', timeout: 3000 });
    await run('gearman', ['-p', port, '-f', 'nobody', '-t', '300'], { input: 'x' });
  },
  async gearadmin({ port }) {
    const ask = (...args: string[]) => run('gearadmin', ['-p', port, ...args]);
    for (const option of ['--status', '--priority-status', '--workers', '--show-jobs', '--show-unique-jobs'])
      await ask(option);
    await ask('--create-function=made');
    await run('gearman', ['-p', port, '-f', 'made', '-b'], { input: 'x' });
    await ask('--cancel-job=H:fuzz:1');
    await ask('--drop-function=made');
    for (const option of ['--server-version', '--server-verbose', '--getpid']) await ask(option);
  },
  async php({ port, worker }) {
    await worker('php_throw', 'php', [join(INTEROP, 'worker.php'), port]);
    await run('php', [join(INTEROP, 'client.php'), port, 'php_reverse', 'abc']);
    await run('php', [join(INTEROP, 'client.php'), port, 'php_throw', 'abc']);
  },
  async perl({ port, worker }) {
    await worker('p_die', 'perl', ['-MGearman::Worker', '-e', PERL_WORKER(port)]);
    await run('perl', ['-MGearman::Client', '-e', PERL_CLIENT(port)], { timeout: 5000 });
  },
  /** What no client of today says, but servers take. */
  async rare({ port }) {
    const meet = () => Peer.connect(Number(port), () => Promise.resolve());
    const [client, worker] = [await meet(), await meet()];
    await client.says('OPTION_REQ exceptions', 'OPTION_REQ other', 'ECHO_REQ |\xff');
    await worker.says('SET_CLIENT_ID rare', 'CAN_DO_TIMEOUT slow|1000', 'CAN_DO map', 'CAN_DO slow', 'PRE_SLEEP');
    await client.says('SUBMIT_REDUCE_JOB map|u1|sum|0|a|b', 'SUBMIT_REDUCE_JOB_BACKGROUND map|-|sum|0|c');
    await client.says('SUBMIT_JOB_EPOCH map||1|past', 'SUBMIT_JOB_EPOCH map|later|4000000000|future');
    await client.says('SUBMIT_JOB_LOW slow|u1|x', 'SUBMIT_JOB_HIGH slow|u2|y', 'SUBMIT_JOB_LOW_BG slow|-|z');
    await worker.says(
      'GRAB_JOB_ALL',
      'WORK_STATUS H:fuzz:6|1|3',
      'WORK_WARNING H:fuzz:6|w',
      'GRAB_JOB_UNIQ',
      'GRAB_JOB',
    );
    await client.says('GET_STATUS H:fuzz:6', 'GET_STATUS_UNIQUE u1', 'GET_STATUS H:fuzz:99');
    await worker.says(
      'WORK_EXCEPTION H:fuzz:6|boom',
      'WORK_FAIL H:fuzz:5',
      'WORK_DATA H:fuzz:1|d',
      'WORK_COMPLETE H:fuzz:1|',
    );
    await client.says(bytes('maxqueue map 1\n'), 'SUBMIT_JOB_BG map||full', bytes('maxqueue map 0 0 0\nshow jobs\n'));
    await worker.says('GRAB_JOB_ALL', 'CANT_DO map', 'RESET_ABILITIES', 'PRE_SLEEP');
    client.hangsUp();
    worker.hangsUp();
  },
};

/** Unique IDs that clients make up tell when and on which machine. */
const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
let uuids = 0;
const anonymous = (message: Buffer): Buffer =>
  bytes(message.toString('latin1').replace(UUID, () => `00000000-0000-0000-0000-${String(++uuids).padStart(12, '0')}`));

/** Passes everything on, and tells of each message that a connection says. */
function relay(to: number, port: number, heard: (step: Step) => void): () => void {
  let connections = 0;
  const server = createServer((socket) => {
    const connection = connections++;
    const cutter = new Cutter();
    const other = connect(to, '127.0.0.1');
    socket.on('data', (chunk: Buffer) => {
      for (const message of cutter.cut(chunk)) heard({ connection, bytes: anonymous(message) });
      other.write(chunk);
    });
    other.pipe(socket);
    socket.on('close', () => other.destroy()).on('error', () => {});
    other.on('close', () => socket.destroy()).on('error', () => {});
  }).listen(port, '127.0.0.1');
  return () => void server.close();
}

for (const [name, talk] of Object.entries(CONVERSATIONS)) {
  const [own, open] = [await freePort(), await freePort()];
  const server = background(process.execPath, [join(import.meta.dirname, 'server.ts'), String(own)]);
  await server.says('listening');
  const steps: Step[] = [];
  const close = relay(own, open, (step) => steps.push(step));
  const programs: { stop: () => Promise<void> }[] = [];
  await talk({
    port: String(open),
    worker: async (registered, file, args) => {
      programs.push(background(file, args));
      while (!steps.some(({ bytes }) => bytes.toString('latin1').includes(registered)))
        await new Promise((resolve) => setTimeout(resolve, 20));
    },
  });
  for (const program of programs) await program.stop();
  close();
  await server.stop();
  writeConversation({ name, steps });
  console.log(
    `${name}: ${steps.length} messages of ${new Set(steps.map(({ connection }) => connection)).size} connections`,
  );
}
process.exit(0);
