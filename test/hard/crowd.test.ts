import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { encode } from '../../main/protocol/codec.ts';
import type { Packet } from '../../main/protocol/packets.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { gearbench } from '../support/command-line.ts';
import { freePort } from '../support/free-port.ts';
import { bytes } from '../support/packets.ts';
import { peerOf } from '../support/peer.ts';
import { mustBe } from '../support/peers.ts';
import { until } from '../support/processes.ts';

const CROWD = 10_000;
/** Connections that are made at once: fewer than may wait to be accepted. */
const AT_ONCE = 250;

/** Files that a process may open here; Node has raised the limit to what the system allows. */
const { userLimits } = process.report.getReport() as { userLimits?: { open_files?: { hard: number | 'unlimited' } } };
const files = Number(userLimits?.open_files?.hard ?? Number.NaN);
const enough = mustBe(Number.isNaN(files) || files > CROWD + 500, `${CROWD} connections need as many open files`);

/** Our server in a process of its own. */
async function server() {
  const port = await freePort();
  const args = ['gearmand', '-L', '127.0.0.1', '-p', String(port), '-l', 'stderr', '--verbose', 'INFO'];
  const child = await gearbench(args, afterThisTest);
  await child.says('Listening on');
  return { ...child, port };
}

async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

async function asked(port: number, line: string): Promise<string[]> {
  const admin = await peerOf({ port });
  admin.write(`${line}\nverbose\n`);
  const rows: string[] = [];
  for (let row = ''; !row.startsWith('OK INFO'); rows.push(row)) [row = 'OK INFO'] = await admin.hears();
  admin.leave();
  return rows.slice(0, -2);
}

const echo: Packet = { name: 'ECHO_REQ', data: bytes('here') };

test.skipIf(!enough)('ten thousand are connected and served, one more is turned away, and all may leave', async () => {
  const { port, end } = await server();
  const crowd: Socket[] = [];
  while (crowd.length < CROWD - 2)
    crowd.push(
      ...(await Promise.all(Array.from({ length: Math.min(AT_ONCE, CROWD - 2 - crowd.length) }, () => open(port)))),
    );
  const [client, worker] = [await peerOf({ port }), await peerOf({ port })];
  for (let more = 0; more < 20; more += 1) expect(await (await peerOf({ port })).hearsTheEnd()).toEqual([]);

  worker.send({ name: 'CAN_DO', function: 'f' }, { name: 'PRE_SLEEP' }, echo);
  expect(await worker.hears()).toEqual(['ECHO_RES here']);
  client.send({ name: 'SUBMIT_JOB', function: 'f', unique: '', workload: bytes('in') });
  const [created = ''] = await client.hears();
  expect(await worker.hears()).toEqual(['NOOP']);
  worker.send({ name: 'GRAB_JOB' });
  const handle = created.slice('JOB_CREATED '.length);
  expect(await worker.hears()).toEqual([`JOB_ASSIGN ${handle} f in`]);
  worker.send({ name: 'WORK_COMPLETE', handle, result: bytes('out') });
  expect(await client.hears()).toEqual([`WORK_COMPLETE ${handle} out`]);

  for (const socket of [crowd[0], crowd.at(-1), crowd[CROWD / 2]] as Socket[]) {
    const answer = once(socket, 'data');
    socket.write(encode(echo, 'REQ'));
    expect((await answer)[0]).toEqual(encode({ name: 'ECHO_RES', data: bytes('here') }, 'RES'));
  }
  client.write('workers\n');
  expect((await client.hears(CROWD + 1)).at(-1)).toBe('.');

  for (const socket of crowd) socket.resetAndDestroy();
  await until('that they have left', async () => (await asked(port, 'workers')).length <= 3, 20_000);
  client.send(echo);
  expect(await client.hears()).toEqual(['ECHO_RES here']);
  const { err } = await end();
  expect(err.match(/.*limit of.*/g)).toEqual([
    expect.stringContaining(`The limit of ${CROWD} connections is reached: 1 more were closed at once.`),
  ]);
});

/** How people come and go: each is what one of them says before it is gone, in whatever way. */
const VISITS: readonly Buffer[] = [
  bytes(''),
  bytes('\0RE'),
  bytes('status\nwork'),
  encode({ name: 'SUBMIT_JOB', function: 'storm', unique: '', workload: bytes('gone') }, 'REQ'),
  Buffer.concat([encode({ name: 'CAN_DO', function: 'storm' }, 'REQ'), encode({ name: 'PRE_SLEEP' }, 'REQ')]),
  Buffer.concat([encode({ name: 'CAN_DO', function: 'storm' }, 'REQ'), encode({ name: 'GRAB_JOB_ALL' }, 'REQ')]),
  bytes('GET / HTTP/1.1\r\n\r\n'),
];
const LEAVING = [
  (socket: Socket) => socket.destroy(),
  (socket: Socket) => socket.resetAndDestroy(),
  (socket: Socket) => socket.end(),
];

test('a storm of connections that come and go leaves nothing behind, and others are served meanwhile', async () => {
  const { port, end } = await server();
  const witness = await peerOf({ port });
  let visits = 0;
  const comeAndGo = async () => {
    while (visits < 3000) {
      const visit = visits++;
      const socket = await open(port);
      socket.write(VISITS[visit % VISITS.length] as Buffer);
      if (visit % 2 === 0) await new Promise(setImmediate);
      LEAVING[visit % LEAVING.length]?.(socket);
    }
  };
  let storm = true;
  const served = (async () => {
    let echoes = 0;
    for (; storm; echoes += 1) {
      witness.send(echo);
      expect(await witness.hears()).toEqual(['ECHO_RES here']);
    }
    return echoes;
  })();
  await Promise.all(Array.from({ length: 50 }, comeAndGo));
  storm = false;
  expect(await served).toBeGreaterThan(0);
  await until('that they have left', async () => (await asked(port, 'workers')).length === 2);
  witness.send({ name: 'CAN_DO', function: 'storm' }, { name: 'GRAB_JOB' });
  expect(await witness.hears()).toEqual(['NO_JOB']); // nobody waits for the jobs of who has gone
  expect(await asked(port, 'status')).toEqual(['storm\t0\t0\t1']);
  expect((await end()).code).toBe(0);
});
