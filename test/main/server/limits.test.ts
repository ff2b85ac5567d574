import { expect, test } from 'vitest';
import { LIMIT_NAMES, LIMITS } from '../../../main/contract/limits.ts';
import { DEFAULT_LIMITS } from '../../../main/protocol/framer.ts';
import { limitsFrom } from '../../../main/server/limits.ts';
import { conversation } from '../../support/conversation.ts';

const [client, worker, admin] = [1, 2, 3];
const full = '1:ERROR QUEUE_ERROR Job queue is full';

test('what is not asked for is as usual', () => {
  expect(limitsFrom()).toEqual(Object.fromEntries(LIMIT_NAMES.map((name) => [name, LIMITS[name].default])));
  expect(limitsFrom()).toMatchObject(DEFAULT_LIMITS);
  expect(limitsFrom({ connections: 5 })).toEqual({ ...limitsFrom(), connections: 5 });
});

test.each(LIMIT_NAMES)('the limit %s is a whole number within its range, or is named', (name) => {
  const { least, most } = LIMITS[name];
  for (const value of [least, most]) expect(limitsFrom({ [name]: value })[name]).toBe(value);
  for (const value of [least - 1, most + 1, least + 0.5, Number.NaN])
    expect(() => limitsFrom({ [name]: value })).toThrow(
      expect.objectContaining({
        code: 'bad-input',
        message: `The limit ${name} is ${least} to ${most}, not ${value}.`,
        details: { field: name },
      }),
    );
});

test('a job over the number of jobs in all is refused, and taken when another has ended', () => {
  const { submit, canDo, grab, complete } = conversation({}, { jobs: 2 });
  submit(client, 'f');
  submit(client, 'g', { as: 'SUBMIT_JOB_BG' });
  expect([submit(client, 'h'), submit(client, 'h', { as: 'SUBMIT_JOB_BG' })]).toEqual([[full], [full]]);
  canDo(worker, 'f');
  grab(worker);
  expect(submit(client, 'h')).toEqual([full]); // what runs counts too
  complete(worker, 'H:t:1');
  expect(submit(client, 'h')).toEqual(['1:JOB_CREATED H:t:3']);
});

test('a job over the number of jobs of its function is refused; other functions go on', () => {
  const { submit } = conversation({}, { functionJobs: 1 });
  expect([submit(client, 'f'), submit(client, 'f'), submit(client, 'g')]).toEqual([
    ['1:JOB_CREATED H:t:1'],
    [full],
    ['1:JOB_CREATED H:t:2'],
  ]);
});

test('workloads over the bytes in all are refused, smaller ones are not', () => {
  const { submit } = conversation({}, { jobBytes: 2048 });
  const [half, rest] = ['x'.repeat(1025), 'x'.repeat(1023)];
  submit(client, 'f', { workload: half });
  expect([submit(client, 'g', { workload: half }), submit(client, 'g', { workload: rest })]).toEqual([
    [full],
    ['1:JOB_CREATED H:t:2'],
  ]);
  expect([submit(client, 'h'), submit(client, 'h', { workload: '' })]).toEqual([[full], ['1:JOB_CREATED H:t:3']]);
});

test('workloads over the bytes of a function are refused; other functions go on', () => {
  const { submit } = conversation({}, { functionBytes: 1024 });
  const most = 'x'.repeat(1024);
  expect([
    submit(client, 'f', { workload: `${most}x` }),
    submit(client, 'f', { workload: most }),
    submit(client, 'f'),
    submit(client, 'g', { workload: most }),
  ]).toEqual([[full], ['1:JOB_CREATED H:t:1'], [full], ['1:JOB_CREATED H:t:2']]);
});

test('what joins a job is no new one', () => {
  const { submit } = conversation({}, { jobs: 1 });
  submit(client, 'f', { unique: 'u' });
  expect(submit(client, 'f', { unique: 'u' })).toEqual(['1:JOB_CREATED H:t:1']);
});

test('however jobs end, they make room', () => {
  const {
    submit,
    submitFor,
    canDo,
    grab,
    send,
    leave,
    admin: say,
    broker,
  } = conversation(
    {},
    {
      functionJobs: 4,
      functionBytes: 1024,
    },
  );
  const workload = 'x'.repeat(100);
  submit(client, 'f', { workload });
  submit(client, 'f', { workload, as: 'SUBMIT_JOB_BG' });
  submitFor(client, 'f', '100', workload);
  submit(4, 'f', { workload });
  expect(broker.registry).toMatchObject({ workloadBytes: 400 });
  canDo(worker, 'f');
  grab(worker);
  send(worker, { name: 'WORK_FAIL', handle: 'H:t:1' });
  leave(4); // its job is dropped when a worker comes to it
  grab(worker);
  say(admin, 'cancel job H:t:2');
  grab(worker);
  expect(broker.registry.functions.get('f')).toMatchObject({ total: 2, workloadBytes: 200 });
  leave(worker);
  say(admin, 'drop function f');
  expect([broker.registry.jobs.size, broker.registry.workloadBytes]).toEqual([0, 0]);
});
