// @vitest-environment node
import { expect, test } from 'vitest';
import type { Entry } from '../../../../main/capture/ring.ts';
import { fieldsOf } from '../../../../main/capture/rows.ts';
import type { PacketDetail } from '../../../../main/contract/packets.ts';
import { filterOf } from '../../../../main/filter/filter.ts';
import type { Packet } from '../../../../main/protocol/packets.ts';
import { likeField } from '../../../../renderer/features/packet/like-field.ts';
import { treeRows } from '../../../../renderer/features/packet/tree-rows.ts';
import { partsOf } from '../../../../renderer/lib/packet-parts.ts';
import { captureOf } from '../../../support/capture.ts';
import { bytes } from '../../../support/packets.ts';

/** What each row of a packet's tree has in common with others, and for how many of the packets that holds. */
function likenesses(sent: Packet, others: readonly Packet[] = []) {
  const { ring, hear, rowOf, facts } = captureOf();
  for (const each of [sent, ...others]) hear(1, each);
  const entry = ring.get(0) as Entry;
  const detail: PacketDetail = {
    row: rowOf(entry),
    fields: fieldsOf(entry),
    bytes: new Uint8Array(entry.bytes),
    kept: entry.bytes.length,
  };
  return treeRows(partsOf(detail), { decoded: null, headerOpen: true, open: new Map() }).map((row) => {
    const { what, test } = likeField(row, detail);
    const { accepts } = filterOf(test, facts);
    const holds = [sent, ...others].filter((_, seq) => {
      const glimpse = ring.glimpse();
      ring.glance(seq, glimpse);
      return accepts?.(glimpse);
    });
    return `${row.id}: ${what} (${test}) ${holds.length}`;
  });
}

const submit = (unique: string, workload: string, name = 'wc'): Packet => ({
  name: 'SUBMIT_JOB',
  function: Buffer.from(name).toString('latin1'),
  unique,
  workload: bytes(workload),
});

test('a row says what other packets may say too', () => {
  const others = [submit('u"1"', 'other'), submit('u2', '{"a":1}', 'größe'), submit('', 'x')];
  expect(likenesses(submit('u"1"', '{"a":1}'), others)).toEqual([
    'header: SUBMIT_JOB (gearman.pkt_type == SUBMIT_JOB) 4',
    'f:magic: REQ (gearman.magic_code == "REQ") 4',
    'f:type: SUBMIT_JOB (gearman.pkt_type == SUBMIT_JOB) 4',
    'f:size: gearman.data_size 15 (gearman.data_size == 15) 1',
    'f:function: wc (gearman.func.name == "wc") 3',
    'f:unique: u"1" (gearman.uniq_id == "u\\"1\\"") 2',
    'f:workload: {"a":1} (gearman.func.arg == "{\\"a\\":1}") 2',
  ]);
});

test('what is empty or long is like its type; names are what they are, byte by byte', () => {
  expect(likenesses(submit('', 'x'.repeat(201), 'größe\u202e')).slice(4)).toEqual([
    'f:function: größe\\u202e (gearman.func.name == "größe\\xe2\\x80\\xae") 1',
    'f:unique: SUBMIT_JOB (gearman.pkt_type == SUBMIT_JOB) 1',
    'f:workload: SUBMIT_JOB (gearman.pkt_type == SUBMIT_JOB) 1',
  ]);
  expect(likenesses({ name: 'ECHO_REQ', data: Buffer.from([0xff, 0, 1]) }).at(-1)).toBe(
    'f:data: \\xff\\x00\\x01 (gearman.echo_text == "\\xff\\x00\\x01") 1',
  );
});
