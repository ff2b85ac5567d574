import { expect, test } from 'vitest';
import { conversation } from '../../support/conversation.ts';
import { bytes } from '../../support/packets.ts';

const [client, other, worker, second] = [1, 2, 3, 4];

test('a job goes from client to worker and its result back', () => {
  const { canDo, grab, sleep, submit, complete } = conversation();
  canDo(worker, 'reverse');
  expect(grab(worker)).toEqual(['3:NO_JOB']);
  expect(sleep(worker)).toEqual([]);
  expect(submit(client, 'reverse', { workload: 'abc' })).toEqual(['3:NOOP', '1:JOB_CREATED H:t:1']);
  expect(grab(worker)).toEqual(['3:JOB_ASSIGN_UNIQ H:t:1 reverse  abc']);
  expect(complete(worker, 'H:t:1', 'cba')).toEqual(['1:WORK_COMPLETE H:t:1 cba']);
  expect(grab(worker)).toEqual(['3:NO_JOB']);
});

test('a sleeping worker is woken once until it asks', () => {
  const { canDo, sleep, submit, grab } = conversation();
  canDo(worker, 'f');
  sleep(worker);
  expect(submit(client, 'f')).toEqual(['3:NOOP', '1:JOB_CREATED H:t:1']);
  expect(submit(client, 'f')).toEqual(['1:JOB_CREATED H:t:2']);
  grab(worker);
  grab(worker);
  sleep(worker);
  expect(submit(client, 'f')).toEqual(['3:NOOP', '1:JOB_CREATED H:t:3']);
});

test('a worker that goes to sleep while work waits is woken at once', () => {
  const { canDo, sleep, submit } = conversation();
  submit(client, 'f');
  expect(canDo(worker, 'f')).toEqual([]);
  expect(sleep(worker)).toEqual(['3:NOOP']);
  expect(sleep(worker)).toEqual(['3:NOOP']);
});

test('the function registered last comes first, and inside it high before normal before low', () => {
  const { canDo, submit, grab } = conversation();
  canDo(worker, 'a', 'b');
  for (const [name, as] of [
    ['a', 'SUBMIT_JOB_HIGH_BG'],
    ['b', 'SUBMIT_JOB_LOW_BG'],
    ['b', 'SUBMIT_JOB_BG'],
    ['b', 'SUBMIT_JOB_HIGH_BG'],
  ] as const) {
    submit(client, name, { as, workload: as });
  }
  const got = [grab(worker), grab(worker), grab(worker), grab(worker)]
    .flat()
    .map((said) => said.split(' ').slice(2).join(' '));
  expect(got).toEqual(['b  SUBMIT_JOB_HIGH_BG', 'b  SUBMIT_JOB_BG', 'b  SUBMIT_JOB_LOW_BG', 'a  SUBMIT_JOB_HIGH_BG']);
});

test('the same unique ID joins the unfinished job, and both clients get the answer', () => {
  const { canDo, submit, grab, complete, admin } = conversation();
  expect(submit(client, 'f', { unique: 'u', workload: 'first' })).toEqual(['1:JOB_CREATED H:t:1']);
  expect(submit(other, 'f', { unique: 'u', workload: 'second' })).toEqual(['2:JOB_CREATED H:t:1']);
  expect(submit(other, 'g', { unique: 'u' })).toEqual(['2:JOB_CREATED H:t:2']);
  canDo(worker, 'f');
  expect(grab(worker)).toEqual(['3:JOB_ASSIGN_UNIQ H:t:1 f u first']);
  expect(complete(worker, 'H:t:1')).toEqual(['1:WORK_COMPLETE H:t:1 ok', '2:WORK_COMPLETE H:t:1 ok']);
  expect(submit(client, 'f', { unique: 'u' })).toEqual(['1:JOB_CREATED H:t:3']);
  expect(admin(1, 'show unique jobs')).toBe('u\nu\n.\n');
});

