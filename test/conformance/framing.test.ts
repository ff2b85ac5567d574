import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { bytes } from '../support/packets.ts';
import { onBothSides } from './both-sides.ts';
import { binary, request } from './dialogue.ts';

onBothSides(({ meet }) => {
  test('a packet may come byte by byte', async () => {
    const { client } = await meet('client');
    for (const byte of request('ECHO_REQ slow|ly')) {
      client.sends(Buffer.from([byte]));
      await pause(1);
    }
    expect(await client.hears()).toEqual(['ECHO_RES slow|ly']);
  });

  test('a text line may come byte by byte', async () => {
    const { admin } = await meet('admin');
    for (const byte of bytes('verbose\r\n')) {
      admin.sends(Buffer.from([byte]));
      await pause(1);
    }
    expect(await admin.hears()).toEqual(['OK ERROR\n']);
  });

  test('five hundred packets in one segment are answered in order', async () => {
    const { client } = await meet('client');
    const numbers = Array.from({ length: 500 }, (_, index) => index);
    client.sends(...numbers.map((number) => `ECHO_REQ ${number}`));
    expect(await client.hears(500)).toEqual(numbers.map((number) => `ECHO_RES ${number}`));
  });

  test('many text lines in one segment are all answered', async () => {
    const { admin } = await meet('admin');
    admin.sends(bytes('verbose\n'.repeat(200)));
    expect(new Set(await admin.hears(200))).toEqual(new Set(['OK ERROR\n']));
    expect(await admin.hasHeard()).toEqual([]);
  });

  test('text and binary alternate on one connection', async () => {
    const { both } = await meet('both');
    both.sends('ECHO_REQ a', bytes('verbose\nverbose\r\n'), 'ECHO_REQ b', bytes('\n'), 'ECHO_REQ c');
    expect(await both.hears(6)).toEqual([
      'ECHO_RES a',
      'OK ERROR\n',
      'OK ERROR\n',
      'ECHO_RES b',
      'ERR UNKNOWN_COMMAND Unknown+server+command\r\n',
      'ECHO_RES c',
    ]);
  });

  test('a packet ends and the next begins within one segment', async () => {
    const { client } = await meet('client');
    const stream = Buffer.concat([request('ECHO_REQ first'), request('ECHO_REQ second'), request('ECHO_REQ third')]);
    client.sends(stream.subarray(0, 15));
    await pause(10);
    client.sends(stream.subarray(15, 40));
    await pause(10);
    client.sends(stream.subarray(40));
    expect(await client.hears(3)).toEqual(['ECHO_RES first', 'ECHO_RES second', 'ECHO_RES third']);
  });

  test('a job goes from client to worker and back, to the byte', async () => {
    const { client, worker } = await meet('client', 'worker');
    worker.sends(bytes('\0REQ\0\0\0\x01\0\0\0\x07reverse'), bytes('\0REQ\0\0\0\x27\0\0\0\0'));
    await worker.hears();
    worker.sends(bytes('\0REQ\0\0\0\x04\0\0\0\0\0REQ\0\0\0\x10\0\0\0\0'));
    await worker.hears();
    client.sends(bytes('\0REQ\0\0\0\x07\0\0\0\x0dreverse\0\0test'));
    const [created = ''] = await client.hears();
    await worker.hears();
    worker.sends(bytes('\0REQ\0\0\0\x27\0\0\0\0'));
    await worker.hears();
    const handle = created.slice('JOB_CREATED '.length);
    const size = (extra: number) => `\0\0\0${String.fromCharCode(handle.length + extra)}`;
    worker.sends(
      bytes(`\0REQ\0\0\0\x0c${size(4)}${handle}\x001\x004`),
      bytes(`\0REQ\0\0\0\x0d${size(5)}${handle}\0tset`),
    );
    await client.hears(2);
    expect(worker.received.toString('latin1')).toBe(
      '\0RES\0\0\0\x0a\0\0\0\0' + // NO_JOB
        '\0RES\0\0\0\x11\0\0\0\0' + // ECHO_RES
        '\0RES\0\0\0\x06\0\0\0\0' + // NOOP
        `\0RES\0\0\0\x1f${size(14)}${handle}\0reverse\0\0test`, // JOB_ASSIGN_UNIQ: the job has no reducer
    );
    expect(client.received.toString('latin1')).toBe(
      `\0RES\0\0\0\x08${size(0)}${handle}` + // JOB_CREATED
        `\0RES\0\0\0\x0c${size(4)}${handle}\x001\x004` + // WORK_STATUS
        `\0RES\0\0\0\x0d${size(5)}${handle}\0tset`, // WORK_COMPLETE
    );
  });

  test('bytes that a packet without arguments carries are passed over', async () => {
    const { worker } = await meet('worker');
    expect(await worker.says('GRAB_JOB abc', 'PRE_SLEEP abc', 'RESET_ABILITIES a|c', 'GRAB_JOB')).toEqual([
      'NO_JOB',
      'NO_JOB',
    ]);
  });

  test('an echo gives any bytes back', async () => {
    const { client } = await meet('client');
    expect(await client.says('ECHO_REQ', 'ECHO_REQ |a||', 'ECHO_REQ \xff\n\x80')).toEqual([
      'ECHO_RES',
      'ECHO_RES |a||',
      'ECHO_RES \xff\n\x80',
    ]);
  });

  test('an echo of a megabyte comes back whole', async () => {
    const { client } = await meet('client');
    const long = '0123456789abcdef'.repeat(65_536);
    expect((await client.says(`ECHO_REQ ${long}`))[0] === `ECHO_RES ${long}`).toBe(true);
  });

  test('five megabytes go to the worker and back', async () => {
    const { client, worker } = await meet('client', 'worker');
    const long = 'gearman '.repeat(655_360);
    const job = await client.submits(`SUBMIT_JOB haul||${long}`);
    const [assigned] = await worker.says('CAN_DO haul', 'GRAB_JOB');
    expect(assigned === `JOB_ASSIGN ${job}|haul|${long}`).toBe(true);
    await worker.says(`WORK_COMPLETE ${job}|${long}`);
    expect((await client.hears())[0] === `WORK_COMPLETE ${job}|${long}`).toBe(true);
  });

  test('what says RES to a server is refused, and the connection stays', async () => {
    const { client } = await meet('client');
    const refused = 'ERROR INVALID_MAGIC|Request magic expected';
    expect(
      await client.says(binary('RES', 9, ''), binary('RES', 7, 'f\0\0x'), binary('RES', 8, 'H:a:1'), 'GRAB_JOB'),
    ).toEqual([refused, refused, refused, 'NO_JOB']);
  });

  test('another magic ends the connection', async () => {
    const { client } = await meet('client');
    client.sends(binary('XYZ', 16, ''));
    expect(await client.hearsTheEnd()).toEqual([]);
  });

  test('a wrong magic is judged when the header is complete', async () => {
    const { client } = await meet('client');
    client.sends(bytes('\0XYZ'));
    expect([await client.hearsInAWhile(), client.open]).toEqual([[], true]);
    client.sends(bytes('\0\0\0\x10\0\0\0\0'));
    expect(await client.hearsTheEnd()).toEqual([]);
  });

  test.each([0, 43, 99, 0x7fffffff])('packet type %d ends the connection', async (type) => {
    const { client } = await meet('client');
    client.sends(binary('REQ', type, ''));
    expect(await client.hearsTheEnd()).toEqual([]);
  });

  test('a text line of 8190 bytes is answered, one over 8192 ends the connection', async () => {
    const { admin } = await meet('admin');
    expect(await admin.asks(`verbose ${'x'.repeat(8182)}`)).toBe('OK ERROR\n');
    admin.sends(bytes(`verbose ${'x'.repeat(8185)}\n`));
    expect(await admin.hearsTheEnd()).toEqual([]);
  });

  test('who closes its half is taken to be gone', async () => {
    const { client, admin } = await meet('client', 'admin');
    const job = await client.submits('SUBMIT_JOB half||x');
    client.closesItsHalf();
    expect(await client.hearsTheEnd()).toEqual([]);
    await client.leaves();
    expect(await admin.asks('show jobs')).toContain(`${job}\t0\t1\t0\n`); // abandoned
  });

  test('a peer that went in the middle of a packet harms nobody', async () => {
    const { client, other } = await meet('client', 'other');
    client.sends(binary('REQ', 7, 'half\0\0x', 1000));
    await client.leaves();
    expect(await other.says('GRAB_JOB')).toEqual(['NO_JOB']);
  });
});
