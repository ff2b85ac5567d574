import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { encode } from '../../../main/protocol/codec.ts';
import { fileOf } from '../../support/capture-file.ts';
import { engineOf } from '../../support/engine.ts';
import { ipv4, pcapOf, SYN, tcp } from '../../support/frames.ts';
import { bytes } from '../../support/packets.ts';
import { PATIENT } from '../../support/patient.ts';
import { peerOf } from '../../support/peer.ts';
import { readCapture } from '../../support/read-capture.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** An engine whose server has heard two packets of a client, and what the person does with files. */
async function captured() {
  const engine = await engineOf();
  const { call, port, chosen } = engine;
  await call('server.start', {});
  const client = await peerOf({ port });
  client.send({ name: 'SET_CLIENT_ID', clientId: 'php-7' }, { name: 'ECHO_REQ', data: bytes('=1+1') });
  await client.hears();
  const folder = await temporaryFolder();
  const state = () => call('captures.state', undefined);
  const types = async () => (await call('packets.window', { from: 0, rows: 100 })).rows.map(({ type }) => type);
  return {
    ...engine,
    client,
    folder,
    state,
    types,
    /** Opens a file with these bytes, and waits until it is read. */
    async open(content: Buffer): Promise<void> {
      chosen.open = join(folder, 'theirs.pcapng');
      await writeFile(chosen.open, content);
      expect(await call('captures.open', undefined)).toBe('theirs.pcapng');
      await vi.waitUntil(async () => (await state()).open?.reading === false, PATIENT);
    },
  };
}

const theirs = () => {
  const file = fileOf();
  file.hear(1, { name: 'SUBMIT_JOB', function: 'resize', unique: '', workload: bytes('x') }, ['Look here.']);
  file.say(1, { name: 'JOB_CREATED', handle: 'H:1' });
  file.hear(2, { name: 'WORK_COMPLETE', handle: 'H:1', result: bytes('y') }, ['[marked]']);
  return file.bytes();
};

test('packets are exported as a file that is there when it is whole', async () => {
  const { call, chosen, folder, port } = await captured();
  chosen.save = join(folder, 'ours.pcapng');
  const { rows } = await call('packets.window', { from: 0, rows: 100 });
  await call('packets.mark', { seq: rows[1]!.seq, comment: 'Why?' });
  expect(await call('captures.export', { format: 'pcapng', packets: { which: 'all' } })).toBe('ours.pcapng');
  const { packets, facts } = readCapture(await readFile(chosen.save));
  const heard = packets.filter(({ bytes: { length } }) => length > 12).map(({ type, comments }) => [type, ...comments]);
  expect(heard).toEqual(expect.arrayContaining([['SET_CLIENT_ID'], ['ECHO_REQ', 'Why?'], ['ECHO_RES']]));
  expect(facts(packets.find(({ type }) => type === 'SET_CLIENT_ID')!.connection)).toMatchObject({ clientId: 'php-7' });
  expect((await readFile(chosen.save)).includes(`port=${port}`)).toBe(true);
});

test('only what the list shows, or what is selected', async () => {
  const { call, chosen, folder } = await captured();
  chosen.save = join(folder, 'ours.csv');
  const filter = { filter: 'gearman.pkt_type == 16' };
  await call('captures.export', { format: 'csv', packets: { which: 'shown', filter } });
  const lines = (await readFile(chosen.save, 'utf8')).split('\r\n');
  expect([lines.length, lines[1]?.split(',').at(-1)]).toEqual([3, "'=1+1"]);
  const { rows } = await call('packets.window', { from: 0, rows: 100 });
  const seqs = [rows.at(-1)!.seq];
  await call('captures.export', { format: 'text', packets: { which: 'some', seqs } });
  expect(await readFile(chosen.save, 'utf8')).toMatch(/^ {4}1 .* ECHO_RES\(17\) LEN=4\n$/);
  chosen.save = null;
  expect(await call('captures.export', { format: 'csv', packets: { which: 'all' } })).toBeNull();
});

test('a file is shown in the place of the live capture, which goes on, and is there again', async () => {
  const { call, open, state, types, client } = await captured();
  const live = await types();
  await open(theirs());
  expect((await state()).open).toMatchObject({
    name: 'theirs.pcapng',
    read: 1,
    packets: 3,
    connections: 2,
    problem: null,
  });
  const { rows } = await call('packets.window', { from: 0, rows: 100 });
  expect(rows.map(({ type, function: name, mark, connection: { server } }) => [type, name, mark, server])).toEqual([
    ['SUBMIT_JOB', 'resize', 'Look here.', 'file'],
    ['JOB_CREATED', 'resize', null, 'file'],
    ['WORK_COMPLETE', 'resize', '', 'file'],
  ]);
  expect((await call('packets.get', { seq: 0 }))?.fields.map(({ name }) => name)).toEqual([
    'function',
    'unique',
    'workload',
  ]);
  expect((await call('packets.window', { from: 0, rows: 9, filter: 'gearman.job.handle == "H:1"' })).rows).toHaveLength(
    2,
  );
  client.send({ name: 'ECHO_REQ', data: bytes('meanwhile') });
  await client.hears();
  await call('captures.close', undefined);
  expect([await types(), (await state()).open]).toEqual([[...live, 'ECHO_REQ', 'ECHO_RES'], null]);
});

