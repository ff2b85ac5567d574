import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { fileOf } from '../support/capture-file.ts';
import { needs } from '../support/peers.ts';
import { realTraffic } from '../support/real-traffic.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { framesAsked, framesThatPass } from './tshark-filters.ts';

/** Filters that let through the same packets here and there. */
const ALIKE = [
  'gearman',
  'gearman.pkt_type',
  'gearman.pkt_type == SUBMIT_JOB',
  'gearman.pkt_type == submit_job_bg',
  'gearman.pkt_type == 0x7 or gearman.pkt_type == 010 or gearman.pkt_type == 0b1001',
  'gearman.pkt_type in {7..18}',
  'gearman.pkt_type in {18..7}',
  'gearman.pkt_type in {SUBMIT_JOB, SUBMIT_JOB_HIGH..SET_CLIENT_ID, 31}',
  'gearman.pkt_type not in {1..13}',
  'gearman.pkt_type != 7',
  'gearman.pkt_type !== 7',
  'not gearman.pkt_type == 7',
  'gearman.pkt_type === 13 || gearman.pkt_type any_eq 12',
  'gearman.pkt_type ge 30 && gearman.pkt_type le 31',
  'gearman.pkt_type > 12 and not gearman.pkt_type gt 14',
  'gearman.magic_code == "REQ"',
  'gearman.magic_code != REQ',
  'gearman.data_size == 0',
  'gearman.data_size > 65000',
  'gearman.data_size in {10..20}',
  'gearman.data_size == gearman.pkt_type',
  'gearman.func.name',
  '!gearman.func.name',
  'gearman.func.name == "php_echo"',
  'gearman.func.name != "php_echo"',
  '!(gearman.func.name == "php_echo")',
  'gearman.func.name == rev',
  'gearman.func.name contains "p_e"',
  'gearman.func.name contains "P_E"',
  'gearman.func.name contains ""',
  'gearman.func.name matches "^PHP_(echo|fail)$"',
  'gearman.func.name matches "(?-i)^PHP"',
  'gearman.func.name matches r"\\w{7,}"',
  'gearman.func.name ~ "l[io]"',
  'gearman.func.name > "perl"',
  'gearman.func.name <= "php_echo"',
  'gearman.func.name in {"a".."perl_count", "rev"}',
  'gearman.func.name[0] == "r"',
  'gearman.func.name[4:4] == "echo"',
  'gearman.func.name[-5:] == "_echo"',
  'gearman.func.name[1-2] == "hp"',
  'gearman.func.name == gearman.data_content',
  'gearman.func.name > gearman.uniq_id',
  'gearman.uniq_id == ""',
  'gearman.uniq_id matches "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"',
  'gearman.uniq_id in {"php-1", php-2, "perl-3"}',
  'gearman.func.arg contains "job 1"',
  'gearman.func.arg matches "job \\\\d+5$"',
  'gearman.func.arg == "job 17" or gearman.func.arg == "j\\x6fb\\0401"',
  'gearman.func.result',
  'gearman.func.result == "part 2"',
  'gearman.func.result contains "nearly"',
  'gearman.numerator == 8',
  'gearman.numerator < gearman.denominator',
  'gearman.numerator > "12"',
  'gearman.job.known == "1" and gearman.job.running == 0',
  'gearman.job.handle contains ":1" and not gearman.pkt_type in {15, 42}',
  'gearman.client_id contains "p"',
  'gearman.client_count == 0',
  'gearman.opt.name == "exceptions"',
  'gearman.timeout.value == "5000"',
  'gearman.submit_job.epoch_time',
  'gearman.reducer == sum',
  'gearman.err.code',
  'gearman.echo_text',
  'gearman.echo_text contains "pong"',
  'gearman.mgr_cmd == "status" || gearman.mgr_cmd == workers',
  'gearman contains 00:52:45:53',
  'gearman contains "job 1"',
  'gearman matches "JOB 1\\\\d"',
  'gearman[4:4] == 00:00:00:07',
  'gearman[0:4] != 00.52.45.51',
  'gearman.func.name == rev or gearman.pkt_type == 13 and gearman.func.result == "DONE"',
  '(gearman.func.name == rev or gearman.pkt_type == 13) and gearman.magic_code == RES',
  'not not gearman.func.arg and !gearman.uniq_id == ""',
];

/** Lets nothing through. */
const NONE = 'frame.number < 0';

