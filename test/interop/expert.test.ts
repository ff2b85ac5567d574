import { describe, expect, test, vi } from 'vitest';
import { argv, engineOf } from '../support/engine.ts';
import { PATIENT } from '../support/patient.ts';
import { needs } from '../support/peers.ts';
import { run } from '../support/processes.ts';
import { gearman, gearmanWorker } from './stock.ts';

async function watched() {
  const { engine, call, define, idle, submit, reaches, port } = await engineOf();
  await call('server.start', {});
  /** What the expert says of all that was captured until now, as code and number of times. */
  const found = () =>
    vi.waitUntil(async () => {
      const { scanned, groups } = await call('packets.expert', undefined);
      return scanned === 1 && groups.map(({ code, count }) => `${code} ${count}`);
    }, PATIENT);
  return { engine, call, define, idle, submit, reaches, port, found };
}

describe.skipIf(!needs('gearman') || !needs('perl'))('the expert and real clients', () => {
  test('has nothing to say of what goes well', async () => {
    const { port, define, call, idle, submit, reaches, found } = await watched();
    await gearmanWorker(port, ['wc'], ['wc', '-c']);
    expect((await gearman(port, ['-f', 'wc', 'hello'])).stdout.trim()).toBe('5');
    await gearman(port, ['-b', '-f', 'wc', 'later']);
    await run('perl', [
      '-MGearman::Client',
      '-e',
      `print \${Gearman::Client->new(job_servers => ['127.0.0.1:${port}'])->do_task('wc', 'abc')}`,
    ]);
    await define('cat', argv('cat'));
    await call('workers.start', { name: 'cat' });
    await idle('cat');
    const { id } = await submit('cat', 'ours');
    await reaches(id, 'done');
    expect(await found()).toEqual([]);
  });

  test('says where a job joined another, and that nobody can do it', async () => {
    const { port, found } = await watched();
    for (const text of ['one', 'two']) await gearman(port, ['-b', '-u', 'same', '-f', 'resize', text]);
    await vi.waitUntil(async () => (await found()).some((each) => each.startsWith('E-10')), {
      ...PATIENT,
      interval: 500,
    });
    expect(await found()).toEqual(['E-10 1', 'E-13 1', 'E-12 1']);
  });
});