test('a file that is left for the live packets is kept with its marks, and gone back to', async () => {
  const { call, open, state, types } = await captured();
  expect([await call('captures.leave', undefined), await call('captures.back', undefined)]).toEqual([false, false]);
  const live = await types();
  await open(theirs());
  await call('packets.mark', { seq: 1, comment: 'mine' });
  expect(await call('captures.leave', undefined)).toBe(true);
  expect([await types(), (await state()).open, (await state()).left]).toEqual([live, null, 'theirs.pcapng']);
  expect(await call('captures.back', undefined)).toBe(true);
  expect([(await state()).open?.name, (await state()).left]).toEqual(['theirs.pcapng', null]);
  expect((await call('packets.window', { from: 1, rows: 1 })).rows[0]?.mark).toBe('mine');
  await call('captures.leave', undefined);
  await call('captures.close', undefined);
  expect([await call('captures.back', undefined), (await state()).left]).toEqual([false, null]);
});

test('the person’s rules colour rows of the live capture and of a file, and of what is already there when they change', async () => {
  const { call, open } = await captured();
  const colours = async () => (await call('packets.window', { from: 0, rows: 9 })).rows.map(({ colour }) => colour);
  const change = (filter: string) =>
    call('settings.change', { colourRules: [{ name: 'Names', filter, colour: 'teal', on: true }] });
  await change('SET_CLIENT_ID');
  expect(await colours()).toEqual([{ name: 'Names', colour: 'teal' }, null, null]);
  const [first] = (await call('packets.window', { from: 0, rows: 1 })).rows;
  expect((await call('packets.get', { seq: first?.seq ?? 0 }))?.row.colour?.name).toBe('Names');
  await change('ECHO_RES');
  expect((await colours()).map((each) => each?.colour)).toEqual([undefined, undefined, 'teal']);
  await change('gearman');
  await open(theirs());
  expect((await colours()).every((each) => each?.colour === 'teal')).toBe(true);
});

test('what is wrong with filters is told of each', async () => {
  const { call } = await engineOf();
  const found = await call('packets.check', { filters: ['wc', '', 'gb.fun == 1', 'gb.size >'] });
  expect(found.map((each) => each?.code ?? null)).toEqual([null, null, 'filter-field', 'filter-ended']);
});

test('a damaged file shows what could be read, and says where it is damaged', async () => {
  const { open, state, types } = await captured();
  await open(theirs().subarray(0, -5));
  expect(await types()).toEqual(['SUBMIT_JOB', 'JOB_CREATED']);
  expect((await state()).open?.problem).toMatchObject({
    code: 'capture-damaged',
    details: { why: 'cut-off', packets: 2 },
  });
  await open(Buffer.from('no capture at all'));
  expect([await types(), (await state()).open?.problem?.code]).toEqual([[], 'capture-foreign']);
});

/** Two connections that ask for a job without being able to do any; of the first one the beginning was seen. */
const grabs = () => {
  const payload = encode({ name: 'GRAB_JOB' }, 'REQ');
  const segments = [
    tcp({ from: 40_000, to: 14_999, sequence: 99, flags: SYN }),
    tcp({ from: 40_000, to: 14_999, sequence: 100, payload }),
    tcp({ from: 40_001, to: 14_999, sequence: 100, payload }),
  ];
  return pcapOf({ link: 101, frames: segments.map((segment) => ipv4(segment)) });
};

test('what a connection has not said is held against it in a file that has its beginning, also when that is exported', async () => {
  const { call, open, chosen, folder } = await captured();
  const found = async () => {
    await vi.waitUntil(async () => (await call('packets.expert', undefined)).scanned === 1, PATIENT);
    const { groups } = await call('packets.expert', undefined);
    return groups.flatMap(({ code, latest }) => latest.map(({ seq }) => `${code} ${seq}`));
  };
  await open(grabs());
  expect(await found()).toEqual(['E-05 0']);
  chosen.save = join(folder, 'again.pcapng');
  await call('captures.export', { format: 'pcapng', packets: { which: 'all' } });
  const all = await readFile(chosen.save);
  await call('captures.export', { format: 'pcapng', packets: { which: 'shown', filter: { filter: 'gearman' } } });
  const shown = await readFile(chosen.save);
  await open(all);
  expect(await found()).toEqual(['E-05 0']);
  await open(shown);
  expect(await found()).toEqual([]);
});

test('what is recorded is in its file while it goes on', async () => {
  const { call, chosen, folder, client, state } = await captured();
  chosen.save = join(folder, 'night.pcapng');
  expect(await call('captures.record', {})).toBe('night.pcapng');
  client.send({ name: 'ECHO_REQ', data: bytes('recorded') });
  await client.hears();
  const heard = async () =>
    readCapture(await readFile(chosen.save!).catch(() => Buffer.alloc(0))).packets.map((each) =>
      each.bytes.subarray(12).toString(),
    );
  await vi.waitUntil(async () => (await heard()).includes('recorded'), PATIENT);
  expect((await state()).recording).toMatchObject({ name: 'night.pcapng', files: 1, missed: 0, problem: null });
  client.send({ name: 'ECHO_REQ', data: bytes('the last') });
  await client.hears();
  await call('captures.endRecording', undefined);
  expect([(await heard()).includes('the last'), (await state()).recording]).toEqual([true, null]);
});

test('a recording that cannot be written ends and says so', async () => {
  const { call, chosen, folder, client, state } = await captured();
  chosen.save = join(folder, 'missing', 'night.pcapng');
  await call('captures.record', {});
  client.send({ name: 'ECHO_REQ', data: bytes('x') });
  await vi.waitUntil(async () => (await state()).recording?.problem?.code === 'file-unwritable', PATIENT);
  await call('captures.endRecording', undefined);
  expect((await state()).recording).toBeNull();
});
