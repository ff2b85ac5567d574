import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ServerAction } from '../../../main/contract/servers.ts';
import type { Target } from '../../../main/net/dial.ts';
import { Attached, JOBS_MOST } from '../../../main/upstream/attach.ts';
import { ANSWER_MOST } from '../../../main/upstream/polling.ts';
import { now } from '../../../main/util/clock.ts';
import { authority } from '../../support/certificates.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { runningServer } from '../../support/embedded.ts';
import { fakeServer } from '../../support/fake-server.ts';
import { freePort } from '../../support/free-port.ts';
import { needs } from '../../support/peers.ts';
import { until } from '../../support/processes.ts';
import { textServer } from '../../support/text-server.ts';

function attach(target: Target, { every = 0.01, chance = 0 } = {}) {
  const attached = new Attached({ target, every, chance: () => chance, onChange: () => {} });
  afterThisTest(() => attached.close());
  return attached;
}

const jobsOf = (attached: Attached) => attached.jobs?.window({ search: '', from: 0, count: 10 });
const running = (attached: Attached) => until('an answer', () => attached.state.state === 'running');
const failed = (attached: Attached) =>
  until('a failure', () => (attached.state.state === 'failed' ? attached.state.failure : undefined) ?? undefined);
const action = (some: ServerAction) => some;

const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'text-protocol');
const recorded = (file: string): { what: string; answers: Record<string, string | null> } =>
  JSON.parse(readFileSync(join(folder, file), 'utf8'));

/** How a server is seen that answers so. */
async function seen(file: string) {
  const { answers } = recorded(file);
  const attached = attach(await textServer((line) => (line in answers ? answers[line]! : answers['']!)));
  attached.watchJobs(true);
  await until('an answer about jobs', () => attached.jobs !== null || attached.state.unknown.includes('show jobs'));
  const { version, counts, unknown } = attached.state;
  const { waiting } = attached.functions;
  return {
    version,
    ...counts,
    normal: waiting === null ? null : [...waiting.normal.subarray(0, 2)],
    who: attached.workers.map(({ clientId, functions }) => [clientId, ...functions].join(' ')),
    jobs: jobsOf(attached)?.total ?? null,
    unknown,
  };
}

describe('servers of other kinds and ages', () => {
  test('there is a test for each', () => {
    expect(readdirSync(folder).sort()).toEqual([
      'gearman-java.json',
      'gearmand-0.json',
      'gearmand-2.json',
      'java-service.json',
    ]);
  });

  test('the first gearmand knows neither priorities nor jobs', async () => {
    expect(await seen('gearmand-0.json')).toEqual({
      version: '0.5',
      functions: 2,
      queued: 3,
      running: 1,
      workers: 1,
      connections: 1,
      stuck: 1,
      normal: null,
      who: ['photos resize'],
      jobs: null,
      unknown: ['prioritystatus', 'show jobs'],
    });
  });

  test('a later gearmand tells all that is asked', async () => {
    expect(await seen('gearmand-2.json')).toMatchObject({
      version: '2.0.0',
      queued: 3,
      normal: [2, 1],
      jobs: 4,
      unknown: [],
    });
  });

  test('the Java service has no numbers of connections', async () => {
    expect(await seen('java-service.json')).toMatchObject({
      version: 'gearman-java-0.7',
      queued: 3,
      running: 1,
      workers: 1,
      connections: 1,
      who: ['photos resize'],
      unknown: ['prioritystatus', 'show jobs'],
    });
  });

  test('a server that says nothing to what it does not know, and of workers 0 for all, has no function that is stuck', async () => {
    expect(await seen('gearman-java.json')).toEqual({
      version: null,
      functions: 2,
      queued: 4,
      running: 0,
      workers: 0,
      connections: null,
      stuck: 0,
      normal: null,
      who: [],
      jobs: null,
      unknown: ['version', 'prioritystatus', 'workers', 'show jobs'],
    });
  });
});

const { answers } = recorded('gearmand-2.json');
const answering = (line: string) => (line in answers ? answers[line]! : answers['']!);

