import { parseArgs } from 'node:util';
import { Recorder } from '../../main/capture/recorder.ts';
import { CaptureRing } from '../../main/capture/ring.ts';
import { JobLog } from '../../main/journal/job-log.ts';
import { Origins } from '../../main/net/origins.ts';
import { backlog } from '../../main/upstream/backlog.ts';
import { ProxyHost } from '../../main/upstream/proxy.ts';
import { silent } from '../../main/util/log.ts';
import { Rate } from '../../main/util/rate.ts';

/* The proxy of `npm run soak -- --proxy`, with a small capture and memory of who left, so that they are full before memory is looked at. */
const { values } = parseArgs({ options: { port: { type: 'string' }, to: { type: 'string' } } });
const ring = new CaptureRing({ entries: 1 << 17, bytes: 16 * 1024 * 1024, perPacket: 1024 * 1024 });
const jobs = new JobLog({ jobs: 2000, bytes: 8 * 1024 * 1024 });
const host = new ProxyHost(
  {
    id: 'proxy',
    origins: new Origins(),
    log: silent,
    onChange: () => {},
    onStopped: () => {},
    record: (run) => {
      const source = { server: 'proxy', run, who: (connection: number) => `#${connection}` };
      return {
        recorder: new Recorder({
          ring,
          host: 0,
          server: 'proxy',
          run,
          rate: new Rate(),
          onPacket: () => {},
          closed: 500,
        }),
        onJob: (event, at) => jobs.hear(source, event, at),
      };
    },
  },
  { hosts: ['127.0.0.1'], port: Number(values.port), to: { host: '127.0.0.1', port: Number(values.to) } },
);
const { failure } = await host.start();
if (failure !== null) throw new Error(failure.message);
Object.assign(globalThis, { backlog }); // for who looks into its memory
process.stdout.write('The proxy is there.\n');
