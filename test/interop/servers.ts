import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type Command, FunctionDefinition } from '../../main/contract/functions.ts';
import { writeWorkspace } from '../../main/workspace/file.ts';
import { stopWhole } from '../support/alive.ts';
import { afterThisTest, type Cleanup } from '../support/cleanup.ts';
import { gearbench } from '../support/command-line.ts';
import { freePort } from '../support/free-port.ts';
import { GEARMAND } from '../support/peers.ts';
import { until } from '../support/processes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** A job server in a process of its own that serves all tests of a group: each names functions of its own. */
export interface JobServer {
  readonly port: number;
  readonly pid: number;
  /** Where the workers' commands run; empty where it has none. */
  readonly folder: string;
}

/** Our server by itself, started before the tests of the group. */
export const ourServer = (): JobServer =>
  forThisGroup(async (cleanup) => {
    const port = await freePort();
    const { pid, end } = await gearbench(['gearmand', '-p', String(port), '-l', 'none'], cleanup);
    cleanup(async () => void (await end()));
    await listening(port);
    return { port, pid, folder: '' };
  });

/** Our server with workers of its own: a shell line for each function, or the words of a command. */
export const ourWorkers = (functions: Record<string, string | string[]>): JobServer =>
  forThisGroup(async (cleanup) => {
    const [port, folder] = [await freePort(), await temporaryFolder(cleanup)];
    const workspace = join(folder, 'interop.gearbench.json');
    const definitions = Object.entries(functions).map(([name, does]) => {
      const command: Command = typeof does === 'string' ? { kind: 'shell', line: does } : { kind: 'argv', argv: does };
      return FunctionDefinition.parse({ name, command });
    });
    await writeWorkspace(workspace, { workloads: [], description: '', functions: definitions });
    const { pid, end } = await gearbench(['serve', workspace, '--trust', '--port', String(port)], cleanup);
    cleanup(async () => void (await end()));
    await listening(port);
    for (const name of Object.keys(functions)) await registered(port, name);
    return { port, pid, folder };
  });

/** The real one. */
export const realServer = (): JobServer =>
  forThisGroup(async (cleanup) => {
    const { port, pid } = await gearmand({}, cleanup);
    return { port, pid, folder: '' };
  });

/**
 * A real one, or Perl’s, on a free port or on the one that it had, which listens: a test may stop it, kill it and start another. It is
 * killed at the end, if it is still there.
 */
export async function gearmand(
  { port: wanted, file = GEARMAND }: { port?: number; file?: string } = {},
  cleanup: Cleanup = afterThisTest,
) {
  const port = wanted ?? (await freePort());
  const log = file === GEARMAND ? ['-l', 'none'] : [];
  const child = spawn(file, ['-p', String(port), '-L', '127.0.0.1', ...log], { stdio: 'ignore' });
  const ended = once(child, 'close');
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  cleanup(kill);
  await listening(port);
  const pid = child.pid as number;
  return { port, pid, kill, stop: () => stopWhole(pid), goOn: () => void child.kill('SIGCONT') };
}

function forThisGroup(start: (cleanup: Cleanup) => Promise<JobServer>): JobServer {
  const undo: Parameters<Cleanup>[0][] = [];
  const server = { port: 0, pid: 0, folder: '' };
  beforeAll(async () => void Object.assign(server, await start((each) => void undo.unshift(each))));
  afterAll(async () => {
    for (const each of undo) await each();
  });
  return server;
}

/** What a job server answers to one line of the text protocol. */
export function ask(port: number, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port }, () => socket.write(`${line}\r\n`));
    let answer = '';
    socket.setEncoding('latin1').on('data', (text: string) => {
      answer += text;
      if (/^(OK|ERR)\b.*\r?\n$|^(.*\n)*\.\n$/.test(answer)) socket.destroy();
    });
    socket.once('error', reject).once('close', () => resolve(answer));
  });
}

/** Waits until a job server answers on the port: to `status`, which all of them tell alike. */
export const listening = (port: number) =>
  until(`a job server on port ${port}`, async () => (await ask(port, 'status').catch(() => '')) !== '');

/** What `status` tells of a function. */
export async function queue(port: number, name: string) {
  const rows = (await ask(port, 'status')).split('\n').map((line) => line.split('\t'));
  const [, total = 0, running = 0, workers = 0] = rows.find(([first]) => first === name) ?? [];
  return { total: Number(total), running: Number(running), workers: Number(workers) };
}

/** Waits until so many workers are registered for the function. */
export const registered = (port: number, name: string, count = 1) =>
  until(`a worker for ${name}`, async () => (await queue(port, name)).workers >= count);
