import { expect, test } from 'vitest';
import { conversation } from '../../support/conversation.ts';

const [client, other, worker, second, admin] = [1, 2, 3, 4, 5];
const OK = '5:OK\r\n';
const FULL = ['1:ERROR QUEUE_ERROR Job queue is full'];

test('a cancelled job fails for its clients, and is dropped when a worker comes to it', () => {
  const { canDo, submit, grab, line, events } = conversation();
  submit(client, 'f', { unique: 'u' });
  submit(other, 'f', { unique: 'u' });
  expect(line(admin, 'cancel job H:t:1')).toEqual(['1:WORK_FAIL H:t:1', '2:WORK_FAIL H:t:1', OK]);
  expect(line(admin, 'show jobs')).toEqual(['5:H:t:1\t0\t1\t0\n.\n']);
  expect(line(admin, 'cancel job H:t:1')).toEqual([OK]);
  canDo(worker, 'f');
  expect(grab(worker)).toEqual(['3:NO_JOB']);
  expect(line(admin, 'show jobs')).toEqual(['5:.\n']);
  expect(line(admin, 'cancel job H:t:1')).toEqual(['5:ERR UNKNOWN_JOB\r\n']);
  expect(events.map(({ kind }) => kind)).toEqual(['submitted', 'joined', 'cancelled']);
});

test('the worker of a cancelled job is not told, and its clients hear nothing after the failure', () => {
  const { canDo, submit, grab, send, complete, line, events } = conversation();
  canDo(worker, 'f');
  submit(client, 'f');
  grab(worker);
  expect(line(admin, 'cancel job H:t:1')).toEqual(['1:WORK_FAIL H:t:1', OK]);
  expect(send(worker, { name: 'WORK_STATUS', handle: 'H:t:1', numerator: '1', denominator: '2' })).toEqual([]);
  expect(line(admin, 'status')).toEqual(['5:f\t1\t1\t1\n.\n']);
  expect(complete(worker, 'H:t:1')).toEqual([]);
  expect(line(admin, 'status')).toEqual(['5:f\t0\t0\t1\n.\n']);
  expect(events.map(({ kind }) => kind)).toEqual(['submitted', 'assigned', 'cancelled']);
});

test('the same work submitted after it was cancelled is a new job', () => {
  const { canDo, submit, grab, send, line } = conversation();
  for (const unique of ['u', '-']) submit(client, 'f', { unique, as: 'SUBMIT_JOB_BG' });
  for (const handle of ['H:t:1', 'H:t:2']) line(admin, `cancel job ${handle}`);
  expect(submit(client, 'f', { unique: 'u', as: 'SUBMIT_JOB_BG' })).toEqual(['1:JOB_CREATED H:t:3']);
  expect(submit(client, 'f', { unique: '-', as: 'SUBMIT_JOB_BG' })).toEqual(['1:JOB_CREATED H:t:4']);
  expect(submit(client, 'f', { unique: 'u', as: 'SUBMIT_JOB_BG' })).toEqual(['1:JOB_CREATED H:t:3']);
  canDo(worker, 'f');
  expect([grab(worker), grab(worker), grab(worker)].flat()).toEqual([
    '3:JOB_ASSIGN_UNIQ H:t:3 f u x',
    '3:JOB_ASSIGN_UNIQ H:t:4 f - x',
    '3:NO_JOB',
  ]);
  expect(send(client, { name: 'GET_STATUS_UNIQUE', unique: 'u' })).toEqual(['1:STATUS_RES_UNIQUE u 1 1 0 0 0']);
});

test('a cancelled job that its worker loses is not done again', () => {
  const { canDo, submit, grab, leave, line } = conversation();
  canDo(worker, 'f');
  canDo(second, 'f');
  submit(client, 'f', { as: 'SUBMIT_JOB_BG' });
  grab(worker);
  line(admin, 'cancel job H:t:1');
  leave(worker);
  expect(grab(second)).toEqual(['4:NO_JOB']);
});

test('a delayed job can be cancelled', () => {
  const { canDo, submitFor, grab, pass, line } = conversation();
  submitFor(client, 'f', '2');
  expect(line(admin, 'cancel job H:t:1')).toEqual([OK]);
  canDo(worker, 'f');
  pass(2000);
  expect(grab(worker)).toEqual(['3:NO_JOB']);
});

