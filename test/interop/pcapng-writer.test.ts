import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { PcapngWriter } from '../../main/capture-files/pcapng-writer.ts';
import { dissect } from '../../main/protocol/describe.ts';
import { nameOf, PACKETS } from '../../main/protocol/packets.ts';
import { VERSION } from '../../main/util/version.ts';
import { fileOf } from '../support/capture-file.ts';
import { engineOf, shell } from '../support/engine.ts';
import { bytes } from '../support/packets.ts';
import { PATIENT } from '../support/patient.ts';
import { needs } from '../support/peers.ts';
import { run } from '../support/processes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { wholePacket } from '../support/whole-packet.ts';
import { gearman } from './stock.ts';

/** What tshark makes of a file: the fields of each frame, or with `raw` whatever it prints. */
async function seen(file: Buffer, fields: readonly string[], filter = ''): Promise<string[][]> {
  const path = join(await temporaryFolder(), 'traffic.pcapng');
  await writeFile(path, file);
  const checks = ['-o', 'tcp.check_checksum:TRUE', '-o', 'ip.check_checksum:TRUE'];
  const args = ['-r', path, ...checks, '-Y', filter, '-T', 'fields', ...fields.flatMap((field) => ['-e', field])];
  const { stdout, stderr, code } = await run('tshark', args);
  // As root it says so; any other word is a complaint.
  expect([code, stderr.replace(/^Running as user.*\n/, '')]).toEqual([0, '']);
  return Buffer.from(stdout, 'latin1')
    .toString('utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t'));
}

/** Warnings of Wireshark that are its own mistakes; docs/protocol.md section 7. */
const MISTAKEN = /Unknown command|Malformed/;

const warnings = async (file: Buffer) =>
  (await seen(file, ['frame.number', '_ws.expert.message'], '_ws.expert.severity >= 4194304')).filter(
    ([, message = '']) => !MISTAKEN.test(message),
  );

describe.skipIf(!needs('tshark'))('Wireshark reads what we write', () => {
  test('each packet in a frame of its own, with its time, its direction and its comments', async () => {
    const file = fileOf();
    file.hear(1, { name: 'CAN_DO', function: 'wc' });
    file.hear(2, { name: 'SUBMIT_JOB', function: 'wc', unique: 'u1', workload: bytes('1 2') }, ['Slow.', 'Über 1 s']);
    file.say(2, { name: 'JOB_CREATED', handle: 'H:t:1' });
    file.say(1, { name: 'NOOP' });
    file.hear(3, 'status\n');
    file.say(3, 'wc\t1\t0\t1\n.\n');
    const fields = ['frame.number', 'frame.time_epoch', 'tcp.stream', 'gearman.magic_code', 'gearman.pkt_type'];
    const about = [...fields, 'gearman.uniq_id', 'frame.packet_flags_direction', 'frame.comment', 'gearman.mgr_cmd'];
    expect(await seen(file.bytes(), about, 'gearman')).toEqual([
      ['4', '1767323045.000001000', '0', 'REQ', '1', '', '0x00000001', '', ''],
      ['8', '1767323045.001001000', '1', 'REQ', '7', 'u1', '0x00000001', 'Slow.,Über 1 s', ''],
      ['9', '1767323045.002001000', '1', 'RES', '8', '', '0x00000002', '', ''],
      ['10', '1767323045.003001000', '0', 'RES', '6', '', '0x00000002', '', ''],
      ['14', '1767323045.004001000', '2', '', '', '', '0x00000001', '', 'status'],
      ['15', '1767323045.005001000', '2', '', '', '', '0x00000002', '', ''],
    ]);
    expect(file.frames).toEqual([4, 8, 9, 10, 14, 15]);
    expect(await warnings(file.bytes())).toEqual([]);
  });

  test('a large packet in its last frame', async () => {
    const file = fileOf();
    file.hear(1, { name: 'ECHO_REQ', data: Buffer.alloc(300_000, 'x') });
    file.say(1, { name: 'ECHO_RES', data: Buffer.alloc(300_000, 'x') });
    expect(await seen(file.bytes(), ['frame.number', 'gearman.data_size'], 'gearman')).toEqual(
      file.frames.map((frame) => [`${frame}`, '300000']),
    );
    expect(await warnings(file.bytes())).toEqual([]);
  });

  test('peers with the same address, with one of IPv6 and with none as streams of their own', async () => {
    const peers = ['192.0.2.1:40001', '192.0.2.1:40001', '[::1]:40001', 'a socket'];
    const file = fileOf((connection) => peers[connection] as string);
    for (const connection of peers.keys()) file.hear(connection, { name: 'PRE_SLEEP' });
    expect(await seen(file.bytes(), ['tcp.stream', 'ip.src', 'tcp.srcport', 'tcp.dstport'], 'gearman')).toEqual([
      ['0', '192.0.2.1', '40001', '4730'],
      ['1', '10.0.0.2', '40001', '4730'],
      ['2', '10.0.0.3', '40001', '4730'],
      ['3', '10.0.0.4', '49152', '4730'],
    ]);
    expect(await warnings(file.bytes())).toEqual([]);
  });

  test('a packet that was not kept whole has its length, and what follows has its place', async () => {
    const file = fileOf();
    const cut = { at: 0, connection: 1, direction: 'in', bytes: Buffer.alloc(100, 'x'), size: 700 * 2 ** 20 } as const;
    file.writer.packet({ ...cut, at: Date.now() });
    const beginning = Buffer.from(file.writer.take());
    file.hear(1, { name: 'PRE_SLEEP' });
    const all = Buffer.concat([beginning, file.bytes()]);
    expect((await seen(all, ['tcp.seq', 'gearman.pkt_type'])).at(-1)).toEqual([`${700 * 2 ** 20 + 1}`, '4']);
    expect(await warnings(all)).toEqual([]);
  });

  test('names what wrote it', async () => {
    const path = join(await temporaryFolder(), 'traffic.pcapng');
    const file = fileOf();
    file.hear(1, { name: 'NOOP' });
    await writeFile(path, file.bytes());
    const { stdout } = await run('capinfos', [path]);
    expect(stdout).toContain(`Capture application: Gearbench ${VERSION}`);
    expect(stdout).toContain('File encapsulation:  Raw IP');
  });
});

