import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Peer } from './dialogue.ts';

/** Who answers in a conversation. */
export interface Side {
  readonly name: 'gearmand' | 'Gearbench';
  /** The program, or undefined where this machine does not have it in the version that we follow. */
  readonly program: string | undefined;
  readonly args: readonly string[];
}

const PLACES = ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/sbin', '/usr/bin', '/usr/local/bin'];

export const GEARMAND: Side = {
  name: 'gearmand',
  program: PLACES.map((folder) => join(folder, 'gearmand')).find(isTheRightOne),
  args: [],
};

export const GEARBENCH: Side = {
  name: 'Gearbench',
  program: fileURLToPath(new URL('../../bin/gearbench', import.meta.url)),
  args: ['gearmand'],
};

/** The client ID of the connection that a JobServer has for itself. */
export const WATCHER = 'watcher';

/** How long a server may take to listen, and to end when asked, ms. */
const PATIENCE = 30_000;

/** A job server in a process of its own, on a port of its own. */
export class JobServer {
  readonly port: number;
  /** Resolves with the exit code, or with the signal that ended the process. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  readonly #process: ChildProcess;
  readonly #folder: string;
  readonly #peers: Peer[] = [];
  /** No server outlives the tests, however they end. */
  readonly #kill = () => void this.#process.kill('SIGKILL');
  #watcher: Peer | undefined;

  private constructor(child: ChildProcess, port: number, folder: string) {
    this.port = port;
    this.#process = child;
    this.#folder = folder;
    this.ended = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => resolve(code ?? signal));
    });
    this.ended.catch(() => {}); // a program that cannot be started is told by `start`
    process.once('exit', this.#kill);
  }

  /** Starts it with these options beside those that it needs. */
  static async start({ name, program, args }: Side, options: readonly string[] = []): Promise<JobServer> {
    if (program === undefined) throw new Error(`${name} 1.1.20 is not installed on this machine`);
    const folder = await mkdtemp(join(tmpdir(), 'gearbench-conformance-'));
    const port = await freePort();
    const child = spawn(
      program,
      [...args, ...options, '-L', '127.0.0.1', '-p', String(port), '-l', 'none', '-P', join(folder, 'pid')],
      // Its own folder, for what it may leave when it crashes; no port of the surroundings.
      { cwd: folder, stdio: 'ignore', env: { ...process.env, GEARMAND_PORT: '' } },
    );
    const server = new JobServer(child, port, folder);
    try {
      await server.#listening(name);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  get pid(): number {
    return this.#process.pid as number;
  }

  /** Opens a connection for each of the named peers. */
  async meet<Name extends string>(...names: Name[]): Promise<Record<Name, Peer>> {
    const met = {} as Record<Name, Peer>;
    for (const name of names) {
      const peer = await Peer.connect(this.port, () => this.#noticed(peer));
      this.#peers.push(peer);
      met[name] = peer;
    }
    return met;
  }

  /** Ends all connections of a case, and waits until the server has seen it: the next case starts among itself. */
  async everybodyLeaves(): Promise<void> {
    for (const peer of this.#peers.splice(0)) peer.hangsUp();
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    await this.#connections((count) => count === 0);
  }

  async stop(): Promise<void> {
    for (const peer of this.#peers.splice(0)) peer.hangsUp();
    this.#watcher?.hangsUp();
    this.#process.kill('SIGTERM');
    const late = setTimeout(this.#kill, PATIENCE);
    await this.ended.catch(() => {});
    clearTimeout(late);
    process.off('exit', this.#kill);
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #noticed(left: Peer): Promise<void> {
    const at = this.#peers.indexOf(left);
    if (at >= 0) this.#peers.splice(at, 1);
    const open = this.#peers.filter((peer) => peer.open).length;
    await this.#connections((count) => count <= open);
    // gearmand stops listing a connection a moment before it sees to its jobs; a later question is answered after that.
    await pause(5);
    await this.#watcher?.hasHeard();
  }

  /** Asks who is connected, on a connection that the cases do not see, until the number is right. */
  async #connections(right: (count: number) => boolean): Promise<void> {
    if (this.#watcher === undefined) {
      this.#watcher = await Peer.connect(this.port, () => Promise.resolve());
      await this.#watcher.says(`SET_CLIENT_ID ${WATCHER}`);
    }
    const until = Date.now() + PATIENCE;
    for (;;) {
      const rows = (await this.#watcher.asks('workers')).match(/^\d+ 127\.0\.0\.1 /gm) ?? [];
      const others = rows.length - 1;
      if (right(others)) return;
      if (Date.now() > until) throw new Error(`the server still has ${others} connections`);
      await pause(2);
    }
  }

  async #listening(name: string): Promise<void> {
    let over: unknown;
    void this.ended.then(
      (how) => {
        over = new Error(`${name} ended at once: ${how}`);
      },
      (error: unknown) => {
        over = error;
      },
    );
    const until = Date.now() + PATIENCE;
    for (;;) {
      await pause(10);
      if (over !== undefined) throw over;
      try {
        const peer = await Peer.connect(this.port, () => Promise.resolve());
        await peer.asks('version'); // who connects early may have to wait for an answer
        peer.hangsUp();
        return;
      } catch (error) {
        if (Date.now() > until) throw error;
      }
    }
  }
}

/** Other versions of gearmand differ from the one that we follow. */
function isTheRightOne(path: string): boolean {
  return (
    existsSync(path) &&
    spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout?.includes('gearmand 1.1.20') === true
  );
}

/** A port that nobody listens on; the system gives none of the well-known ones. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve((address as { port: number }).port));
    });
  });
}
