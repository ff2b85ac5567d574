import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { proofServer } from '../calls/proof-server.ts';
import { Recorder } from '../capture/recorder.ts';
import { CaptureRing } from '../capture/ring.ts';
import { AppError } from '../contract/errors.ts';
import type { Diagnosis } from '../doctor/doctor.ts';
import type { Machine } from '../doctor/machine.ts';
import { prove } from '../doctor/proof/prove.ts';
import { Origins } from '../net/origins.ts';
import { nextFreePort } from '../net/ports.ts';
import { ServerHost } from '../server/host.ts';
import { RESOURCES } from '../util/app-root.ts';
import { silent } from '../util/log.ts';
import { Rate } from '../util/rate.ts';
import { endAsked, endBy } from './terminal.ts';

const SCRIPTS = join(RESOURCES, 'php', 'proof');

/** Loopback alone, and IPv4, which every PHP looks for first. */
const HOSTS = ['127.0.0.1'];

/** A proof has fewer packets than this. */
const RING = { entries: 4096, bytes: 4 * 1024 * 1024, perPacket: 64 * 1024 };

/**
 * Lets the PHP of a diagnosis do real jobs at a server of its own, on a free port of this computer that is closed again. Throws
 * an AppError where no server can be started. A signal ends all that was started, and then this process.
 */
export async function proveHere(diagnosis: Diagnosis, machine: Machine, client: string): Promise<Diagnosis> {
  const ring = new CaptureRing(RING);
  const recorders: Recorder[] = [];
  const host = new ServerHost(
    {
      id: 'proof',
      origins: new Origins(),
      log: silent,
      record: (run) => {
        const parts = { ring, host: recorders.length, server: 'proof', run, rate: new Rate(), onPacket: () => {} };
        const recorder = new Recorder(parts);
        recorders.push(recorder);
        return { recorder, onWorkers: () => {} };
      },
      onChange: () => {},
      onStopped: () => {},
    },
    { hosts: HOSTS, port: await somePort() },
  );
  const abort = new AbortController();
  let asked: NodeJS.Signals | undefined;
  void endAsked().then((signal) => {
    asked = signal;
    abort.abort();
  });
  try {
    const { failure } = await host.start();
    if (failure !== null || host.target === undefined)
      throw new AppError('listen-failed', failure?.message ?? 'The server for the proof did not start.');
    const registry = () => host.broker?.registry;
    const server = proofServer({ target: host.target, registry, ring, recorders });
    return await prove(diagnosis, { machine, server, client, scripts: SCRIPTS, signal: abort.signal });
  } finally {
    await host.stop();
    if (asked !== undefined) endBy(asked);
  }
}

/** One of those that the system gives to nobody by itself. Throws where none is free. */
async function somePort(): Promise<number> {
  const port = await nextFreePort(HOSTS, randomInt(20_000, 30_000));
  if (port === null) throw new AppError('listen-failed', 'No port is free for the proof.');
  return port;
}
