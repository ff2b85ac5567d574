import { expect, test } from 'vitest';
import { headOf, waitingOf } from '../../../main/server/waiting.ts';
import { conversation } from '../../support/conversation.ts';

const [client, worker, second] = [1, 3, 4];

/** A conversation, and what is told of a job of it. */
function server(...rules: Parameters<typeof conversation>) {
  const talk = conversation(...rules);
  const { registry } = talk.broker;
  const of = (handle: string) => {
    const job = registry.jobNamed(handle);
    return job && waitingOf(registry, job);
  };
  return { ...talk, registry, of };
}

test('jobs that come first are counted by priority, those that nobody waits for left out', () => {
  const { submit, of, line } = server();
  submit(client, 'f', { as: 'SUBMIT_JOB_HIGH_BG' });
  submit(client, 'f', { as: 'SUBMIT_JOB_BG' });
  submit(client, 'f', { as: 'SUBMIT_JOB_BG' });
  line(client, 'cancel job H:t:2');
  submit(client, 'f', { as: 'SUBMIT_JOB_BG' });
  expect(of('H:t:4')).toMatchObject({ function: 'f', ahead: { high: 1, normal: 1, low: 0 }, more: false });
  expect(of('H:t:1')).toMatchObject({ ahead: { high: 0, normal: 0, low: 0 } });
  expect(of('H:t:2')).toMatchObject({ cancelled: true });
});

test('of a long queue it says that there are more', () => {
  const { submit, of } = server();
  for (let job = 0; job < 10_002; job += 1) submit(client, 'f', { as: 'SUBMIT_JOB_BG' });
  expect(of('H:t:10002')).toMatchObject({ ahead: { normal: 10_000 }, more: true });
});

test('workers of the function with what they do, and whether they sleep or were woken', () => {
  const { canDo, submit, grab, sleep, of } = server();
  canDo(worker, 'f', 'g');
  canDo(second, 'f');
  submit(client, 'f', { as: 'SUBMIT_JOB_BG' });
  grab(worker);
  grab(second);
  sleep(second);
  submit(client, 'f', { as: 'SUBMIT_JOB_BG' });
  expect(of('H:t:2')?.workers).toEqual([
    {
      connection: worker,
      clientId: '',
      address: '127.0.0.1:50003',
      sleeping: false,
      woken: false,
      jobs: [{ handle: 'H:t:1', function: 'f', since: 0 }],
      first: [],
    },
    expect.objectContaining({ connection: second, sleeping: true, woken: true, jobs: [] }),
  ]);
  expect(of('H:t:1')).toBeUndefined();
  expect(of('H:t:9')).toBeUndefined();
});

test('functions whose jobs a worker gets first: as 1.x those that it registered later, as 2.x those of a higher priority', () => {
  const first = ({ canDo, submit, of }: ReturnType<typeof server>) => {
    canDo(worker, 'early', 'f', 'late', 'empty');
    submit(client, 'early', { as: 'SUBMIT_JOB_HIGH_BG' });
    submit(client, 'late', { as: 'SUBMIT_JOB_BG' });
    submit(client, 'f', { as: 'SUBMIT_JOB_BG' });
    return of('H:t:3')?.workers.map((each) => each.first);
  };
  expect(first(server())).toEqual([['late']]);
  expect(first(server({ order: '2.x' }))).toEqual([['early']]);
});

test('other functions that somebody does, and the head of a queue', () => {
  const { canDo, submit, of, registry } = server();
  canDo(worker, 'resize');
  submit(client, 'Resize', { as: 'SUBMIT_JOB_LOW_BG' });
  submit(client, 'Resize', { as: 'SUBMIT_JOB_BG' });
  expect(of('H:t:1')?.served).toEqual(['resize']);
  expect([headOf(registry, 'Resize')?.handle, headOf(registry, 'resize'), headOf(registry, 'none')]).toEqual([
    'H:t:2',
    undefined,
    undefined,
  ]);
});
