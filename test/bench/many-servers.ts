import { createServer } from 'node:net';
import { parseArgs } from 'node:util';
import { openSession, type Session } from '../../main/client/session.ts';
import type { Target } from '../../main/net/dial.ts';
import { Origins } from '../../main/net/origins.ts';
import { Decoder, encode } from '../../main/protocol/codec.ts';
import { ServerHost } from '../../main/server/host.ts';
import { silent } from '../../main/util/log.ts';
import { freePort } from '../support/free-port.ts';

/*
 * Many job servers in one process, for servers.ts: prints their ports when they are ready. `--changes nothing|some`: servers of
 * ours, with jobs for a tenth of the functions every two seconds, or none. `--changes all`: what only answers as a server would
 * of which every function changes between two polls; one of ours could not be kept so busy beside what is measured.
 */

const { values } = parseArgs({
  options: { servers: { type: 'string' }, functions: { type: 'string' }, changes: { type: 'string' } },
});
const names = Array.from({ length: Number(values.functions) }, (_, index) => `shop-of-many-functions-${index}`);
const EVERY = 2000;

async function ours(): Promise<number> {
  const port = await freePort();
  const host = new ServerHost(
    {
      id: 'local',
      origins: new Origins(),
      log: silent,
      record: () => ({ onWorkers: () => {} }),
      onChange: () => {},
      onStopped: () => {},
      queue: () => undefined,
    },
    { port },
  );
  await host.start();
  const session = await openSession({ target: host.target as Target, onMessage: () => {}, onLost: () => {} });
  session.send(...names.map((name) => ({ name: 'CAN_DO', function: name }) as const));
  if (values.changes === 'some') submitTo(session);
  return port;
}

function submitTo(session: Session): void {
  let next = 0;
  const workload = Buffer.from('x');
  setInterval(() => {
    const some = Array.from(
      { length: names.length / 10 },
      (_, index) => names[(next + index) % names.length] as string,
    );
    next += some.length;
    session.send(...some.map((name) => ({ name: 'SUBMIT_JOB_BG', function: name, unique: '', workload }) as const));
  }, EVERY);
}

/** Answers what is asked of an attached server, with other figures each time. */
async function answering(): Promise<number> {
  const port = await freePort();
  const table = (round: number, figures: string) =>
    Buffer.from(`${names.map((name, index) => `${name}\t${index + round}\t${figures}\n`).join('')}.\n`);
  const status = [0, 1].map((round) => table(round, '0\t1'));
  const priorities = [0, 1].map((round) => table(round, '0\t0\t1'));
  const server = createServer((socket) => {
    const decoder = new Decoder();
    let round = 0;
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      for (const message of decoder.push(chunk).messages) {
        if (message.kind === 'packet') {
          if (message.packet.name === 'ECHO_REQ')
            socket.write(encode({ name: 'ECHO_RES', data: message.packet.data }, 'RES'));
        } else if (message.line === 'status') {
          round = 1 - round;
          socket.write(status[round] as Buffer);
        } else if (message.line === 'prioritystatus') socket.write(priorities[round] as Buffer);
        else socket.write(message.line === 'workers' ? '.\n' : 'OK 1\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return port;
}

const ports: number[] = [];
for (let index = 0; index < Number(values.servers); index += 1)
  ports.push(await (values.changes === 'all' ? answering() : ours()));
process.stdout.write(`${JSON.stringify(ports)}\n`);
