import { expect, test } from 'vitest';
import type { JobEvent } from '../../../main/contract/job-event.ts';
import { encode } from '../../../main/protocol/codec.ts';
import { TEXT } from '../../../main/protocol/framer.ts';
import { definitionOf, type Packet } from '../../../main/protocol/packets.ts';
import { OBSERVED_LIMITS, ObservedJobs } from '../../../main/upstream/observed-jobs.ts';
import { bytes } from '../../support/packets.ts';

/** Packets that pass, and the events that are told of them, in words. */
function observing(limits: Partial<typeof OBSERVED_LIMITS> = {}) {
  const events: string[] = [];
  const tell = (event: JobEvent) => {
    const { kind, job } = event;
    const who = 'client' in event ? event.client : 'worker' in event ? event.worker : '';
    const said = 'bytes' in event ? event.bytes.toString('latin1') : '';
    const workload = kind === 'submitted' ? Buffer.from(job.workload).toString('latin1') : '';
    events.push([kind, job.handle, who, said, workload].join(' ').trim());
  };
  const jobs = new ObservedJobs(tell, { ...OBSERVED_LIMITS, ...limits });
  const connections = Array.from({ length: 5 }, (_, id) => jobs.connect(id));
  const of = (id: number) => connections[id] as (typeof connections)[number];
  const heard = (id: number, packet: Packet) => {
    const block = encode(packet, 'REQ');
    jobs.heard(of(id), definitionOf(packet.name).type, block, 0, block.length, 0);
  };
  const told = (id: number, packet: Packet) => {
    const block = encode(packet, 'RES');
    jobs.told(of(id), definitionOf(packet.name).type, block, 0, block.length, 0);
  };
  return {
    jobs,
    events,
    heard,
    told,
    line: (id: number, text: string) => jobs.heard(of(id), TEXT, bytes(`${text}\n`), 0, text.length + 1, 0),
    answer: (id: number, text: string) => jobs.told(of(id), TEXT, bytes(`${text}\n`), 0, text.length + 1, 0),
    submit: (id: number, name: string, workload = 'x', unique = '') =>
      heard(id, { name: 'SUBMIT_JOB', function: name, unique, workload: bytes(workload) }),
    created: (id: number, handle: string) => told(id, { name: 'JOB_CREATED', handle }),
    assign: (id: number, handle: string, name: string, workload = 'x', unique = '') =>
      told(id, { name: 'JOB_ASSIGN_UNIQ', handle, function: name, unique, workload: bytes(workload) }),
    leave: (id: number) => jobs.left(of(id), 0),
  };
}

test('of too many jobs the oldest is forgotten in silence; a worker that gets it gets one from before', () => {
  const { jobs, events, submit, created, assign } = observing({ jobs: 2 });
  for (const number of [1, 2, 3]) {
    submit(1, 'f', `${number}`);
    created(1, `H:t:${number}`);
  }
  expect(jobs.size).toBe(2);
  assign(2, 'H:t:1', 'f', '1');
  expect(events).toEqual([
    'submitted H:t:1 1  1',
    'submitted H:t:2 1  2',
    'submitted H:t:3 1  3',
    'submitted H:t:1   1',
    'assigned H:t:1 2',
  ]);
  expect(jobs.size).toBe(2);
});

test('of submissions beyond the bound nothing is told, and those after them are told as they are', () => {
  const { events, submit, created } = observing({ asked: 2 });
  for (const number of [1, 2, 3, 4]) submit(1, 'f', `${number}`);
  for (const number of [1, 2, 3, 4]) created(1, `H:t:${number}`);
  submit(1, 'f', '5');
  created(1, 'H:t:5');
  expect(events).toEqual(['submitted H:t:1 1  1', 'submitted H:t:2 1  2', 'submitted H:t:5 1  5']);
});

