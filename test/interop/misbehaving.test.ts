import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FunctionDefinition } from '../../main/contract/functions.ts';
import { writeWorkspace } from '../../main/workspace/file.ts';
import { isAlive, killIfAlive } from '../support/alive.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { gearbench } from '../support/command-line.ts';
import { freePort } from '../support/free-port.ts';
import { peerOf } from '../support/peer.ts';
import { needs } from '../support/peers.ts';
import { type Finished, run, until } from '../support/processes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { listening, registered } from './servers.ts';
import { gearman, sh } from './stock.ts';

/*
 * Commands that do not do as one would wish, through a real server, with both kinds of worker and two real clients: what the
 * client gets, and that nothing of it stays.
 */

const MEGABYTE = 2 ** 20;

/** More than a pipe holds. */
const WORKLOAD = randomBytes(MEGABYTE / 4);
/** The stock client would read it in steps that take longer and longer; PHP takes seconds to send it, to gearmand too. */
const LARGE = randomBytes(10 * MEGABYTE);

const CLIENTS = { 'the stock client': 'gearman', PHP: 'php' } as const;
type Client = keyof typeof CLIENTS;

const PHP_CLIENT = join(import.meta.dirname, 'php', 'stdin.php');

async function ask(client: Client, port: number, workload: Buffer) {
  const { code, stdout, stderr } =
    client === 'PHP'
      ? await run('php', ['-d', 'memory_limit=-1', PHP_CLIENT, String(port), 'f'], { input: workload })
      : await gearman(port, ['-f', 'f'], workload);
  const isWorkload = stdout === workload.toString('latin1');
  return { code, stdout: isWorkload ? 'the workload' : stdout.length > 10 * MEGABYTE ? 'much' : stdout, stderr };
}

/** Processes that run with these temporary files. */
function processesOf(place: string): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`TMPDIR=${place}\0`);
    } catch {
      return false; // it has ended
    }
  });
}

const descriptorsOf = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;

/** Each starts a worker of the function `f`, and gives its process, and the port of its server. */
const WORKERS = {
  async 'gearbench gearman -w'(line: string, environment: NodeJS.ProcessEnv) {
    const port = await freePort();
    await gearbench(['gearmand', '-p', String(port), '-l', 'none'], afterThisTest);
    await listening(port);
    const args = ['gearman', '-p', String(port), '-w', '-f', 'f', '--', ...sh(line)];
    return { ...(await gearbench(args, afterThisTest, environment)), port };
  },
  async 'a supervised worker'(line: string, environment: NodeJS.ProcessEnv) {
    const [port, workspace] = [await freePort(), join(await temporaryFolder(), 'f.gearbench.json')];
    const definition = FunctionDefinition.parse({
      name: 'f',
      command: { kind: 'shell', line },
      outputLimit: 12 * MEGABYTE,
    });
    await writeWorkspace(workspace, { workloads: [], description: '', functions: [definition] });
    const args = ['serve', workspace, '--trust', '--port', String(port)];
    const running = await gearbench(args, afterThisTest, environment);
    await listening(port);
    return { ...running, port };
  },
};

const TELL = 'echo $! >> "$TMPDIR/children"';

/** What it does, its shell line, and what a client gets; PHP sends the large workload where it says so. */
const COMMANDS: [what: string, line: string, gets: Partial<Finished>, workload?: Buffer][] = [
  ['closes its output early', 'echo so far; exec >&-; cat >/dev/null', { stdout: 'so far\n' }],
  ['closes all that it has, and goes on', 'echo so far; exec <&- >&- 2>&-; sleep 0.1', { stdout: 'so far\n' }],
  ['writes for ever', 'exec yes', { code: 1, stdout: 'much', stderr: 'ended because it wrote too much\nJob failed\n' }],
  ['reads nothing', 'sleep 0.05; echo done', { stdout: 'done\n' }],
  ['ends before it has read', 'exec head -c 10', { stdout: expect.stringMatching(/^.{10}$/s) }, LARGE],
  ['leaves a child with the output in its hands', `sleep 60 & ${TELL}; echo done`, { stdout: 'done\n' }],
  ['leaves a child that has let go of it', `sleep 60 >&- 2>&- & ${TELL}; echo done`, { stdout: 'done\n' }],
  ['gives much for much', 'exec cat', { stdout: 'the workload' }, LARGE],
];

test.skipIf(process.platform !== 'linux')(
  'what a worker leaves that is killed after a signal ended its command',
  async () => {
    const place = await temporaryFolder();
    const { port, pid } = await WORKERS['gearbench gearman -w']('kill -9 $$', { TMPDIR: place });
    await registered(port, 'f');
    const client = await peerOf({ port });
    client.send({ name: 'SUBMIT_JOB', function: 'f', unique: '', workload: WORKLOAD });
    expect((await client.hears(3)).map((said) => said.split(' ')[0])).toEqual([
      'JOB_CREATED',
      'WORK_WARNING',
      'WORK_FAIL',
    ]);
    killIfAlive(pid);
    await until('the end of what saw to that', () => processesOf(place).length === 0);
    expect(readdirSync(place)).toEqual([]);
  },
);

describe.skipIf(process.platform !== 'linux').each(Object.keys(WORKERS) as (keyof typeof WORKERS)[])('%s', (kind) => {
  const clients = (Object.keys(CLIENTS) as Client[]).filter((client) => needs(CLIENTS[client]));

  test.each(COMMANDS)('a command that %s', async (_what, line, gets, workload = WORKLOAD) => {
    const place = await temporaryFolder();
    const { port, pid, end } = await WORKERS[kind](line, { TMPDIR: place });
    await registered(port, 'f');
    const all = async (forPhp: Buffer) => {
      for (const client of clients) {
        const heard = await ask(client, port, client === 'PHP' ? forPhp : WORKLOAD);
        expect([client, heard]).toEqual([client, { code: 0, stderr: '', ...gets }]);
      }
    };
    await all(workload);
    const before = descriptorsOf(pid);
    await all(WORKLOAD);
    await until('its descriptors', () => descriptorsOf(pid) <= before);
    const { code, err } = await end();
    if (gets.code === 1 && kind === 'gearbench gearman -w')
      expect(err).toMatch(/^(gearman: job H:\S+ failed: ended because it wrote too much\.\n)+$/);
    const children = join(place, 'children');
    const left = existsSync(children) ? readFileSync(children, 'utf8').trim().split('\n').map(Number) : [];
    afterThisTest(() => left.forEach(killIfAlive));
    expect([code, left.filter(isAlive)]).toEqual([0, []]);
    await until('the end of what saw to that', () => processesOf(place).length === 0);
    expect(readdirSync(place).filter((name) => name !== 'children')).toEqual([]);
  });
});
