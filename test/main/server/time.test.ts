import { expect, test } from 'vitest';
import { conversation } from '../../support/conversation.ts';

const [client, other, worker, second] = [1, 2, 3, 4];

test('a job whose worker takes too long waits again, others are woken, and the late result is refused', () => {
  const { broker, canDo, canDoFor, submit, grab, sleep, pass, complete, events } = conversation();
  canDoFor(worker, 'f', '2000');
  submit(client, 'f');
  grab(worker);
  canDo(second, 'f');
  sleep(second);
  expect(broker.wait).toBe(2000);
  expect(pass(1999)).toEqual([]);
  expect(pass(1)).toEqual(['4:NOOP']);
  expect(broker.wait).toBeUndefined();
  expect(complete(worker, 'H:t:1')).toEqual(['3:ERROR JOB_NOT_FOUND Job given in work result not found']);
  expect(grab(second)).toEqual(['4:JOB_ASSIGN_UNIQ H:t:1 f  x']);
  expect(complete(second, 'H:t:1')).toEqual(['1:WORK_COMPLETE H:t:1 ok']);
  expect(events.map(({ kind }) => kind)).toEqual([
    'submitted',
    'assigned',
    'timed-out',
    'requeued',
    'assigned',
    'complete',
  ]);
});

test('each job of a connection has its own time, and going to sleep does not stop it', () => {
  const { canDoFor, submit, grab, sleep, pass, admin } = conversation();
  canDoFor(worker, 'f', '1000');
  submit(client, 'f', { as: 'SUBMIT_JOB_BG' });
  submit(client, 'f', { as: 'SUBMIT_JOB_BG' });
  grab(worker);
  pass(400);
  grab(worker);
  sleep(worker);
  expect(pass(600)).toEqual(['3:NOOP']);
  expect(admin(client, 'show jobs')).toBe('H:t:1\t1\t0\t1\nH:t:2\t0\t0\t1\n.\n');
  pass(400);
  expect(admin(client, 'show jobs')).toBe('H:t:1\t1\t0\t1\nH:t:2\t1\t0\t1\n.\n');
});

test.each([
  ['1', 1000],
  ['999', 1000],
  ['1500', 1500],
  [' +1500x', 1500],
  ['4294968296', 4294968296],
])('a time-out of %j is %i ms', (timeout, milliseconds) => {
  const { broker, canDoFor, submit, grab } = conversation();
  canDoFor(worker, 'f', timeout);
  submit(client, 'f');
  grab(worker);
  expect(broker.wait).toBe(milliseconds);
});

test.each(['0', '-1', 'soon', '', '9223372036854775808'])('a time-out of %j is none', (timeout) => {
  const { broker, canDoFor, submit, grab } = conversation();
  canDoFor(worker, 'f', timeout);
  submit(client, 'f');
  expect(grab(worker)).toEqual(['3:JOB_ASSIGN_UNIQ H:t:1 f  x']);
  expect(broker.wait).toBeUndefined();
});

test('the registration that was asked says the time', () => {
  const { broker, canDo, canDoFor, submit, grab } = conversation();
  canDoFor(worker, 'f', '2000');
  canDo(worker, 'f');
  submit(client, 'f');
  grab(worker);
  expect(broker.wait).toBeUndefined();
});

test('a result in time ends the wait', () => {
  const { broker, canDoFor, submit, grab, pass, complete, admin } = conversation();
  canDoFor(worker, 'f', '1000');
  submit(client, 'f');
  grab(worker);
  complete(worker, 'H:t:1');
  expect(broker.wait).toBeUndefined();
  expect(pass(5000)).toEqual([]);
  expect(admin(client, 'show jobs')).toBe('.\n');
});

test('a delayed job is given to nobody before its time, and wakes when it comes', () => {
  const { broker, canDo, submitFor, grab, sleep, pass, admin, events } = conversation();
  canDo(worker, 'f');
  sleep(worker);
  expect(submitFor(client, 'f', '3')).toEqual(['1:JOB_CREATED H:t:1']);
  expect(admin(client, 'status')).toBe('f\t1\t0\t1\n.\n');
  expect(admin(client, 'prioritystatus')).toBe('f\t0\t1\t0\t1\n.\n');
  expect(grab(worker)).toEqual(['3:NO_JOB']);
  expect(sleep(worker)).toEqual([]);
  expect(broker.wait).toBe(3000);
  expect(pass(2999)).toEqual([]);
  expect(pass(1)).toEqual(['3:NOOP']);
  expect(grab(worker)).toEqual(['3:JOB_ASSIGN_UNIQ H:t:1 f  x']);
  expect(events.map(({ kind }) => kind)).toEqual(['submitted', 'delayed', 'due', 'assigned']);
});

test('delayed jobs become due in the order of their times, those of one time in that of their coming', () => {
  const { canDo, submitFor, grab, pass } = conversation();
  canDo(worker, 'f');
  for (const epoch of ['3', '2', '3', '1', '2', '3', '1']) submitFor(client, 'f', epoch, epoch);
  pass(10_000);
  const got = Array.from({ length: 7 }, () => grab(worker)[0]?.split(' ')[1]);
  expect(got).toEqual(['H:t:4', 'H:t:7', 'H:t:2', 'H:t:5', 'H:t:1', 'H:t:3', 'H:t:6']);
});

test.each(['0', '', '-1', 'abc', '1'])('a job for %j is there at once', (epoch) => {
  const { canDo, submitFor, grab, pass } = conversation();
  pass(1000);
  canDo(worker, 'f');
  submitFor(client, 'f', epoch);
  expect(grab(worker)).toEqual(['3:JOB_ASSIGN_UNIQ H:t:1 f  x']);
});

test('a submission that joins a delayed job waits with it', () => {
  const { canDo, submit, submitFor, grab, pass } = conversation();
  canDo(worker, 'f');
  submitFor(client, 'f', '2', 'first', 'u');
  expect(submit(other, 'f', { unique: 'u' })).toEqual(['2:JOB_CREATED H:t:1']);
  expect(grab(worker)).toEqual(['3:NO_JOB']);
  pass(2000);
  expect(grab(worker)).toEqual(['3:JOB_ASSIGN_UNIQ H:t:1 f u first']);
});

test('what is due first tells the time, and hears when that is sooner', () => {
  const { broker, canDoFor, submit, submitFor, grab, pass } = conversation();
  submitFor(client, 'f', '10');
  canDoFor(worker, 'g', '4000');
  submit(client, 'g');
  expect(broker.wait).toBe(10_000);
  grab(worker);
  expect(broker.wait).toBe(4000);
  pass(4000);
  expect(broker.wait).toBe(6000);
});
