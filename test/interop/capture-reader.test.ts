import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { PACKETS, type PacketName } from '../../main/protocol/packets.ts';
import { engineOf, shell } from '../support/engine.ts';
import { PATIENT } from '../support/patient.ts';
import { needs } from '../support/peers.ts';
import { background, run } from '../support/processes.ts';
import { readCapture } from '../support/read-capture.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { LOOPBACK, mayCapture } from './dumpcap.ts';
import { gearman } from './stock.ts';

/** What is found that is no packet. */
const OTHERS = ['TEXT', 'GARBAGE', 'GAP'];

/** Types of all packets of each connection and direction, as `in 7,7 out 8,8`; with Wireshark's numbers of frames. */
async function seenByWireshark(file: string, port: number): Promise<string[]> {
  const fields = ['tcp.stream', 'tcp.dstport', 'gearman.pkt_type'].flatMap((field) => ['-e', field]);
  const args = ['-r', file, '-d', `tcp.port==${port},gearman`, '-Y', 'gearman.pkt_type', '-T', 'fields', ...fields];
  const { stdout } = await run('tshark', args);
  const rows = stdout.split('\n').slice(0, -1);
  return grouped(
    rows.flatMap((row) => {
      const [stream = '', to, types = ''] = row.split('\t');
      const direction = Number(to) === port ? ('in' as const) : ('out' as const);
      return types.split(',').map((type) => ({ stream, direction, type: Number(type) }));
    }),
  );
}

function seenByUs(file: Buffer): string[] {
  const { packets, damage } = readCapture(file, 64 * 1024);
  expect(damage).toBeUndefined();
  return grouped(
    packets
      .filter(({ type }) => !OTHERS.includes(type))
      .map(({ connection, direction, bytes }) => ({ stream: `${connection}`, direction, type: bytes.readUInt32BE(4) })),
  );
}

function grouped(packets: readonly { stream: string; direction: 'in' | 'out'; type: number }[]): string[] {
  const streams = Map.groupBy(packets, ({ stream }) => stream);
  const ways = (all: typeof packets) =>
    (['in', 'out'] as const).map(
      (way) => `${way} ${all.filter((each) => each.direction === way).map(({ type }) => type)}`,
    );
  return [...streams.values()].map((all) => ways(all).join(' ')).toSorted();
}

/** MiB that frames may wait in to be written: with less a busy machine loses some. */
const ROOM = 64;

/** What our server has seen of real clients and a worker, as `grouped`, and dumpcap's file of the same. */
async function recorded() {
  const folder = await temporaryFolder();
  const file = join(folder, 'recorded.pcapng');
  const { port, call, define, idle } = await engineOf();
  const tshark = background('tshark', ['-B', `${ROOM}`, '-i', LOOPBACK, '-f', `tcp port ${port}`, '-w', file]);
  const ended = once(tshark.child, 'close');
  await tshark.says('Capture started.');
  await call('server.start', {});
  await define('size', shell('wc -c'));
  await call('workers.start', { name: 'size' });
  await idle('size');
  await gearman(port, ['-f', 'size', 'a', 'b']);
  await gearman(port, ['-f', 'size'], Buffer.alloc(1_000_000, '\0REQ'));
  await gearman(port, ['-b', '-f', 'nobody', 'x']);
  await call('server.stop', undefined);
  const { rows } = await vi.waitUntil(async () => {
    const view = await call('packets.window', { from: 0, rows: 500, probes: true });
    return view.scanned === 1 && view;
  }, PATIENT);
  const packets = rows.filter(({ kind }) => kind === 'packet');
  const ours = grouped(
    packets.map(({ connection, direction, type }) => ({
      stream: `${connection.number}`,
      direction,
      type: PACKETS[type as PacketName].type,
    })),
  );
  // What comes last is written to the file a moment later.
  await vi.waitFor(async () => expect(await seenByWireshark(file, port)).toEqual(ours), PATIENT);
  tshark.child.kill('SIGINT');
  await ended;
  /** The recording after a program that reads and writes captures. */
  const after = async (program: string, ...args: string[]): Promise<Buffer> => {
    const written = join(folder, 'written');
    const all = args.map((arg) => (arg === 'IN' ? file : arg === 'OUT' ? written : arg));
    expect(await run(program, all)).toMatchObject({ code: 0, stderr: '' });
    return readFile(written);
  };
  return { file, ours, after };
}

describe.skipIf(!needs('tshark') || !needs('gearman') || !mayCapture())('what others have captured', () => {
  test('has for us the packets that our server has seen, in every format, and in every state', async () => {
    const { file, ours, after } = await recorded();
    expect(seenByUs(await readFile(file))).toEqual(ours);
    for (const format of ['pcap', 'nsecpcap', 'modpcap', 'pcapng'])
      expect(seenByUs(await after('editcap', '-F', format, 'IN', 'OUT'))).toEqual(ours);
    // Each frame twice.
    expect(seenByUs(await after('mergecap', '-w', 'OUT', 'IN', 'IN'))).toEqual(ours);

    // Frames that were cut tell what they lack.
    const cut = readCapture(await after('editcap', '-s', '200', 'IN', 'OUT'));
    const lacked = cut.packets.filter(({ type }) => type === 'GAP').reduce((sum, { size }) => sum + size, 0);
    expect([cut.damage, lacked > 900_000]).toEqual([undefined, true]);
    expect(cut.packets.find(({ type, size }) => type === 'SUBMIT_JOB' && size > 1_000_000)?.bytes.length).toBeLessThan(
      300,
    );

    // Frames that are missing here and there leave gaps, and no packet is made up.
    const known = new Set(ours.flatMap((each) => each.match(/\d+/g)));
    for (const skip of [3, 4, 7, 11]) {
      const missing = Array.from({ length: 10 }, (_, index) => `${(index + 1) * skip}`);
      const { packets, damage } = readCapture(await after('editcap', 'IN', 'OUT', ...missing));
      const made = packets.filter(
        ({ type, bytes }) => !OTHERS.includes(type) && !known.has(`${bytes.readUInt32BE(4)}`),
      );
      expect([damage, made, packets.length > 5]).toEqual([undefined, [], true]);
    }
  });
});