test.each([
  ['maxqueue f 2', { high: 2, normal: 2, low: 2 }],
  ['maxqueue f 3 2', { high: 3, normal: 2, low: 0 }],
  ['maxqueue f 3 2 1', { high: 3, normal: 2, low: 1 }],
  ['MaxQueue f -1 x 2x', { high: 0, normal: 0, low: 2 }],
  ['maxqueue f 4294967298', { high: 2, normal: 2, low: 2 }],
  ['maxqueue f 3000000000', { high: 0, normal: 0, low: 0 }],
  ['maxqueue f', { high: 0, normal: 0, low: 0 }],
])('%j sets the limits', (command, limits) => {
  const { broker, line } = conversation();
  line(admin, 'create function f');
  line(admin, 'maxqueue f 9');
  expect(line(admin, command)).toEqual([OK]);
  expect(broker.registry.functions.get('f')?.limits).toEqual(limits);
});

test('a full queue refuses new jobs: all of the function count, running and delayed ones too', () => {
  const { canDo, submit, submitFor, grab, line } = conversation();
  submit(client, 'f', { unique: 'u', as: 'SUBMIT_JOB_LOW_BG' });
  line(admin, 'maxqueue f 2 2 1');
  canDo(worker, 'f');
  grab(worker);
  expect(submit(client, 'f', { as: 'SUBMIT_JOB_LOW' })).toEqual(FULL);
  expect(submitFor(client, 'f', '9')).toEqual(['1:JOB_CREATED H:t:2']);
  expect(submit(client, 'f', { as: 'SUBMIT_JOB_HIGH' })).toEqual(FULL);
  expect(submitFor(client, 'f', '9')).toEqual(FULL);
  expect(submit(client, 'f', { unique: 'u' })).toEqual(['1:JOB_CREATED H:t:1']); // it joins
  expect(submit(client, 'g')).toEqual(['1:JOB_CREATED H:t:3']);
});

test('a limit for a function that nobody named yet has no effect', () => {
  const { submit, line } = conversation();
  expect(line(admin, 'maxqueue f 1')).toEqual([OK]);
  submit(client, 'f');
  expect(submit(client, 'f')).toEqual(['1:JOB_CREATED H:t:2']);
});

test('a function can be created and dropped, with its name as it is', () => {
  const { line } = conversation();
  expect(line(admin, 'Create Function foo')).toEqual([OK]);
  expect(line(admin, 'create function foo')).toEqual([OK]);
  expect(line(admin, 'status')).toEqual(['5:foo\t0\t0\t0\n.\n']);
  expect(line(admin, 'drop function FOO')).toEqual([OK]);
  expect(line(admin, 'drop function foo')).toEqual(['5:ERR function not found\r\n']);
  expect(line(admin, 'status')).toEqual(['5:.\n']);
});

test('of functions that differ by case the one that was named is dropped', () => {
  const { line } = conversation();
  for (const name of ['foo', 'Foo', 'FOO']) line(admin, `create function ${name}`);
  line(admin, 'drop function Foo');
  expect(line(admin, 'status')).toEqual(['5:foo\t0\t0\t0\nFOO\t0\t0\t0\n.\n']);
});

test('a function that workers have or work on is not dropped', () => {
  const { canDo, submit, grab, send, leave, line } = conversation();
  const inUse = ['5:ERR there are still connected workers or executing clients\r\n'];
  canDo(worker, 'f');
  expect(line(admin, 'drop function f')).toEqual(inUse);
  submit(client, 'f');
  grab(worker);
  expect(line(admin, 'drop function f')).toEqual(inUse);
  send(worker, { name: 'CANT_DO', function: 'f' });
  canDo(worker, 'f');
  leave(worker);
  expect(line(admin, 'drop function f')).toEqual(['1:WORK_FAIL H:t:1', OK]);
});

