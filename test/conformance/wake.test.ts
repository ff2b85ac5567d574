import { expect, test } from 'vitest';
import { onBothSides } from './both-sides.ts';

onBothSides(({ meet }) => {
  test('a sleeping worker is woken once, until it asks for a job', async () => {
    const { client, worker } = await meet('client', 'worker');
    expect(await worker.says('CAN_DO once', 'PRE_SLEEP')).toEqual([]);
    await client.submits('SUBMIT_JOB once||1');
    expect(await worker.hears()).toEqual(['NOOP']);
    await client.submits('SUBMIT_JOB once||2');
    expect(await worker.hasHeard()).toEqual([]);
    await worker.says('GRAB_JOB', 'GRAB_JOB', 'GRAB_JOB', 'PRE_SLEEP');
    await client.submits('SUBMIT_JOB once||3');
    expect(await worker.hears()).toEqual(['NOOP']);
  });

  test('three jobs in one segment wake once', async () => {
    const { client, worker } = await meet('client', 'worker');
    await worker.says('CAN_DO burst', 'PRE_SLEEP');
    await client.says('SUBMIT_JOB burst||1', 'SUBMIT_JOB burst||2', 'SUBMIT_JOB burst||3');
    expect(await worker.hasHeard()).toEqual(['NOOP']);
  });

  test('all sleeping workers that can do it are woken, also one that registered twice only once', async () => {
    const { client, worker, second, other } = await meet('client', 'worker', 'second', 'other');
    await worker.says('CAN_DO all', 'CAN_DO all', 'PRE_SLEEP');
    await second.says('CAN_DO all', 'PRE_SLEEP');
    await other.says('CAN_DO all-2', 'PRE_SLEEP');
    await client.submits('SUBMIT_JOB all||x');
    expect([await worker.hasHeard(), await second.hasHeard(), await other.hasHeard()]).toEqual([
      ['NOOP'],
      ['NOOP'],
      [],
    ]);
  });

  test('a worker that does not sleep is not woken', async () => {
    const { client, worker } = await meet('client', 'worker');
    await worker.says('CAN_DO awake', 'GRAB_JOB');
    await client.submits('SUBMIT_JOB awake||x');
    expect(await worker.hasHeard()).toEqual([]);
  });

  test('asking for a job ends the sleep, also if there is none', async () => {
    const { client, worker } = await meet('client', 'worker');
    await worker.says('CAN_DO ended', 'PRE_SLEEP', 'GRAB_JOB');
    await client.submits('SUBMIT_JOB ended||x');
    expect(await worker.hasHeard()).toEqual([]);
  });

  test('other packets leave it asleep', async () => {
    const { client, worker } = await meet('client', 'worker');
    await worker.says('CAN_DO sound', 'PRE_SLEEP');
    await worker.says('SET_CLIENT_ID w-sound', 'OPTION_REQ exceptions', 'ECHO_REQ x', 'GET_STATUS H:x:1');
    await worker.asks('status');
    await client.submits('SUBMIT_JOB sound||x');
    expect(await worker.hears()).toEqual(['NOOP']);
  });

  test('a worker about to sleep is woken at once if a job waits, each time', async () => {
    const { client, worker } = await meet('client', 'worker');
    await client.submits('SUBMIT_JOB waiting||x');
    expect(await worker.says('CAN_DO waiting', 'PRE_SLEEP')).toEqual(['NOOP']);
    expect(await worker.says('PRE_SLEEP', 'PRE_SLEEP')).toEqual(['NOOP', 'NOOP']);
  });

  test('a worker that was not let sleep is not woken again by the next job', async () => {
    const { client, worker } = await meet('client', 'worker');
    await client.submits('SUBMIT_JOB wakeful||1');
    expect(await worker.says('CAN_DO wakeful', 'PRE_SLEEP')).toEqual(['NOOP']);
    await client.submits('SUBMIT_JOB wakeful||2');
    expect(await worker.hasHeard()).toEqual([]);
  });

  test('a worker that was not let sleep stays awake though another took the job', async () => {
    const { client, worker, second } = await meet('client', 'worker', 'second');
    await client.submits('SUBMIT_JOB taken||1');
    expect(await worker.says('CAN_DO taken', 'PRE_SLEEP')).toEqual(['NOOP']);
    await second.says('CAN_DO taken', 'GRAB_JOB');
    await client.submits('SUBMIT_JOB taken||2');
    expect(await worker.hasHeard()).toEqual([]);
    expect(await worker.says('PRE_SLEEP')).toEqual(['NOOP']);
  });

  test('a woken worker that sleeps on without asking is not woken again', async () => {
    const { client, worker, second } = await meet('client', 'worker', 'second');
    await worker.says('CAN_DO drowsy', 'PRE_SLEEP');
    await client.submits('SUBMIT_JOB drowsy||1');
    expect(await worker.hears()).toEqual(['NOOP']);
    await second.says('CAN_DO drowsy', 'GRAB_JOB');
    expect(await worker.says('PRE_SLEEP')).toEqual([]);
    await client.submits('SUBMIT_JOB drowsy||2');
    expect(await worker.hasHeard()).toEqual([]);
  });

  test('CAN_DO wakes nobody, though jobs wait', async () => {
    const { client, worker } = await meet('client', 'worker');
    await client.submits('SUBMIT_JOB newly||x');
    await worker.says('PRE_SLEEP');
    expect(await worker.says('CAN_DO newly')).toEqual([]);
    await client.submits('SUBMIT_JOB newly||y');
    expect(await worker.hears()).toEqual(['NOOP']); // it sleeps, and now it can do it
  });

  test('PRE_SLEEP looks at jobs of functions registered since', async () => {
    const { client, worker } = await meet('client', 'worker');
    await client.submits('SUBMIT_JOB since||x');
    expect(await worker.says('PRE_SLEEP', 'CAN_DO since', 'PRE_SLEEP')).toEqual(['NOOP']);
    await client.submits('SUBMIT_JOB since||y');
    expect(await worker.hears()).toEqual(['NOOP']); // the first sleep still holds
  });

  test('a job that joins another wakes nobody', async () => {
    const { client, worker } = await meet('client', 'worker');
    await client.submits('SUBMIT_JOB joined|u-joined|x');
    await worker.says('PRE_SLEEP', 'CAN_DO joined');
    await client.submits('SUBMIT_JOB joined|u-joined|y');
    expect(await worker.hasHeard()).toEqual([]);
  });

  test('a job that joins a running one wakes nobody', async () => {
    const { client, worker, second } = await meet('client', 'worker', 'second');
    await client.submits('SUBMIT_JOB runs|u-runs|x');
    await worker.says('CAN_DO runs', 'GRAB_JOB');
    await second.says('CAN_DO runs', 'PRE_SLEEP');
    await client.submits('SUBMIT_JOB runs|u-runs|y');
    expect(await second.hasHeard()).toEqual([]);
  });

  test('who is client and worker is woken before it gets the handle', async () => {
    const { self } = await meet('self');
    const said = await self.says('CAN_DO myself', 'PRE_SLEEP', 'SUBMIT_JOB myself||x');
    expect(said.map((each) => each.split(' ')[0])).toEqual(['NOOP', 'JOB_CREATED']);
  });

  test('a function given up in sleep wakes no more', async () => {
    const { client, worker } = await meet('client', 'worker');
    await worker.says('CAN_DO dropped', 'CAN_DO held', 'PRE_SLEEP', 'CANT_DO dropped');
    await client.submits('SUBMIT_JOB dropped||x');
    expect(await worker.hasHeard()).toEqual([]);
    await client.submits('SUBMIT_JOB held||x');
    expect(await worker.hears()).toEqual(['NOOP']);
  });

  test('a sleeping worker that gives its own job back is woken for it', async () => {
    const { client, worker } = await meet('client', 'worker');
    await client.submits('SUBMIT_JOB own||x');
    await worker.says('CAN_DO own', 'CAN_DO own-2', 'GRAB_JOB', 'PRE_SLEEP');
    expect(await worker.says('CANT_DO own')).toEqual(['NOOP']);
  });

  test('a job that a lost worker gives back wakes', async () => {
    const { client, worker, second } = await meet('client', 'worker', 'second');
    const job = await client.submits('SUBMIT_JOB lost||x');
    await worker.says('CAN_DO lost', 'GRAB_JOB');
    await second.says('CAN_DO lost', 'PRE_SLEEP');
    await worker.leaves();
    expect(await second.hears()).toEqual(['NOOP']);
    expect(await second.says('GRAB_JOB')).toEqual([`JOB_ASSIGN ${job}|lost|x`]);
  });

  test('two jobs that a lost worker gives back wake once', async () => {
    const { client, worker, second } = await meet('client', 'worker', 'second');
    await client.says('SUBMIT_JOB lost-2||x', 'SUBMIT_JOB lost-2||y');
    await worker.says('CAN_DO lost-2', 'GRAB_JOB', 'GRAB_JOB');
    await second.says('CAN_DO lost-2', 'PRE_SLEEP');
    await worker.leaves();
    expect(await second.hasHeard()).toEqual(['NOOP']);
  });
});
