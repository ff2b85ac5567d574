import { describe, expect, test } from 'vitest';
import { Gone, Pool, type PoolHeard } from '../../main/client/pool.ts';
import { Spread } from '../../main/client/spread.ts';
import type { Job } from '../../main/client/submit.ts';
import { FunctionDefinition } from '../../main/contract/functions.ts';
import { Origins } from '../../main/net/origins.ts';
import { targetOf } from '../../main/util/gearman-address.ts';
import { Supervisor } from '../../main/workers/supervisor.ts';
import { Load } from '../../main/workload/load.ts';
import { twinOf } from '../../main/workspace/gearman-command.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { GEARBENCH } from '../support/command-line.ts';
import { freePort } from '../support/free-port.ts';
import { bytes } from '../support/packets.ts';
import { PATIENT } from '../support/patient.ts';
import { needs } from '../support/peers.ts';
import { background, run, until } from '../support/processes.ts';
import { gearmand, registered } from './servers.ts';
import { gearman, gearmanWorker, sh } from './stock.ts';

const JOB: Job = { function: 'where', unique: '', workload: bytes('x'), priority: 'normal', background: false };

/** A real gearmand; its worker answers with its port, after `wait` s. */
async function queue(wait = 0, port?: number) {
  const server = await gearmand(port === undefined ? {} : { port });
  await gearmanWorker(server.port, ['where'], sh(`sleep ${wait}; echo ${server.port}`));
  return { ...server, name: `127.0.0.1:${server.port}`, target: { host: '127.0.0.1', port: server.port } };
}

type Queue = Awaited<ReturnType<typeof queue>>;

const three = (wait?: number) => Promise.all([queue(wait), queue(wait), queue(wait)]);

function poolOf(how: Spread['how'], queues: readonly Queue[]) {
  const pool = new Pool({
    servers: queues.map(({ name, target }) => ({ name, target })),
    spread: new Spread(
      how,
      queues.map(({ name }) => name),
    ),
    gone: new Gone(),
    exceptions: false,
  });
  afterThisTest(() => pool.close());
  /** Which server did the job, and where it could not be left. */
  const submit = (job: Partial<Job> = {}) =>
    new Promise<{ by: string; left: string[] }>((resolve, reject) => {
      const left: string[] = [];
      pool.submit({ ...JOB, ...job }, (heard: PoolHeard) => {
        if (heard.kind === 'left') left.push(heard.server);
        if (heard.kind === 'complete') resolve({ by: `127.0.0.1:${heard.bytes.toString().trim()}`, left });
        if (heard.kind === 'broken') reject(heard.error);
      });
    });
  return { pool, submit };
}