describe('a server that is asked over and over', () => {
  test('is asked for its version once, and for the rest only when all is answered', async () => {
    let open = 0;
    let most = 0;
    const server = await fakeServer((heard, connection) => {
      if (heard.startsWith('SET_CLIENT_ID')) return;
      const [, data] = /^ECHO_REQ (.*)$/.exec(heard) ?? [];
      if (heard === 'status') open += 1;
      most = Math.max(most, open);
      // Slow, but in order.
      setTimeout(() => {
        if (data !== undefined) connection.say({ name: 'ECHO_RES', data: Buffer.from(data) });
        else connection.write(Buffer.from(answering(heard)));
        if (heard === 'workers') open -= 1;
      }, 20);
    });
    attach(server, { every: 0.001 });
    const [heard] = await until('some polls', () => {
      const all = server.connections.map((each) => each.heard);
      return (all[0]?.filter((line) => line === 'status').length ?? 0) > 5 ? all : undefined;
    });
    expect(heard!.filter((line) => line === 'version')).toHaveLength(1);
    expect(most).toBe(1);
  });

  test('it is asked at another pace from then on that it is told one', async () => {
    const server = await textServer(answering);
    const attached = attach(server, { every: 300 });
    await running(attached);
    attached.setEvery(0.01);
    await until('more polls', () => server.asked.filter((line) => line === 'status').length > 3);
  });

  test('its jobs only while somebody looks at them', async () => {
    const server = await textServer(answering);
    const attached = attach(server);
    await until('some polls', () => server.asked.filter((line) => line === 'status').length > 3);
    expect(server.asked).not.toContain('show jobs');
    attached.watchJobs(true);
    await until('jobs', () => jobsOf(attached)?.total === 4);
    attached.watchJobs(false);
    expect(attached.jobs).toBe(null);
    const asked = server.asked.length;
    await until('some more polls', () => server.asked.length > asked + 9);
    expect(server.asked.slice(asked)).not.toContain('show jobs');
  });

  test('nor when it has more of them than it should write at once', async () => {
    const server = await textServer((line) => (line === 'status' ? `f\t${JOBS_MOST + 1}\t0\t1\n.\n` : answering(line)));
    const attached = attach(server);
    attached.watchJobs(true);
    await until('some polls', () => server.asked.filter((line) => line === 'status').length > 3);
    expect(server.asked).not.toContain('show jobs');
    expect([attached.jobs, attached.state.unknown]).toEqual([null, []]);
  });

  test('a question whose answer is too large is left out, and the rest goes on over another connection', async () => {
    const large = Buffer.alloc(ANSWER_MOST + 1, '9 127.0.0.1 a : f\n').toString('latin1');
    const server = await textServer((line) => (line === 'workers' ? large : answering(line)));
    const attached = attach(server);
    await running(attached);
    const { unknown, failure, counts } = attached.state;
    expect([unknown, failure, counts?.queued]).toEqual([['workers'], null, 3]);
    expect(server.asked.filter((line) => line === 'workers')).toHaveLength(1);
  });

  test('a question at which it ends two connections is left out', async () => {
    const ended = new Set<unknown>();
    const server = await fakeServer((heard, connection) => {
      const [, data] = /^ECHO_REQ (.*)$/.exec(heard) ?? [];
      if (heard === 'prioritystatus') ended.add(connection);
      if (ended.has(connection)) connection.close();
      else if (data !== undefined) connection.say({ name: 'ECHO_RES', data: Buffer.from(data) });
      else if (!heard.startsWith('SET_CLIENT_ID')) connection.write(Buffer.from(answering(heard)));
    });
    // By that chance, it does not wait.
    const attached = attach(server, { chance: 2 });
    await running(attached);
    const { unknown, counts, failure } = attached.state;
    expect([unknown, counts?.queued, failure, ended.size]).toEqual([['prioritystatus'], 3, null, 2]);
    attached.retry(); // somebody wants to know
    await until('the question again', () => ended.size > 2);
  });

  test.skipIf(!needs('openssl'))('it is asked over TLS, or told what is wrong with that', async () => {
    const [trusted, other] = [await authority(), await authority()];
    const { port } = await runningServer({ tls: await trusted.credentials('server') });
    const target = { host: '127.0.0.1', port };
    const tls = await trusted.credentials('client');
    await running(attach({ ...target, tls }));
    await expect(attach({ ...target, tls }).act({ kind: 'create', function: 'f' })).resolves.toBe('OK');
    const strange = await failed(attach({ ...target, tls: await other.credentials('client') }));
    expect([strange.code, strange.details['why']]).toEqual(['connection-lost', 'certificate-unknown']);
    expect((await failed(attach(target))).code).toBe('connection-lost');
  });

  test('what is no job server is none', async () => {
    const server = await fakeServer((_, connection) =>
      connection.write(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')),
    );
    const { code, details } = await failed(attach(server));
    expect([code, details['why']]).toEqual(['connection-lost', 'not-gearman']);
  });

  test('that is not there is tried again after longer and longer, or at once where somebody says so', async () => {
    const waits: number[] = [];
    const attached = new Attached({
      target: { host: '127.0.0.1', port: await freePort() },
      every: 1,
      chance: () => 0,
      onChange: () => void waits.push(Math.round(((attached.state.retryAt ?? 0) - now()) / 1000)),
    });
    afterThisTest(() => attached.close());
    await until('seven failures', () => {
      attached.retry();
      return waits.length > 6;
    });
    expect(waits.slice(0, 7)).toEqual([1, 2, 4, 8, 16, 30, 30]);
    expect(attached.state.failure?.code).toBe('connection-refused');
  });

  test('that was there tells no echo and no count while it is away, and when it was counted last', async () => {
    let away = false;
    const server = await fakeServer((heard, connection) => {
      const [, data] = /^ECHO_REQ (.*)$/.exec(heard) ?? [];
      if (data !== undefined) connection.say({ name: 'ECHO_RES', data: Buffer.from(data) });
      else if (away) connection.close();
      else if (heard === 'status') connection.write(Buffer.from('f\t3\t0\t1\n.\n'));
    });
    const attached = attach(server);
    await running(attached);
    expect(attached.state).toMatchObject({ counts: { queued: 3 }, echo: { milliseconds: expect.any(Number) } });
    away = true;
    await failed(attached);
    expect(attached.state).toMatchObject({ counts: null, echo: null, countedAt: expect.any(Number) });
    away = false;
    attached.retry();
    await running(attached);
    expect(attached.state).toMatchObject({ counts: { queued: 3 } });
  });

  test('that echoes and then ends the connection is tried again after longer and longer, too', async () => {
    const ended = new Set<unknown>();
    const server = await fakeServer((heard, connection) => {
      const [, data] = /^ECHO_REQ (.*)$/.exec(heard) ?? [];
      if (data === undefined || ended.has(connection)) return;
      connection.say({ name: 'ECHO_RES', data: Buffer.from(data) });
      ended.add(connection);
      connection.close();
    });
    const waits: number[] = [];
    const attached = new Attached({
      target: server,
      every: 1,
      chance: () => 0,
      onChange: () => void waits.push(Math.round(((attached.state.retryAt ?? 0) - now()) / 1000)),
    });
    afterThisTest(() => attached.close());
    await until('four failures', () => {
      attached.retry();
      return waits.length > 3;
    });
    expect(waits.slice(0, 4)).toEqual([1, 2, 4, 8]);
    expect(ended.size).toBeGreaterThanOrEqual(4);
  });

  test('is let go of', async () => {
    const server = await textServer(answering);
    const attached = attach(server);
    await running(attached);
    attached.close();
    await Promise.all(server.connections.map(({ ended }) => ended));
    attached.retry();
    expect(server.connections).toHaveLength(1);
  });
});

describe('changing something', () => {
  test('is said in lines, over a connection of its own, and what the server says is told', async () => {
    const server = await textServer((line) =>
      /^(create|drop|maxqueue|cancel)/.test(line) ? 'OK\r\n' : answering(line),
    );
    const attached = attach(server, { every: 300 });
    await running(attached);
    const actions = [
      action({ kind: 'create', function: 'Ã¼' }),
      action({ kind: 'drop', function: 'f' }),
      action({ kind: 'maxqueue', function: 'f', most: 3 }),
      action({ kind: 'maxqueue', function: 'f', most: null }),
      action({ kind: 'cancel', handle: 'H:vm:1' }),
    ];
    for (const each of actions) expect(await attached.act(each)).toBe('OK');
    expect(server.connections.length).toBe(1 + actions.length);
    expect(server.connections.slice(1).map(({ heard }) => heard[0])).toEqual([
      'create function Ã¼',
      'drop function f',
      'maxqueue f 3',
      'maxqueue f',
      'cancel job H:vm:1',
    ]);
  });

  test.each([
    ['ERR function not found\r\n', 'said', 'function not found'],
    ['ERR unknown_command \r\n', 'said', 'unknown_command'],
    [null, 'said-nothing', undefined],
  ])('%j is no success', async (said, why, words) => {
    const server = await textServer((line) => (line.startsWith('drop') ? said : answering(line)));
    const attached = attach(server);
    await expect(attached.act({ kind: 'drop', function: 'f' })).rejects.toMatchObject({
      code: 'change-refused',
      details: { address: `127.0.0.1:${server.port}`, why, ...(words !== undefined && { said: words }) },
    });
  });

  test.each(['two words', 'a\nb', 'tab\t', 'a\0b', '\x7f'])('%j cannot be named, and nothing is said', async (name) => {
    const server = await textServer(answering);
    const attached = attach(server, { every: 300 });
    await running(attached);
    await expect(attached.act({ kind: 'create', function: name })).rejects.toMatchObject({
      code: 'bad-input',
      details: { why: 'hidden-characters' },
    });
    expect(server.connections).toHaveLength(1);
  });
});