/** Where Wireshark is wrong: what only we find, as a filter that says it, and what only it finds. docs/filter.md */
const DIFFERENT: readonly [filter: string, onlyHere: string, onlyThere: string][] = [
  ['gearman.job.handle', 'gearman.pkt_type == GET_STATUS', 'gearman.pkt_type == STATUS_RES_UNIQUE'],
  ['gearman.pkt_type.unknown', NONE, 'gearman.pkt_type == GET_STATUS'],
  ['gearman.err.text', 'gearman.pkt_type == ERROR', NONE],
  ['gearman.uniq_id == "u-1"', 'gearman.pkt_type == STATUS_RES_UNIQUE', NONE],
  ['gearman.func.arg == "idle"', NONE, 'gearman.reducer'],
  ['gearman.func.arg == "all"', 'gearman.reducer', NONE],
  ['gearman.mgr_cmd', 'gearman.mgr_cmd and not gearman.mgr_cmd in {status, workers, version}', NONE],
  ['gearman.func.arg == "a"', NONE, 'gearman.uniq_id == "u-1" and gearman.func.arg'],
  ['gearman.func.name == "größe"', 'gearman.uniq_id == "图"', NONE],
];

/** What Wireshark refuses too. */
const REFUSED = [
  'gearman.func.nam == "wc"',
  'gearman.pkt_type == SUBMIT_JOBS',
  'gearman.pkt_type == 99999999999',
  'gearman.pkt_type contains 7',
  'gearman.pkt_type matches "7"',
  'gearman.pkt_type in {7 18}',
  'gearman.pkt_type in {}',
  '7 == gearman.pkt_type',
  'gearman.func.name matches wc',
  'gearman.func.name matches "["',
  'gearman.func.name == "\\w"',
  'gearman.func.name == "wc',
  "gearman.func.name == 'wc'",
  'gearman.func.name == gearman.pkt_type',
  'gearman contains hello',
  'gearman.pkt_type.unknown == 1',
  'gearman and',
  '(gearman',
  'gearman AND gearman.func.name',
  'gearman.pkt_type = 7',
];

/** Of all filters one in so many is asked by itself too, as people do. */
const ONE_IN = 12;

describe.skipIf(!['tshark', 'gearman', 'php', 'perl'].every((peer) => needs(peer as 'tshark')))('a filter', () => {
  test('lets through what tshark lets through', { timeout: 600_000 }, async () => {
    const { call, all, found, bytesOf } = await realTraffic(5000);
    const file = fileOf();
    for (const { seq, direction, connection } of all)
      (direction === 'in' ? file.hear : file.say)(connection.number, await bytesOf(seq));
    const path = join(await temporaryFolder(), 'traffic.pcapng');
    await writeFile(path, file.bytes());
    const seqOf = new Map(file.frames.map((frame, at) => [frame, all[at]?.seq as number]));

    /** Numbers of our packets; the frames between, of TCP alone, are none. */
    const packetsIn = (frames: readonly number[]) => frames.flatMap((frame) => seqOf.get(frame) ?? []);
    const filters = [...ALIKE, ...DIFFERENT.map(([filter]) => filter), ...REFUSED];
    const passed = await framesThatPass(path, filters);
    const theirs = new Map(filters.map((filter, at) => [filter, passed[at] && packetsIn(passed[at])]));

    // Asked one by one it answers the same.
    for (const filter of filters.filter((_, at) => at % ONE_IN === 0)) {
      const frames = await framesAsked(path, filter);
      expect([filter, frames && packetsIn(frames)]).toEqual([filter, theirs.get(filter)]);
    }

    expect((await found('gearman')).length).toBe(all.length);
    const here = new Map<string, number[]>();
    for (const filter of ALIKE) here.set(filter, await found(filter));
    expect(ALIKE.filter((filter) => !isDeepStrictEqual(here.get(filter), theirs.get(filter)))).toEqual([]);
    // Few of them may be empty, or the comparison would say little.
    expect(ALIKE.filter((filter) => here.get(filter)?.length === 0)).toEqual([
      'gearman.pkt_type in {18..7}',
      'gearman.func.name contains "P_E"',
      'gearman.func.name contains ""',
      'gearman.func.name matches "(?-i)^PHP"',
    ]);

    for (const [filter, onlyHere, onlyThere] of DIFFERENT) {
      const [ours, tsharks] = [await found(filter), theirs.get(filter) ?? []];
      const differences = [ours.filter((seq) => !tsharks.includes(seq)), tsharks.filter((seq) => !ours.includes(seq))];
      expect([filter, ...differences]).toEqual([filter, await found(onlyHere), await found(onlyThere)]);
      expect([filter, differences.flat().length > 0]).toEqual([filter, true]);
    }

    expect(REFUSED.filter((filter) => theirs.get(filter) !== undefined)).toEqual([]);
    for (const filter of REFUSED)
      await expect(call('packets.window', { from: 0, rows: 1, filter })).rejects.toThrow(/character \d+/);
  });
});
