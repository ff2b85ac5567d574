import { describe, expect, test } from 'vitest';
import { Attached } from '../../main/upstream/attach.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { faultyLine } from '../support/faulty-line.ts';
import { peerOf } from '../support/peer.ts';
import { GEARMAND, needs, PERL_GEARMAND } from '../support/peers.ts';
import { until } from '../support/processes.ts';
import { gearmand } from './servers.ts';

const servers = [
  ['gearmand', GEARMAND],
  ['Perl’s server', PERL_GEARMAND],
] as const;

function attach(port: number, every = 0.05) {
  const attached = new Attached({ target: { host: '127.0.0.1', port }, every, onChange: () => {} });
  afterThisTest(() => attached.close());
  return attached;
}

const hasState = (attached: Attached, state: 'running' | 'failed') =>
  until(state, () => attached.state.state === state);

describe.each(servers)('attached to %s', (_, file) => {
  const it = test.skipIf(!needs('gearmand') || !needs('perl-server'));

  it('that is killed and started again: it is gone at once, with its counts, and it is found again', async () => {
    const server = await gearmand({ file });
    const { port } = server;
    const client = await peerOf({ port });
    client.send({ name: 'SUBMIT_JOB_BG', function: 'resize', unique: '', workload: Buffer.from('x') });
    await client.hears();
    const attached = attach(port);
    await until('the job', () => attached.state.counts?.queued === 1);
    const { run, countedAt } = attached.state;
    await server.kill();
    await hasState(attached, 'failed');
    const { failure, retryAt, counts } = attached.state;
    expect(['connection-lost', 'connection-refused']).toContain(failure?.code);
    expect(retryAt).toBeGreaterThan(countedAt ?? 0);
    expect(counts).toBe(null);
    await gearmand({ file, port });
    await hasState(attached, 'running');
    expect(attached.state).toMatchObject({ failure: null, retryAt: null, counts: { functions: 0, queued: 0 } });
    expect(attached.state.run).toBeGreaterThan(run);
  });

  it('that is stopped: it is told that it does not answer, no change hangs, and it is found again', async () => {
    const server = await gearmand({ file });
    const { port } = server;
    const attached = attach(port);
    await hasState(attached, 'running');
    await server.stop();
    const change = attached.act({ kind: 'maxqueue', function: 'resize', most: 3 }).catch((error) => error.code);
    await hasState(attached, 'failed');
    const { failure, echo } = attached.state;
    expect(failure?.code).toBe('connection-timeout');
    expect(await change).toBe('connection-timeout');
    attached.retry();
    expect(attached.state.echo).toEqual(echo);
    server.goOn();
    await hasState(attached, 'running');
    expect(attached.state.echo?.at).toBeGreaterThan(echo?.at ?? 0);
  });

  it('over a slow way: the echo takes as long as the way, and what is there is told', async () => {
    const { port } = await gearmand({ file });
    const way = await faultyLine(port);
    afterThisTest(() => way.close());
    way.delay(150);
    const attached = attach(way.port);
    await hasState(attached, 'running');
    expect(attached.state.echo?.milliseconds).toBeGreaterThan(290);
    expect(attached.state.counts).toMatchObject({ functions: 0 });
    way.cut();
    await hasState(attached, 'failed');
    way.mend();
    await hasState(attached, 'running');
  });

  it('with 2,000 functions: each is there, and what changes is told', async () => {
    const { port } = await gearmand({ file });
    const worker = await peerOf({ port });
    const names = Array.from({ length: 2000 }, (_, index) => `function-${index}`);
    worker.send(...names.map((name) => ({ name: 'CAN_DO', function: name }) as const));
    const attached = attach(port);
    await until('all functions', () => attached.state.counts?.functions === 2000);
    expect(attached.functions.names.toSorted()).toEqual(names.toSorted());
    expect(attached.state.counts).toMatchObject({ workers: 1, queued: 0, stuck: 0 });
    expect(attached.workers[0]?.functions).toHaveLength(2000);
    worker.send({ name: 'SUBMIT_JOB_BG', function: 'function-77', unique: '', workload: Buffer.from('x') });
    await until('the job', () => attached.functions.queued[attached.functions.placeOf('function-77') ?? -1] === 1);
    expect(attached.state.counts).toMatchObject({ functions: 2000, queued: 1, stuck: 0 });
    expect(attached.history('function-77', 'minutes').queued.at(-1)).toBe(1);
  });
});