test('the unique ID - joins by workload; an empty one never joins', () => {
  const { submit } = conversation();
  expect(submit(client, 'f', { unique: '-', workload: 'same' })).toEqual(['1:JOB_CREATED H:t:1']);
  expect(submit(client, 'f', { unique: '-', workload: 'same' })).toEqual(['1:JOB_CREATED H:t:1']);
  expect(submit(client, 'f', { unique: '-', workload: 'else' })).toEqual(['1:JOB_CREATED H:t:2']);
  expect(submit(client, 'f', { unique: '-', workload: '' })).toEqual(['1:JOB_CREATED H:t:3']);
  expect(submit(client, 'f', { unique: '-', workload: '' })).toEqual(['1:JOB_CREATED H:t:4']);
  expect(submit(client, 'f')).toEqual(['1:JOB_CREATED H:t:5']);
  expect(submit(client, 'f')).toEqual(['1:JOB_CREATED H:t:6']);
});

test('a unique ID of 64 bytes arrives whole, one of 65 is refused', () => {
  const { canDo, submit, grab } = conversation();
  canDo(worker, 'f');
  submit(client, 'f', { unique: 'u'.repeat(64), workload: 'w' });
  expect(grab(worker)).toEqual([`3:JOB_ASSIGN_UNIQ H:t:1 f ${'u'.repeat(64)} w`]);
  expect(submit(client, 'f', { unique: 'u'.repeat(65) })).toEqual([
    '1:ERROR ARGUMENT_TOO_LARGE Unique value too large',
  ]);
});

test('jobs of a lost worker wait again, the last assigned first, and others are woken', () => {
  const { canDo, submit, grab, sleep, leave, events } = conversation();
  canDo(worker, 'f');
  canDo(second, 'f');
  submit(client, 'f', { workload: 'one' });
  submit(client, 'f', { workload: 'two' });
  grab(worker);
  grab(worker);
  grab(second);
  sleep(second);
  expect(leave(worker)).toEqual(['4:NOOP']);
  expect(grab(second)).toEqual(['4:JOB_ASSIGN_UNIQ H:t:2 f  two']);
  expect(grab(second)).toEqual(['4:JOB_ASSIGN_UNIQ H:t:1 f  one']);
  expect(events.filter(({ kind }) => kind === 'requeued')).toMatchObject([
    { job: { handle: 'H:t:2' }, attempts: 1 },
    { job: { handle: 'H:t:1' }, attempts: 1 },
  ]);
});

test('giving a function up puts its jobs back, and the late answer is refused', () => {
  const { canDo, submit, grab, send, complete } = conversation();
  canDo(worker, 'f');
  canDo(second, 'f');
  submit(client, 'f');
  grab(worker);
  expect(send(worker, { name: 'CANT_DO', function: 'f' })).toEqual([]);
  expect(complete(worker, 'H:t:1')).toEqual(['3:ERROR JOB_NOT_FOUND Job given in work result not found']);
  expect(grab(second)).toEqual(['4:JOB_ASSIGN_UNIQ H:t:1 f  x']);
});

test('a queued job whose client has gone is dropped when a worker comes to it', () => {
  const { canDo, submit, grab, leave, admin, events } = conversation();
  canDo(worker, 'f');
  submit(client, 'f');
  leave(client);
  expect(admin(2, 'show jobs')).toBe('H:t:1\t0\t1\t0\n.\n');
  expect(grab(worker)).toEqual(['3:NO_JOB']);
  expect(admin(2, 'show jobs')).toBe('.\n');
  expect(events.map(({ kind }) => kind)).toEqual(['submitted', 'abandoned', 'dropped']);
});

test('a background job stays although a client that had joined it leaves', () => {
  const { canDo, submit, grab, leave } = conversation();
  canDo(worker, 'f');
  submit(client, 'f', { unique: 'u', as: 'SUBMIT_JOB_BG' });
  submit(other, 'f', { unique: 'u' });
  leave(other);
  expect(grab(worker)).toEqual(['3:JOB_ASSIGN_UNIQ H:t:1 f u x']);
});

test('a job that its client abandoned lives again when the same is submitted', () => {
  const { canDo, submit, grab, leave, complete } = conversation();
  canDo(worker, 'f');
  submit(client, 'f', { unique: 'u' });
  leave(client);
  expect(submit(other, 'f', { unique: 'u' })).toEqual(['2:JOB_CREATED H:t:1']);
  grab(worker);
  expect(complete(worker, 'H:t:1')).toEqual(['2:WORK_COMPLETE H:t:1 ok']);
});

