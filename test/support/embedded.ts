import type { JobEvent } from '../../main/contract/job-event.ts';
import type { ServerStatus } from '../../main/contract/server.ts';
import type { Target } from '../../main/net/dial.ts';
import { Origins } from '../../main/net/origins.ts';
import type { Credentials } from '../../main/net/tls.ts';
import { ServerHost } from '../../main/server/host.ts';
import type { QueueFile } from '../../main/server/queue-store.ts';
import type { ServerRules } from '../../main/server/rules.ts';
import { asRead, silent } from '../../main/util/log.ts';
import { afterThisTest, type Cleanup } from './cleanup.ts';
import { freePort } from './free-port.ts';

interface EmbeddedOptions {
  port?: number;
  hosts?: readonly string[];
  rules?: Partial<ServerRules>;
  tls?: Credentials;
  warn?: (text: string) => void;
  queue?: QueueFile;
  onChange?: (status: ServerStatus) => void;
}

/** A job server on real sockets that nobody records; not started yet. Stopped after the test. */
export async function embedded(options: EmbeddedOptions = {}, cleanup: Cleanup = afterThisTest) {
  const port = options.port ?? (await freePort());
  const origins = new Origins();
  const events: JobEvent[] = [];
  const stopped: number[] = [];
  const host: ServerHost = new ServerHost(
    {
      id: 'local',
      origins,
      log: { ...silent, warn: (text) => options.warn?.(asRead(text)) },
      rules: () => options.rules ?? {},
      ...(options.tls && { tls: options.tls }),
      queue: () => options.queue,
      record: () => ({ onJob: (event) => events.push(event), onWorkers: () => {} }),
      onChange: () => options.onChange?.(host.status),
      onStopped: (run) => stopped.push(run),
    },
    { port, ...(options.hosts && { hosts: options.hosts }) },
  );
  cleanup(async () => void (await host.stop()));
  return { host, origins, events, stopped, port };
}

/** The same, started. */
export async function runningServer(options: EmbeddedOptions = {}, cleanup: Cleanup = afterThisTest) {
  const server = await embedded(options, cleanup);
  await server.host.start();
  return { ...server, target: server.host.target as Target };
}
