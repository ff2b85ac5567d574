import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { Job } from '../../../main/client/submit.ts';
import { submissionOf } from '../../../main/client/submit.ts';
import { encode } from '../../../main/protocol/codec.ts';
import { submitLine } from '../../../main/workload/twin.ts';
import { GEARBENCH } from '../../support/command-line.ts';
import { fakeServer } from '../../support/fake-server.ts';
import { HOSTILE } from '../../support/hostile.ts';
import { bytes } from '../../support/packets.ts';
import { needs } from '../../support/peers.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const run = promisify(execFile);
const JOB: Job = { function: 'wc', unique: '', workload: bytes('a\n'), priority: 'normal', background: false };
const usual = { host: '127.0.0.1', port: 4730 };

function lineOf(different: Partial<Job>, target = usual) {
  const { workload, ...job } = { ...JOB, ...different };
  return submitLine({
    job,
    workload: { bytes: workload },
    packet: encode(submissionOf({ ...job, workload }), 'REQ'),
    targets: [target],
  });
}

test('a job in the words of the stock tool', () => {
  expect(lineOf({ unique: 'b1', priority: 'high' })?.line).toBe(String.raw`printf 'a\n' | gearman -f wc -I -u b1`);
  expect(lineOf({ workload: bytes(''), background: true }, { host: '::1', port: 4731 })?.line).toBe(
    'gearman -h ::1 -p 4731 -f wc -b -s',
  );
  expect(lineOf({ workload: Buffer.from('中文 é\n') })?.line).toBe(String.raw`printf '中文 é\n' | gearman -f wc`);
});

test('of several servers the first is in the options, and the others from the last on in the variable', () => {
  const { workload, ...job } = JOB;
  const at = (...hosts: string[]) =>
    submitLine({
      job,
      workload: { bytes: workload },
      packet: null,
      targets: hosts.map((host) => ({ host, port: 4730 })),
    })?.line;
  expect(at('a', 'b', 'c')).toBe(String.raw`printf 'a\n' | GEARMAN_SERVERS=c:4730,b:4730 gearman -h a -f wc`);
  // The stock tool ends at an IPv6 address in the variable.
  expect(at('::1', 'b', 'c')).toBe(String.raw`printf 'a\n' | GEARMAN_SERVERS=c:4730 gearman -h b -f wc`);
  expect(at("x'; touch y", 'b;c')).toContain(String.raw`GEARMAN_SERVERS='b;c:4730' gearman -h 'x'\''; touch y'`);
});

test('a file is named, with quotes where it needs them', () => {
  const { workload: _, ...job } = JOB;
  const line = submitLine({ job, workload: { path: "/tmp/it's" }, packet: null, targets: [usual] })?.line;
  expect(line).toBe(String.raw`gearman -f wc < '/tmp/it'\''s'`);
});

test('what no line can say has none', () => {
  expect([lineOf({ workload: Buffer.alloc(20_000) }), lineOf({ function: '\xff' }), lineOf({ unique: 'a\0' })]).toEqual(
    [null, null, null],
  );
});

/** What a shell's lines make a server hear, one after the other. */
async function heard(lines: (port: number) => string[], before: string): Promise<string[]> {
  const server = await fakeServer((said, { say, close }) => {
    if (said.startsWith('SUBMIT')) say({ name: 'JOB_CREATED', handle: 'H:x:1' });
    if (said.startsWith('SUBMIT_JOB_EPOCH')) close();
  });
  const script = [before, ...lines(server.port)].join('\n');
  await run('sh', ['-c', script], { cwd: await temporaryFolder(), env: { ...process.env, LC_ALL: 'C.UTF-8' } });
  return server.connections.flatMap((each) => each.heard).filter((said) => said.startsWith('SUBMIT'));
}

/** Whether a command line can say it: it is UTF-8 without a NUL. */
const isName = (wire: string) => {
  const all = Buffer.from(wire, 'latin1');
  return !wire.includes('\0') && Buffer.from(all.toString('utf8'), 'utf8').equals(all);
};

const TOOLS: [string, string, boolean][] = [
  ['ours', `gearman() { '${GEARBENCH}' gearman "$@"; }`, true],
  ['the stock one', '', needs('gearman')],
];

test.runIf(process.platform !== 'win32').each(TOOLS.filter(([, , is]) => is))(
  'hostile names and workloads arrive as they are by %s',
  async (_tool, before) => {
    const jobs = HOSTILE.map((text) => {
      const name = isName(text) ? text : 'f';
      return { ...JOB, background: true, function: name, unique: name, workload: Buffer.from(text, 'latin1') };
    });
    const said = await heard(
      (port) => jobs.map((job) => lineOf(job, { host: '127.0.0.1', port })?.line ?? 'false'),
      before,
    );
    expect(said).toEqual(
      jobs.map(
        ({ function: name, unique, workload }) => `SUBMIT_JOB_BG ${name} ${unique} ${workload.toString('latin1')}`,
      ),
    );
  },
);

test.runIf(needs('nc'))('a job for later is sent as the bytes of its packet', async () => {
  const job = { unique: 'u', workload: bytes("it's\0%"), background: true, at: 2_000_000_000 };
  const said = await heard((port) => {
    const line = lineOf(job, { host: '127.0.0.1', port });
    return [line?.by === 'bytes' ? line.line : 'false'];
  }, '');
  expect(said).toEqual([`SUBMIT_JOB_EPOCH wc u 2000000000 it's\0%`]);
});
