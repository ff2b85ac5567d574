import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { Recorder } from '../../main/capture/recorder.ts';
import { CaptureRing, type Entry } from '../../main/capture/ring.ts';
import type { JobEvent } from '../../main/contract/job-event.ts';
import type { Target } from '../../main/net/dial.ts';
import { Origins } from '../../main/net/origins.ts';
import type { Credentials } from '../../main/net/tls.ts';
import { GARBAGE, TEXT } from '../../main/protocol/framer.ts';
import { nameOf } from '../../main/protocol/packets.ts';
import { ProxyHost, type ProxyStatus } from '../../main/upstream/proxy.ts';
import { asRead, silent } from '../../main/util/log.ts';
import { Rate } from '../../main/util/rate.ts';
import { afterThisTest, type Cleanup } from './cleanup.ts';
import { freePort } from './free-port.ts';

interface Proxied {
  to: Target;
  hosts?: readonly string[];
  readOnly?: boolean;
  tls?: Credentials;
  port?: number;
  onChange?: (status: ProxyStatus) => void;
}

/** A proxy before a job server, which is recorded; not started yet. Stopped after the test. */
export async function proxied(
  { to, hosts, readOnly, tls, onChange, ...given }: Proxied,
  cleanup: Cleanup = afterThisTest,
) {
  const port = given.port ?? (await freePort());
  const origins = new Origins();
  const ring = new CaptureRing();
  const recorders: Recorder[] = [];
  const events: (JobEvent & { run: number })[] = [];
  const stopped: number[] = [];
  const said: string[] = [];
  const say = (text: string) => void said.push(asRead(text));
  const rate = new Rate();
  const host: ProxyHost = new ProxyHost(
    {
      id: 'proxy',
      origins,
      log: { ...silent, warn: say, error: say },
      ...(tls && { tls }),
      record: (run) => {
        const recorder = new Recorder({ ring, host: recorders.length, server: 'proxy', run, rate, onPacket: () => {} });
        recorders.push(recorder);
        return { recorder, onJob: (event) => void events.push({ ...event, run }) };
      },
      onChange: () => onChange?.(host.status),
      onStopped: (run) => stopped.push(run),
    },
    { port, to, ...(hosts && { hosts }), ...(readOnly !== undefined && { readOnly }) },
  );
  cleanup(async () => void (await host.stop()));

  /** What is in the capture of connections that are not the probe's, as `connection direction NAME size`. */
  const seen = (): string[] =>
    entries()
      .filter((entry) => !recorders[entry.host]?.isProbe(entry.connection))
      .map(({ connection, direction, type, size }) => `${connection} ${direction} ${wordOf(type)} ${size}`);
  const entries = (): Entry[] => {
    const all: Entry[] = [];
    for (let seq = ring.first; seq < ring.next; seq += 1) {
      const entry = ring.get(seq);
      if (entry !== undefined) all.push({ ...entry, bytes: Buffer.from(entry.bytes) });
    }
    return all;
  };
  return { host, port, origins, ring, recorders, events, stopped, said, seen, entries };
}

const wordOf = (type: number): string =>
  type === TEXT ? 'text' : type === GARBAGE ? 'garbage' : (nameOf(type) as string);

/** The same, started. */
export async function runningProxy(parts: Proxied, cleanup: Cleanup = afterThisTest) {
  const proxy = await proxied(parts, cleanup);
  await proxy.host.start();
  return { ...proxy, target: proxy.host.target as Target };
}

/** Somebody who listens and does with each connection what the test says; it ends with the test. */
export async function plainServer(
  accept: (socket: Socket) => void,
  { host = '127.0.0.1', port = 0 }: { host?: string; port?: number } = {},
  cleanup: Cleanup = afterThisTest,
) {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    accept(socket);
  });
  server.listen(port === 0 ? await freePort() : port, host);
  await once(server, 'listening');
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  cleanup(close);
  const address = server.address() as { port: number };
  return { target: { host, port: address.port }, sockets, close };
}

export const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