test('handles of any form, and of another server behind the same address', () => {
  const { jobs, events, submit, created, told, heard, assign } = observing();
  for (const handle of ['H:one:1', 'H:two:1', 'no number', 'H:one:01', '7']) {
    submit(1, 'f', handle);
    created(1, handle);
  }
  expect(jobs.size).toBe(5);
  for (const handle of ['H:two:1', 'no number', 'H:one:01', '7', 'H:one:1']) {
    assign(2, handle, 'f', handle);
    heard(2, { name: 'WORK_COMPLETE', handle, result: bytes('r') });
    told(1, { name: 'WORK_COMPLETE', handle, result: bytes('r') });
  }
  expect(jobs.size).toBe(0);
  expect(events.filter((event) => event.startsWith('complete'))).toHaveLength(5);
});

test('a job that is worked off elsewhere is known by what its first client is told, once', () => {
  const { events, submit, created, told } = observing();
  submit(1, 'f', 'x', 'u');
  created(1, 'H:t:1');
  submit(2, 'f', 'x', 'u');
  created(2, 'H:t:1');
  for (const id of [1, 2]) told(id, { name: 'WORK_DATA', handle: 'H:t:1', data: bytes('part') });
  for (const id of [2, 1]) told(id, { name: 'WORK_COMPLETE', handle: 'H:t:1', result: bytes('all') });
  expect(events).toEqual(['submitted H:t:1 1  x', 'joined H:t:1 2', 'data H:t:1  part', 'complete H:t:1  all']);
});

test('a cancelled job has not failed, whoever hears of it first; tables and errors between do not confuse', () => {
  const { events, submit, created, told, line, answer } = observing();
  submit(1, 'f');
  created(1, 'H:t:1');
  submit(1, 'f');
  created(1, 'H:t:2');
  line(2, 'status');
  line(2, 'cancel job H:t:1');
  line(2, 'nonsense');
  line(2, 'CANCEL Job H:t:2');
  told(1, { name: 'WORK_FAIL', handle: 'H:t:1' });
  for (const text of ['OK\t1\t0\t0', '.', 'OK', 'ERR UNKNOWN_COMMAND Unknown+server+command', 'ERR UNKNOWN_JOB'])
    answer(2, text);
  expect(events.slice(2)).toEqual(['cancelled H:t:1']);
});

test('an error answers the submission whose turn it is, and no answer that comes unasked', () => {
  const { events, heard, told, submit, created } = observing();
  heard(1, { name: 'OPTION_REQ', option: 'unknown' });
  submit(1, 'f', 'refused');
  submit(1, 'f', 'taken');
  told(1, { name: 'ERROR', code: 'UNKNOWN_OPTION', text: '' });
  told(1, { name: 'ERROR', code: 'JOB_NOT_FOUND', text: '' });
  told(1, { name: 'ERROR', code: 'QUEUE_ERROR', text: '' });
  created(1, 'H:t:1');
  expect(events).toEqual(['submitted H:t:1 1  taken']);
});

test('who leaves gives up what it waits for and what it works on', () => {
  const { jobs, events, submit, created, assign, leave } = observing();
  submit(1, 'f');
  submit(1, 'f');
  created(1, 'H:t:1');
  assign(2, 'H:t:1', 'f');
  leave(2);
  leave(1);
  expect(events).toEqual(['submitted H:t:1 1  x', 'assigned H:t:1 2', 'requeued H:t:1', 'abandoned H:t:1']);
  expect(jobs.size).toBe(1);
});

test('what a worker said is told once, where a client is seen to join its job only then', () => {
  const { events, heard, told, submit, created, assign } = observing();
  const data = { handle: 'H:t:1', data: bytes('half') };
  heard(0, { name: 'SUBMIT_JOB_BG', function: 'g', unique: 'u', workload: bytes('x') });
  created(0, 'H:t:1');
  assign(1, 'H:t:1', 'g', 'x', 'u');
  submit(0, 'g', 'x', 'u');
  heard(1, { name: 'WORK_DATA', ...data });
  heard(1, { name: 'CANT_DO', function: 'g' });
  created(0, 'H:t:1');
  told(0, { name: 'WORK_DATA', ...data });
  expect(events.map((event) => event.split(' ')[0])).toEqual(['submitted', 'assigned', 'data', 'requeued', 'joined']);
});
