import { expect, test } from 'vitest';
import { rulesFrom } from '../../../main/server/rules.ts';
import { conversation } from '../../support/conversation.ts';
import { bytes } from '../../support/packets.ts';

const [client, other, worker, second, third] = [1, 2, 3, 4, 6];

test('without a choice the rules are those of gearmand without options', () => {
  expect(rulesFrom()).toMatchObject({
    jobRetries: 0,
    roundRobin: false,
    order: '1.x',
    workerWakeup: 0,
    exceptions: false,
    handlePrefix: expect.stringMatching(/^H:./),
    verbosity: 'ERROR',
  });
});

test.each([
  ['jobRetries', 256],
  ['jobRetries', -1],
  ['jobRetries', 1.5],
  ['workerWakeup', 256],
  ['handlePrefix', 'p'.repeat(53)],
  ['handlePrefix', 'a\0b'],
])('a %s of %j is refused by name', (field, value) => {
  expect(() => rulesFrom({ [field]: value })).toThrow(
    expect.objectContaining({ code: 'bad-input', details: { field } }),
  );
});

test('handles begin with the prefix, and verbose tells the level', () => {
  const { submit, admin } = conversation({ handlePrefix: 'p'.repeat(52), verbosity: 'DEBUG' });
  expect(submit(client, 'f')).toEqual([`1:JOB_CREATED ${'p'.repeat(52)}:1`]);
  expect(admin(client, 'verbose')).toBe('OK DEBUG\n');
});

test('a job that workers lose as often as may be fails', () => {
  const { canDo, submit, grab, leave, sleep, admin, events } = conversation({ jobRetries: 2 });
  for (const each of [worker, second, third]) canDo(each, 'f');
  submit(client, 'f', { unique: 'u' });
  submit(other, 'f', { unique: 'u' });
  grab(worker);
  expect(leave(worker)).toEqual([]);
  grab(second);
  sleep(third);
  expect(leave(second)).toEqual(['1:WORK_FAIL H:t:1', '2:WORK_FAIL H:t:1']);
  expect(admin(client, 'show jobs')).toBe('.\n');
  expect(events.slice(2).map(({ kind }) => kind)).toEqual(['assigned', 'requeued', 'assigned', 'given-up']);
});

test('giving a function up and taking too long are losses too, a failure is none', () => {
  const { canDoFor, submit, grab, send, pass } = conversation({ jobRetries: 1 });
  canDoFor(worker, 'f', '1000');
  submit(client, 'f');
  grab(worker);
  expect(pass(1000)).toEqual(['1:WORK_FAIL H:t:1']);
  submit(client, 'f');
  grab(worker);
  expect(send(worker, { name: 'CANT_DO', function: 'f' })).toEqual(['1:WORK_FAIL H:t:2']);
});

test('without a limit a job is tried for ever', () => {
  const { canDo, submit, grab, send, admin } = conversation();
  submit(client, 'f');
  for (let times = 0; times < 300; times += 1) {
    canDo(worker, 'f');
    grab(worker);
    send(worker, { name: 'CANT_DO', function: 'f' });
  }
  expect(admin(client, 'show jobs')).toBe('H:t:1\t300\t0\t0\n.\n');
});

test('round robin puts the function that gave a job behind the others', () => {
  const { canDo, submit, grab, admin } = conversation({ roundRobin: true });
  canDo(worker, 'a', 'b', 'c');
  for (const name of ['a', 'b', 'c'])
    for (const workload of ['1', '2']) submit(client, name, { workload, as: 'SUBMIT_JOB_BG' });
  submit(client, 'a', { workload: 'high', as: 'SUBMIT_JOB_HIGH_BG' });
  expect(grab(worker)).toEqual(['3:JOB_ASSIGN_UNIQ H:t:5 c  1']);
  expect(admin(client, 'workers')).toContain('\n3 127.0.0.1 - : b a c\n');
  const rest = Array.from({ length: 6 }, () => grab(worker)[0]?.split(' ').slice(2).join(' '));
  expect(rest).toEqual(['b  1', 'a  high', 'c  2', 'b  2', 'a  1', 'a  2']);
});

