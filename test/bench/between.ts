import { connect, createServer } from 'node:net';
import { parseArgs } from 'node:util';
import { Recorder } from '../../main/capture/recorder.ts';
import { CaptureRing } from '../../main/capture/ring.ts';
import { touchBeforehand } from '../../main/capture/touch.ts';
import { JobHistory } from '../../main/insight/history.ts';
import { Origins } from '../../main/net/origins.ts';
import { ProxyHost } from '../../main/upstream/proxy.ts';
import { now } from '../../main/util/clock.ts';
import { silent } from '../../main/util/log.ts';
import { watchLoopDelay } from '../../main/util/loop-delay.ts';
import { Rate } from '../../main/util/rate.ts';
import { keepYoungSpaceSmall } from '../../main/util/young-space.ts';
import { openHistory } from './many-jobs.ts';

/*
 * What is measured between a load and a job server at `--to`: the proxy with capture and history, kept in the file `--journal` or
 * as a server without a profile has it, or with `--bare` what Node does with pipes alone. On SIGTERM it prints the 99th percentile of the event
 * loop's delay in ms, and the processor time that its thread and all its threads had, and ends.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    to: { type: 'string' },
    bare: { type: 'boolean' },
    silent: { type: 'boolean' },
    journal: { type: 'string' },
  },
});
const to = { host: '127.0.0.1', port: Number(values.to) };
const port = Number(values.port);

function relayBare(): void {
  createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
    const server = connect({ ...to, noDelay: true, allowHalfOpen: true });
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.pipe(other);
      one.on('error', () => other.destroy());
    }
  }).listen(port, '127.0.0.1');
}

async function relayInProxy(): Promise<void> {
  const ring = new CaptureRing();
  const journal = openHistory(values.journal);
  const history = new JobHistory(now());
  const rate = new Rate();
  void touchBeforehand(ring, new AbortController().signal);
  const host = new ProxyHost(
    {
      id: 'proxy',
      origins: new Origins(),
      log: silent,
      onChange: () => {},
      onStopped: () => {},
      record: (run) => {
        const recorder = new Recorder({ ring, host: 0, server: 'proxy', run, rate, onPacket: () => {} });
        const source = { server: 'proxy', run, who: (connection: number) => `#${connection}` };
        return values.silent === true
          ? {}
          : {
              recorder,
              onJob: (event, at) => {
                journal.recent.hear(source, event, at);
                history.hear('proxy', event, at);
              },
            };
      },
    },
    { hosts: ['127.0.0.1'], port, to },
  );
  const { failure } = await host.start();
  if (failure !== null) throw new Error(failure.message);
  keepYoungSpaceSmall();
}

if (values.bare === true) relayBare();
else await relayInProxy();
const delay = watchLoopDelay();
process.on('SIGTERM', () => {
  const { user, system } = process.threadCpuUsage();
  const all = process.cpuUsage();
  process.stdout.write(
    `${JSON.stringify({ delay: delay.p99, used: (user + system) / 1000, all: (all.user + all.system) / 1000 })}\n`,
  );
  process.exit(0);
});
process.stdout.write('listening\n');