describe.skipIf(!needs('gearmand') || !needs('gearman'))('over three real servers', () => {
  test('the command that does what the workers of a function do registers with all of its servers', async () => {
    const servers = await Promise.all([gearmand({}), gearmand({}), gearmand({})]);
    const definition = FunctionDefinition.parse({ name: 'twin', command: { kind: 'argv', argv: ['wc', '-c'] } });
    const line = twinOf(
      definition,
      servers.map(({ port }) => ({ host: '127.0.0.1', port })),
    );
    const worker = background('sh', ['-c', line.replace('gearman ', 'exec gearman ')]);
    afterThisTest(() => worker.stop());
    for (const { port } of servers) {
      await registered(port, 'twin');
      expect(await gearman(port, ['-f', 'twin', '-s'])).toMatchObject({ code: 0, stdout: '0\n' });
    }
  });

  test('jobs go in turn, and stock workers on all of them do them', async () => {
    const queues = await three();
    const { submit } = poolOf('round-robin', queues);
    const names = queues.map(({ name }) => name);
    const by = [];
    for (let count = 0; count < 6; count += 1) by.push((await submit()).by);
    expect(by).toEqual([...names, ...names]);
  });

  test('by unique ID each stays where it is; one server less moves its jobs alone', async () => {
    const queues = await three();
    const { submit } = poolOf('hash', queues);
    const uniques = Array.from({ length: 24 }, (_, number) => `order-${number}`);
    const places = async () =>
      new Map(await Promise.all(uniques.map(async (unique) => [unique, (await submit({ unique })).by] as const)));
    const before = await places();
    expect(new Set(before.values()).size).toBe(3);
    expect(await places()).toEqual(before);
    await queues[1]?.kill();
    const after = await places();
    for (const unique of uniques) {
      if (before.get(unique) === queues[1]?.name) expect(after.get(unique)).not.toBe(queues[1]?.name);
      else expect(after.get(unique)).toBe(before.get(unique));
    }
  });

  test('one that is stopped is passed over after its time, and used again once it goes on', {
    timeout: 60_000,
  }, async () => {
    const queues = await three();
    const [first, second] = queues as [Queue, Queue, Queue];
    const { submit } = poolOf('first', queues);
    expect(await submit()).toEqual({ by: first.name, left: [] });
    await first.stop();
    // It has the connection already: the job is on its way there, and taken back when nothing comes.
    expect(await submit()).toEqual({ by: second.name, left: [first.name] });
    expect(await submit()).toEqual({ by: second.name, left: [] });
    first.goOn();
    await until('the first server is tried again', async () => (await submit()).by === first.name, 30_000);
  });

  test('a run goes on when one server is killed, and comes back to it when it is there again', {
    timeout: 60_000,
  }, async () => {
    const queues = await three(0.01);
    const [, , third] = queues as [Queue, Queue, Queue];
    const load = new Load({
      ...{ function: 'where', background: false, priority: 'normal', unique: 'none' },
      ...{ rate: 30, concurrency: 30 },
    });
    async function* workloads() {
      for (let count = 0; count < 480; count += 1) yield bytes('x');
    }
    const over = load.run(
      { how: 'round-robin', servers: queues.map(({ name, target }) => ({ address: name, target, isOurs: false })) },
      workloads(),
    );
    const share = () => load.servers[2];
    await until('the third has jobs', () => (share()?.ended ?? 0) > 10);
    await third.kill();
    await until('it is told as gone', () => share()?.isReady === false);
    const had = share()?.jobs ?? 0;
    await queue(0.01, third.port);
    await over;
    expect(load.problem).toBe(null);
    expect(load.counts.done + load.counts.lost).toBe(480);
    expect(load.servers.reduce((sum, { jobs }) => sum + jobs, 0)).toBe(480);
    expect(share()?.jobs ?? 0).toBeGreaterThan(had);
  });

  test('a worker of ours that registers with all three does the jobs of all', async () => {
    const ports = (await Promise.all([gearmand(), gearmand(), gearmand()])).map(({ port }) => port);
    const supervisor = new Supervisor({
      target: () => undefined,
      reach: targetOf,
      lockOf: () => undefined,
      origins: new Origins(),
      environment: { PATH: process.env['PATH'] },
      concurrency: () => 0,
      guard: { add: () => {}, remove: () => {} },
      registered: () => [],
      onChange: () => {},
      onLost: () => {},
      onOutcome: () => {},
      factsOf: () => undefined,
    });
    afterThisTest(() => supervisor.stopAll());
    const servers = ports.map((port) => `127.0.0.1:${port}`);
    const command = { kind: 'argv', argv: ['tr', 'a-z', 'A-Z'] };
    await supervisor.start(FunctionDefinition.parse({ name: 'upper', command, servers }), import.meta.dirname);
    for (const port of ports) await registered(port, 'upper');
    await expect
      .poll(() => supervisor.workers('upper')[0]?.links.map(({ server, state }) => [server, state]), PATIENT)
      .toEqual(servers.map((server) => [server, 'connected']));
    const pool = new Pool({
      servers: servers.map((name) => ({ name, target: targetOf(name) })),
      spread: new Spread('round-robin', servers),
      gone: new Gone(),
      exceptions: false,
    });
    afterThisTest(() => pool.close());
    const went: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      const answer = await new Promise<string>((resolve, reject) => {
        pool.submit({ ...JOB, function: 'upper', workload: bytes('abc') }, (heard) => {
          if (heard.kind === 'went') went.push(heard.server);
          if (heard.kind === 'broken') reject(heard.error);
          if (heard.kind === 'complete') resolve(heard.bytes.toString());
        });
      });
      expect(answer).toBe('ABC');
    }
    expect(went).toEqual(servers);
  });

  test.each(['gearman', GEARBENCH])(
    'a worker and a client of a terminal take several servers alike: %s',
    async (tool) => {
      const [one, two] = await Promise.all([queue(), queue()]);
      const nobody = await freePort();
      const own = tool === 'gearman' ? [] : ['gearman'];
      const tried = (environment: string, port: number) =>
        run(tool, [...own, '-h', '127.0.0.1', '-p', String(port), '-t', '9000', '-f', 'where', 'x'], {
          env: { ...process.env, GEARMAN_SERVERS: environment },
        });
      // The one of the options is the first, then the others from the last on.
      expect((await tried(two.name, one.port)).stdout).toBe(`${one.port}\n`);
      if (tool === 'gearman') {
        expect((await tried(`${one.name},${two.name}`, nobody)).stdout).toMatch(new RegExp(`^(${two.port}\n)?$`));
      } else {
        // The stock tool may give a job up because of any server of the list that is not there.
        expect((await tried(`${one.name},${two.name}`, nobody)).stdout).toBe(`${two.port}\n`);
        expect((await tried(`${two.name},127.0.0.1:${nobody}`, one.port)).stdout).toBe(`${one.port}\n`);
      }
      const worker = background(
        tool,
        [...own, '-h', '127.0.0.1', '-p', String(one.port), '-w', '-f', 'both', '--', 'cat'],
        {
          env: { ...process.env, GEARMAN_SERVERS: two.name },
        },
      );
      afterThisTest(worker.stop);
      for (const { port } of [one, two]) await registered(port, 'both');
      for (const { port } of [one, two, one]) expect((await gearman(port, ['-f', 'both', 'x'])).stdout).toBe('x');
    },
  );
});
