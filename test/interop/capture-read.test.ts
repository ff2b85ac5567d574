import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { WIRE_FIELDS } from '../../main/filter/wire-fields.ts';
import { fileOf } from '../support/capture-file.ts';
import { GEARBENCH } from '../support/command-line.ts';
import { needs } from '../support/peers.ts';
import { run } from '../support/processes.ts';
import { realTraffic } from '../support/real-traffic.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Fields that count frames here and there, or are printed by Wireshark as a name. */
const OTHERS = ['gearman', 'frame', 'frame.number', 'frame.time_delta'];
const FIELDS = [
  ...WIRE_FIELDS.map(({ name }) => name).filter((name) => !OTHERS.includes(name)),
  'frame.time_epoch',
  '_ws.col.Info',
];

/** All but what Wireshark is wrong at: docs/filter.md. */
const ALIKE = [
  'gearman.pkt_type or gearman.mgr_cmd in {"status", "workers", "version"}',
  'not gearman.pkt_type in {GET_STATUS, ERROR, STATUS_RES_UNIQUE, SUBMIT_REDUCE_JOB_BG}',
  'not (gearman.pkt_type == ECHO_REQ and gearman.data_size == 0)',
  'not (gearman.pkt_type == ECHO_RES and gearman.data_size == 0)',
  'not gearman.uniq_id == "u-1" and not gearman.func.name matches "^gr"',
]
  .map((part) => `(${part})`)
  .join(' and ');

const lines = (text: string): string[] => Buffer.from(text, 'latin1').toString('utf8').split('\n').slice(0, -1);

describe.skipIf(!['tshark', 'gearman', 'php', 'perl'].every((peer) => needs(peer as 'tshark')))('capture read', () => {
  test('prints what tshark prints', async () => {
    const { all, bytesOf } = await realTraffic(5000);
    const file = fileOf();
    for (const { seq, direction, connection } of all)
      (direction === 'in' ? file.hear : file.say)(connection.number, await bytesOf(seq));
    const path = join(await temporaryFolder(), 'traffic.pcapng');
    await writeFile(path, file.bytes());

    /** The same words to both. */
    async function both(...options: string[]) {
      const [ours, theirs] = await Promise.all([
        run(GEARBENCH, ['capture', 'read', '-r', path, ...options]),
        run('tshark', ['-r', path, ...options]),
      ]);
      expect([ours.code, ours.stderr, theirs.code]).toEqual([0, '', 0]);
      return { ours: lines(ours.stdout), theirs: lines(theirs.stdout) };
    }

    const { ours, theirs } = await both('-Y', ALIKE, '-T', 'fields', ...FIELDS.flatMap((field) => ['-e', field]));
    expect(ours.length).toBeGreaterThan(all.length * 0.9);
    expect(ours).toEqual(theirs);
    // Those that say nothing are of packets that Wireshark is wrong at, and of one that nobody sends.
    const rows = ours.map((line) => line.split('\t'));
    const silent = FIELDS.filter((_, at) => rows.every((row) => row[at] === ''));
    const parts = ['pkt_type.unknown', 'err.code', 'err.text', 'reducer', 'client_count'].map(
      (part) => `gearman.${part}`,
    );
    expect(silent.filter((field) => !field.startsWith('gearman.submit_job_sched.')).toSorted()).toEqual(
      parts.toSorted(),
    );

    const layout = [
      '-E',
      'header=y',
      '-E',
      'separator=/s',
      '-E',
      'quote=d',
      '-E',
      'occurrence=f',
      '-E',
      'aggregator=;',
    ];
    const few = await both('-Y', ALIKE, '-T', 'fields', ...layout, '-e', 'gearman.pkt_type', '-e', 'gearman.func.name');
    expect(few.ours[0]).toBe('gearman.pkt_type gearman.func.name');
    expect(few.ours).toEqual(few.theirs);
  });
});