test('progress goes to the client as it was sent and is answered as numbers', () => {
  const { canDo, submit, grab, send } = conversation();
  canDo(worker, 'f');
  submit(client, 'f', { unique: 'u' });
  grab(worker);
  expect(send(worker, { name: 'WORK_STATUS', handle: 'H:t:1', numerator: '007', denominator: '1e3' })).toEqual([
    '1:WORK_STATUS H:t:1 007 1e3',
  ]);
  expect(send(other, { name: 'GET_STATUS', handle: 'H:t:1' })).toEqual(['2:STATUS_RES H:t:1 1 1 7 1']);
  expect(send(other, { name: 'GET_STATUS_UNIQUE', unique: 'u' })).toEqual(['2:STATUS_RES_UNIQUE u 1 1 7 1 1']);
  expect(send(other, { name: 'GET_STATUS', handle: 'H:t:9' })).toEqual(['2:STATUS_RES H:t:9 0 0 0 0']);
});

test('an exception goes to who asked for it, a failure without a NUL to who did not', () => {
  const { canDo, submit, grab, send } = conversation();
  canDo(worker, 'f');
  expect(send(client, { name: 'OPTION_REQ', option: 'Exceptions' })).toEqual(['1:OPTION_RES Exceptions']);
  submit(client, 'f', { unique: 'u' });
  submit(other, 'f', { unique: 'u' });
  grab(worker);
  expect(send(worker, { name: 'WORK_EXCEPTION', handle: 'H:t:1', exception: bytes('boom') })).toEqual([
    '1:WORK_EXCEPTION H:t:1 boom',
    '2:WORK_FAIL H:t:1',
  ]);
  expect(send(worker, { name: 'WORK_FAIL', handle: 'H:t:1' })).toEqual([
    '3:ERROR JOB_NOT_FOUND Job given in work result not found',
  ]);
});

test('only the worker that has the job may speak of it', () => {
  const { canDo, submit, grab, send } = conversation();
  canDo(worker, 'f');
  submit(client, 'f');
  grab(worker);
  const handle = 'H:t:1';
  expect(send(second, { name: 'WORK_DATA', handle, data: bytes('') })).toEqual([
    '4:ERROR JOB_NOT_FOUND Job does not exist on server',
  ]);
  expect(send(second, { name: 'WORK_EXCEPTION', handle, exception: bytes('') })).toEqual([
    '4:ERROR JOB_NOT_FOUND An exception was received for a job that does not exist',
  ]);
});

test('what the protocol does not allow is refused in its own words', () => {
  const { send } = conversation();
  expect(send(1, { name: 'OPTION_REQ', option: 'x' })).toEqual([
    '1:ERROR UNKNOWN_OPTION Server does not recognize given option',
  ]);
  expect(send(1, { name: 'NOOP' })).toEqual(['1:ERROR INVALID_COMMAND Command not expected']);
  expect(send(1, { name: 'GRAB_JOB' }, 'RES')).toEqual(['1:ERROR INVALID_MAGIC Request magic expected']);
});

test('the tables of the text protocol', () => {
  const { canDo, submit, grab, send, admin } = conversation();
  canDo(worker, 'f', 'g');
  send(worker, { name: 'SET_CLIENT_ID', clientId: 'w1' });
  submit(client, 'f', { as: 'SUBMIT_JOB_HIGH' });
  submit(client, 'f', { as: 'SUBMIT_JOB_LOW_BG' });
  submit(client, 'f');
  grab(worker);
  expect(admin(1, 'status')).toBe('f\t3\t1\t1\ng\t0\t0\t1\n.\n');
  expect(admin(1, 'prioritystatus')).toBe('f\t0\t1\t1\t1\ng\t0\t0\t0\t1\n.\n');
  expect(admin(1, 'WORKERS ')).toContain('\n3 127.0.0.1 w1 : g f\n');
  expect(admin(1, 'show jobs')).toBe('H:t:1\t0\t0\t0\nH:t:2\t0\t0\t1\nH:t:3\t0\t0\t0\n.\n');
  expect([admin(1, 'show'), admin(1, 'show foo'), admin(1, 'Foo bar'), admin(1, '')]).toEqual([
    'ERR UNKNOWN_COMMAND Unknown+server+commandshow\r\n',
    'ERR UNKNOWN_SHOW_ARGUMENTS\r\n',
    'ERR UNKNOWN_COMMAND Unknown+server+commandFoo\r\n',
    'ERR UNKNOWN_COMMAND Unknown+server+command\r\n',
  ]);
  expect(admin(1, 'getpid')).toBe(`OK ${process.pid}\n`);
});