describe.skipIf(!needs('tshark') || !needs('gearman'))('our capture of real clients, written to a file', () => {
  test('has for Wireshark the same types, functions, handles and unique IDs, packet by packet', async () => {
    const { port, call, define, idle } = await engineOf();
    await call('server.start', {});
    await define('size', shell('wc -c'));
    await call('workers.start', { name: 'size' });
    await idle('size');
    await gearman(port, ['-f', 'size', 'a', 'b']);
    await gearman(port, ['-f', 'size'], Buffer.alloc(200_000));
    await gearman(port, ['-b', '-f', 'nobody', 'x']);
    await call('server.stop', undefined);

    const { rows } = await vi.waitUntil(async () => {
      const view = await call('packets.window', { from: 0, rows: 500, probes: true });
      return view.scanned === 1 && view;
    }, PATIENT);
    const writer = new PcapngWriter((connection) => ({ peer: `127.0.0.1:${50_000 + Number(connection)}`, note: '' }));
    const ours: string[][] = [];
    for (const { seq, at, connection, direction, size } of rows) {
      const whole = await wholePacket(call, seq);
      const frame = writer.packet({ at, connection: connection.number, direction, bytes: whole, size });
      ours.push([`${frame}`, ...namesIn(whole)]);
    }
    const file = Buffer.from(writer.take());
    const fields = ['gearman.pkt_type', 'gearman.func.name', 'gearman.job.handle', 'gearman.uniq_id'];
    expect(await seen(file, ['frame.number', ...fields], 'gearman')).toEqual(ours);
    expect(await warnings(file)).toEqual([]);
  });
});

/** Type, function, handle and unique ID of a packet, as tshark prints them. */
function namesIn(packet: Buffer): string[] {
  const { name, fields } = dissect(packet)!;
  const text = (wanted: string) => {
    const field = fields.find((each) => each.name === wanted);
    return field === undefined ? '' : packet.toString('latin1', field.start, field.end);
  };
  expect(nameOf(packet.readUInt32BE(4))).toBe(name);
  return [`${PACKETS[name].type}`, text('function'), text('handle'), text('unique')];
}
