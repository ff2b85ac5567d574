import { describe, expect, test } from 'vitest';
import { Attached } from '../../main/upstream/attach.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { needs, PERL_GEARMAND } from '../support/peers.ts';
import { background, until } from '../support/processes.ts';
import { gearmand, registered } from './servers.ts';
import { gearman, gearmanWorker } from './stock.ts';

function attach(port: number, every = 0.05) {
  const attached = new Attached({ target: { host: '127.0.0.1', port }, every, onChange: () => {} });
  afterThisTest(() => attached.close());
  return attached;
}

const running = (attached: Attached) => until('an answer', () => attached.state.state === 'running');

/** What the tables have of a function. */
function figuresOf({ functions }: Attached, name: string) {
  const row = functions.placeOf(name) ?? -1;
  const { queued, running, workers, waiting } = functions;
  const priorities = waiting && [waiting.high[row], waiting.normal[row], waiting.low[row]];
  return [queued[row], running[row], workers[row], priorities];
}

describe.skipIf(!needs('gearmand') || !needs('gearman'))('attached to gearmand', () => {
  test('its functions, queues by priority, workers and jobs are told, and an echo', async () => {
    const { port } = await gearmand();
    await gearman(port, ['-b', '-f', 'stuck', 'x']);
    await gearman(port, ['-b', '-I', '-f', 'stuck', 'y']);
    await gearmanWorker(port, ['resize', 'crop'], ['cat']);
    const attached = attach(port);
    await running(attached);
    const { version, counts, echo, failure, retryAt, unknown } = attached.state;
    expect({ version, counts, failure, retryAt, unknown }).toEqual({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      counts: { functions: 3, queued: 2, running: 0, workers: 1, connections: 1, stuck: 1 },
      failure: null,
      retryAt: null,
      unknown: [],
    });
    expect(echo?.milliseconds).toBeGreaterThan(0);
    expect(figuresOf(attached, 'stuck')).toEqual([2, 0, 0, [1, 1, 0]]);
    expect(figuresOf(attached, 'resize')).toEqual([0, 0, 1, [0, 0, 0]]);
    expect(
      attached.workers.map(({ address, clientId, functions }) => [address, clientId, functions.toSorted()]),
    ).toEqual([['127.0.0.1', '', ['crop', 'resize']]]);
    expect(attached.jobs).toBe(null);
    attached.watchJobs(true);
    const jobs = await until('jobs', () => attached.jobs ?? undefined);
    const { rows } = jobs.window({ search: '', from: 0, count: 10 });
    expect(rows.map(({ handle: _, ...job }) => job)).toEqual([
      { retries: 0, abandoned: false, background: true },
      { retries: 0, abandoned: false, background: true },
    ]);
    attached.watchJobs(false);
    expect(attached.jobs).toBe(null);
  });
});

describe.skipIf(!needs('perl-server') || !needs('perl'))('attached to Perl’s server', () => {
  test('what it knows is told, and what it does not know is left out and said', async () => {
    const { port } = await gearmand({ file: PERL_GEARMAND });
    const worker = background('perl', [
      '-MGearman::Worker',
      '-e',
      `my $w = Gearman::Worker->new(job_servers => ['127.0.0.1:${port}'], client_id => 'perl');
       $w->register_function(resize => sub { 1 }); $w->work`,
    ]);
    afterThisTest(worker.stop);
    await registered(port, 'resize');
    const attached = attach(port);
    attached.watchJobs(true);
    await until('an answer about jobs', () => attached.state.unknown.includes('show jobs'));
    const { version, counts, unknown, state } = attached.state;
    expect({ version, counts, unknown, state }).toEqual({
      version: expect.stringMatching(/^v?\d+\.\d+/),
      counts: { functions: 1, queued: 0, running: 0, workers: 1, connections: 1, stuck: 0 },
      unknown: ['prioritystatus', 'show jobs'],
      state: 'running',
    });
    expect(figuresOf(attached, 'resize')).toEqual([0, 0, 1, null]);
    expect(attached.workers).toEqual([
      { connection: expect.any(Number), address: '127.0.0.1', clientId: 'perl', functions: ['resize'] },
    ]);
    expect(attached.jobs).toBe(null);
  });
});