test('a function that is registered twice has two turns', () => {
  const { canDo, submit, grab, admin } = conversation({ roundRobin: true });
  canDo(worker, 'x', 'y', 'x');
  for (const name of ['x', 'y']) for (const workload of ['1', '2']) submit(client, name, { workload });
  const shown = () => /\n3 .* : (.*)\n/.exec(admin(client, 'workers'))?.[1];
  const turns = Array.from({ length: 3 }, () => [grab(worker)[0]?.split(' ')[2], shown()]);
  expect(turns).toEqual([
    ['x', 'y x x'],
    ['y', 'x x y'],
    ['x', 'x y x'],
  ]);
});

test('in the order of 2.x a high job of any function goes first, and functions take turns', () => {
  const { canDo, submit, grab } = conversation({ order: '2.x' });
  canDo(worker, 'a', 'b');
  for (const [name, as, workload] of [
    ['b', 'SUBMIT_JOB_LOW_BG', 'low'],
    ['b', 'SUBMIT_JOB_BG', '1'],
    ['b', 'SUBMIT_JOB_BG', '2'],
    ['a', 'SUBMIT_JOB_BG', '1'],
    ['a', 'SUBMIT_JOB_BG', '2'],
    ['a', 'SUBMIT_JOB_HIGH_BG', 'high'],
  ] as const)
    submit(client, name, { as, workload });
  const order = Array.from({ length: 6 }, () => grab(worker)[0]?.split(' ').slice(2).join(' '));
  expect(order).toEqual(['a  high', 'b  1', 'a  1', 'b  2', 'a  2', 'b  low']);
});

test('in the order of 2.x jobs that nobody wants any more are dropped too', () => {
  const { canDo, submit, grab, leave, admin } = conversation({ order: '2.x' });
  canDo(worker, 'f');
  submit(client, 'f');
  leave(client);
  expect(grab(worker)).toEqual(['3:NO_JOB']);
  expect(admin(other, 'show jobs')).toBe('.\n');
});

test('each job wakes as many workers as asked for, in turn', () => {
  const { canDo, submit, sleep, grab } = conversation({ workerWakeup: 1 });
  for (const each of [worker, second, third]) {
    canDo(each, 'f');
    sleep(each);
  }
  const woken = () => submit(client, 'f').slice(0, -1);
  expect([woken(), woken(), woken(), woken()]).toEqual([['3:NOOP'], ['4:NOOP'], ['6:NOOP'], []]);
  for (const each of [worker, second, third]) for (let jobs = 0; jobs < 2; jobs += 1) grab(each);
  for (const each of [worker, third]) sleep(each); // the second one is at work
  expect([woken(), woken(), woken()]).toEqual([['3:NOOP'], ['6:NOOP'], []]);
});

test('who comes or leaves does not upset whose turn it is', () => {
  const { canDo, submit, sleep, grab, leave, broker } = conversation({ workerWakeup: 1 });
  for (const each of [worker, second, third]) {
    canDo(each, 'f');
    sleep(each);
  }
  const woken = () => submit(client, 'f').slice(0, -1);
  expect(woken()).toEqual(['3:NOOP']);
  grab(worker);
  canDo(7, 'f');
  sleep(7);
  leave(second);
  expect([woken(), woken(), woken()]).toEqual([['6:NOOP'], ['7:NOOP'], []]);
  leave(third);
  leave(worker);
  leave(7);
  expect(broker.registry.functions.get('f')?.workers.length).toBe(0);
  expect(woken()).toEqual([]);
});

test('with exceptions for all, a client need not ask for them', () => {
  const { canDo, submit, grab, send } = conversation({ exceptions: true });
  canDo(worker, 'f');
  submit(client, 'f');
  grab(worker);
  expect(send(worker, { name: 'WORK_EXCEPTION', handle: 'H:t:1', exception: bytes('boom') })).toEqual([
    '1:WORK_EXCEPTION H:t:1 boom',
  ]);
});