test('jobs of a dropped function end with it, and nothing of it stays', () => {
  const { canDo, submit, submitFor, grab, pass, leave, line, events } = conversation();
  submit(client, 'f', { unique: 'u' });
  submit(client, 'f', { unique: '-', as: 'SUBMIT_JOB_HIGH_BG' });
  submitFor(other, 'f', '2');
  expect(line(admin, 'drop function f')).toEqual(['1:WORK_FAIL H:t:1', OK]);
  expect(line(admin, 'show jobs')).toEqual(['5:.\n']);
  expect(events.filter(({ kind }) => kind === 'dropped')).toHaveLength(3);
  expect(pass(2000)).toEqual([]);
  expect(submit(client, 'f', { unique: 'u' })).toEqual(['1:JOB_CREATED H:t:4']);
  canDo(worker, 'f');
  expect(grab(worker)).toEqual(['3:JOB_ASSIGN_UNIQ H:t:4 f u x']);
  expect(leave(client)).toEqual([]);
});

test.each(['maxqueue', 'create', 'create function', 'Create foo bar', 'create function a b', 'drop', 'drop function'])(
  '%j lacks arguments, or has too many',
  (command) => {
    const { line } = conversation();
    const [word] = command.split(' ');
    expect(line(admin, command)).toEqual([
      `5:ERR INVALID_ARGUMENTS An+incomplete+set+of+arguments+was+sent+to+this+command+${word}\r\n`,
    ]);
  },
);

test.each([
  ['cancel', 'ERR UNKNOWN_COMMAND Unknown+server+commandcancel\r\n'],
  ['cancel job', 'ERR UNKNOWN_COMMAND Unknown+server+commandcancel\r\n'],
  ['cancel job ', 'ERR UNKNOWN_JOB\r\n'],
  ['cancel foo bar', 'ERR UNKNOWN_ERROR\r\n'],
  ['cancel job H:t:1 x', 'ERR UNKNOWN_ERROR\r\n'],
])('%j is answered with %j', (command, reply) => {
  const { line } = conversation();
  expect(line(admin, command)).toEqual([`5:${reply}`]);
});

test('the jobs that wait for a function are ended and leave, the one that runs goes on', () => {
  const { broker, canDo, submit, submitFor, grab, complete, line, events } = conversation();
  canDo(worker, 'f');
  submit(client, 'f');
  grab(worker);
  submit(other, 'f');
  submit(client, 'f', { as: 'SUBMIT_JOB_BG' });
  submitFor(client, 'f', '9999999999');
  submit(client, 'g');
  line(admin, 'cancel job H:t:3');
  expect(broker.purge('f', 10)).toBe(2);
  expect(line(admin, 'show jobs')).toEqual(['2:WORK_FAIL H:t:2', '5:H:t:1\t0\t0\t0\nH:t:5\t0\t0\t0\n.\n']);
  expect(line(admin, 'status')).toEqual(['5:f\t1\t1\t1\ng\t1\t0\t0\n.\n']);
  expect([broker.purge('f', 10), broker.purge('nobody', 10)]).toEqual([null, null]);
  expect(complete(worker, 'H:t:1')).toEqual(['1:WORK_COMPLETE H:t:1 ok']);
  expect(events.filter(({ kind }) => kind === 'cancelled').map(({ job }) => job.handle)).toEqual([
    'H:t:3',
    'H:t:4',
    'H:t:2',
  ]);
});

test('so many jobs as are asked for are ended at once', () => {
  const { broker, submit, line } = conversation();
  for (let count = 0; count < 5; count += 1) submit(client, 'f', { as: 'SUBMIT_JOB_BG' });
  expect([broker.purge('f', 2), broker.purge('f', 2)]).toEqual([2, 2]);
  expect(line(admin, 'status')).toEqual(['5:f\t1\t0\t0\n.\n']);
  expect([broker.purge('f', 2), broker.purge('f', 2)]).toEqual([1, null]);
});

test('a job is cancelled once, and how it was is told', () => {
  const { broker, canDo, submit, grab, line } = conversation();
  canDo(worker, 'f');
  submit(client, 'f');
  submit(client, 'f');
  grab(worker);
  expect([broker.cancel('H:t:1'), broker.cancel('H:t:2'), broker.cancel('H:t:2'), broker.cancel('H:t:9')]).toEqual([
    'running',
    'queued',
    undefined,
    undefined,
  ]);
  expect(line(admin, 'status')).toEqual(['1:WORK_FAIL H:t:1', '1:WORK_FAIL H:t:2', '5:f\t2\t1\t1\n.\n']);
});
