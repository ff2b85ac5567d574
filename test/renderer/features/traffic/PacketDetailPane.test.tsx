import { gzipSync } from 'node:zlib';
import { act, fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { DecodeRequest } from '../../../../main/contract/decode.ts';
import { BYTES_PAGE } from '../../../../main/contract/decode-limits.ts';
import type { PacketField, PacketRow } from '../../../../main/contract/packets.ts';
import { type About, type Answers, answer } from '../../../../main/decode/answers.ts';
import { copyAs } from '../../../../main/decode/copy-forms.ts';
import { PacketDetailPane } from '../../../../renderer/features/traffic/PacketDetailPane.tsx';
import { directionOf, glossOf } from '../../../../renderer/features/traffic/words.ts';
import { textIn } from '../../../../renderer/i18n/text.tsx';
import { useStore } from '../../../../renderer/store/index.ts';
import { fakeBridge, settled } from '../../../support/bridge.ts';
import { copied, show } from '../../../support/in-window.tsx';
import { jobWindow, packetRow } from '../../../support/samples.ts';

const field = (name: string, start: number, end: number): PacketField => ({ name, start, end, displayField: null });
const target = { host: '127.0.0.1', port: 4730 };

interface Packet {
  row: PacketRow;
  fields: PacketField[];
  bytes: Buffer;
  /** Where the data lies; undefined where there is none. */
  at?: number;
}

/** `\0REQ`, type 7, its size, then function, unique ID and workload. */
function submitJob(workload: string | Buffer): Packet {
  const body = Buffer.concat([Buffer.from('wc\0\0'), Buffer.from(workload as string, 'latin1')]);
  const header = Buffer.from('\0REQ\0\0\0\x07\0\0\0\0', 'latin1');
  header.writeUInt32BE(body.length, 8);
  const bytes = Buffer.concat([header, body]);
  return {
    row: packetRow({ size: bytes.length, handle: 'H:t:1' }),
    fields: [field('function', 12, 14), field('unique', 15, 15), field('workload', 16, bytes.length)],
    bytes,
    at: 16,
  };
}

/** The pane with a packet in it; what it carries is decoded by the real decoders, without their thread. */
async function pane(packet: Packet | null, kept = packet?.bytes.length ?? 0) {
  const own = (bytes: Buffer) => new Uint8Array(bytes);
  const ask = async <K extends keyof Answers>({ as }: Pick<DecodeRequest, 'as'>, about: About & { kind: K }) => {
    if (packet?.at === undefined) return null;
    const bytes = packet.bytes.subarray(packet.at);
    const said = await answer({ key: `${bytes.toString('hex')} ${as}`, as, about, bytes: own(bytes) });
    return said.known ? (said.value as Answers[K]) : null;
  };
  const bridge = fakeBridge({
    'packets.get': () =>
      packet && { row: packet.row, fields: packet.fields, bytes: own(packet.bytes.subarray(0, BYTES_PAGE)), kept },
    'bytes.page': ({ from }) => packet && own(packet.bytes.subarray(from, from + BYTES_PAGE)),
    'bytes.copy': ({ form, start, end }) => packet && copyAs(form, packet.bytes.subarray(start, end), target),
    'decode.open': async (request) => {
      const whole = await ask(request, { kind: 'whole' });
      return whole && { at: packet?.at ?? 0, ...whole };
    },
    'decode.nodes': ({ node, from, ...request }) => ask(request, { kind: 'nodes', node, from }),
    'decode.path': ({ at, ...request }) => ask(request, { kind: 'path', at }),
    'decode.text': ({ from, ...request }) => ask(request, { kind: 'text', from }),
    'decode.bytes': ({ layer, from, ...request }) => ask(request, { kind: 'bytes', layer, from }),
    'decode.copy': ({ form, start, end, ...request }) => ask(request, { kind: 'copy', form, start, end, target }),
    'decode.picture': (request) => ask(request, { kind: 'picture' }),
    'jobs.window': () => jobWindow(),
    'jobs.get': () => null,
  });
  useStore.getState().selectPacket(packet?.row.seq ?? 1);
  const { container } = show(<PacketDetailPane />);
  /** Until nothing more is asked: an answer may be followed by another question. */
  const quiet = async () => {
    for (let turn = 0; turn < 20; turn += 1) await act(settled);
  };
  await quiet();
  return {
    ...bridge,
    container,
    quiet,
    rows: () =>
      screen
        .getAllByRole('treeitem')
        .map((row) => [...row.children].map((cell) => cell.textContent?.trim()).join(' | ')),
    marked: () =>
      [...container.querySelectorAll('.hex__bytes [data-marked]')].map((byte) => byte.textContent).join(' '),
    chosen: () => screen.queryByRole('treeitem', { selected: true })?.firstElementChild?.textContent ?? null,
    press: async (key: string) => {
      fireEvent.keyDown(screen.getByRole('tree'), { key });
      await quiet();
    },
    click: async (name: RegExp) => {
      fireEvent.click(screen.getByRole('treeitem', { name }));
      await quiet();
    },
    byte: async (at: number, held: object = {}) => {
      fireEvent.mouseDown(container.querySelectorAll('.hex__bytes b')[at] as Element, held);
      await quiet();
    },
    face: async (name: string) => {
      fireEvent.click(screen.getByRole('radio', { name }));
      await quiet();
    },
  };
}

test('a packet field by field, with its place in the bytes', async () => {
  const { container, rows, press } = await pane(submitJob('x\n'));
  expect(rows()).toEqual([
    'Header | SUBMIT_JOB · 6 bytes | 0–11',
    'Function | wc | 12–13',
    'Unique ID | empty | 15',
    'Workload | x↵ | 16–17',
  ]);
  await press('Home');
  await press('ArrowRight');
  expect(rows().slice(1, 4)).toEqual([
    'Magic | \\0REQ gearman.magic_code | 0–3',
    'Type | 7 gearman.pkt_type | 4–7',
    'Size | 6 gearman.data_size | 8–11',
  ]);
  expect(container.querySelector('header')?.textContent).toContain(
    '#2 127.0.0.1:50002 · client → server · 18 bytesClient submits a job',
  );
});

test('what is no text is told as bytes', async () => {
  const { rows } = await pane(submitJob('abc\xff\0'));
  expect(rows().at(-1)).toBe('Workload | 5 bytes · Bytes | 16–20');
});

test('data with parts is a tree whose places are those in the packet', async () => {
  const { rows, click, marked, press } = await pane(submitJob('{"src":"a","n":[1,{}]}'));
  expect(rows().slice(3)).toEqual(['Workload | 22 bytes · JSON | 16–37', 'src | a | 23–25', 'n | 2 items | 31–36']);
  await click(/^n /);
  expect(marked()).toBe('5b 31 2c 7b 7d 5d');
  await press('ArrowRight');
  expect(rows().slice(5)).toEqual(['n | 2 items | 31–36', '0 | 1 | 32', '1 | 0 entries | 34–35']);
  await press('ArrowLeft');
  expect(rows().length).toBe(6);
});

test('choosing a byte marks what it belongs to, and opens the way there', async () => {
  const { byte, chosen, marked } = await pane(submitJob('{"n":[1,{"deep":true}]}'));
  await byte(5);
  expect([chosen(), marked()]).toEqual(['Type', '00 00 00 07']);
  await byte(16 + 18);
  expect([chosen(), marked()]).toEqual(['deep', '74 72 75 65']);
  await byte(14);
  expect([chosen(), marked()]).toEqual([null, '00']);
});

test('bytes from one to another are chosen with Shift', async () => {
  const { byte, chosen, marked } = await pane(submitJob('x'));
  await byte(12);
  await byte(14, { shiftKey: true });
  expect([chosen(), marked()]).toEqual([null, '77 63 00']);
});

test('layers are told in their order; what is inside is marked in the unpacked bytes', async () => {
  const { rows, click, marked, byte, chosen } = await pane(submitJob(gzipSync('{"to":"mei"}').toString('base64')));
  expect(rows()[3]).toContain('base64 → gzip → JSON');
  expect(screen.getByRole('button', { name: 'Layer 2: gzip. Read as something else' })).toBeTruthy();
  await click(/^to /);
  expect([marked(), screen.getByRole('radio', { checked: true }).textContent]).toEqual(['22 6d 65 69 22', 'Unpacked']);
  await byte(1);
  expect(chosen()).toBe('Workload');
});

test('a layer is taken for something else, and for what it is again', async () => {
  const { rows, quiet } = await pane(submitJob(gzipSync('hello').toString('base64')));
  const take = async (layer: RegExp, as: string) => {
    fireEvent.click(screen.getByRole('button', { name: layer }));
    await quiet();
    fireEvent.click(screen.getByRole('menuitem', { name: as }));
    await quiet();
  };
  await take(/^Layer 2/, 'Bytes');
  expect(rows()[3]).toContain('base64 → Bytes');
  await take(/^Layer 1/, 'What it most surely is');
  expect(rows()[3]).toContain('base64 → gzip → Text');
});

test('as text: JSON a value a line', async () => {
  const { face } = await pane(submitJob('{"a":[1.50]}'));
  await face('Text');
  expect(screen.getByRole('region', { name: 'Text of packet 5' }).textContent).toBe('{\n  "a": [\n    1.50\n  ]\n}');
});

test('a long text comes a page at a time', async () => {
  const { face, quiet } = await pane(submitJob('x'.repeat(40_000)));
  await face('Text');
  expect(screen.getByText('Characters 1 to 32,768 of 40,000')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Next page' }));
  await quiet();
  expect(screen.getByText('Characters 32,769 to 40,000 of 40,000')).toBeTruthy();
});

test('where it stopped and what is wrong is said', async () => {
  await pane(submitJob('{"a": 1,\n  b}'));
  expect(screen.getByText('Not valid from line 2, column 3 on')).toBeTruthy();
});

test('a picture is shown; one that says it is huge is not', async () => {
  const png = (size: number) => {
    const bytes = Buffer.from('89504e470d0a1a0a0000000d49484452000000000000000008060000', 'hex');
    bytes.writeUInt32BE(size, 16);
    bytes.writeUInt32BE(size, 20);
    return bytes;
  };
  const { container } = await pane(submitJob(png(16)));
  expect(container.querySelector('img')?.src).toMatch(/^data:image\/png;base64,iVBORw0KGgo/);
  expect(screen.getByText('image/png · 16 × 16')).toBeTruthy();
});

test('a picture that says it is huge is told and not shown', async () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d494844520000ffff0000ffff08060000', 'hex');
  const { container } = await pane(submitJob(png));
  expect([container.querySelector('img'), screen.getByText('Too large to be shown.').tagName]).toEqual([null, 'P']);
});

test('what is marked is copied, or the whole packet', async () => {
  const texts = copied();
  const { quiet, click } = await pane(submitJob('x\n'));
  const copy = async (name: RegExp) => {
    fireEvent.click(screen.getByRole('button', { name: /^(Copy bytes|Copied)$/ }));
    await quiet();
    fireEvent.click(screen.getByRole('menuitem', { name }));
    await quiet();
  };
  await click(/^Function/);
  await copy(/^As hexadecimal/);
  await click(/^Function/);
  await copy(/^As command/);
  expect(texts).toEqual([
    '77 63',
    String.raw`printf '\000REQ\000\000\000\007\000\000\000\006wc\000\000x\n' | nc -w 2 127.0.0.1 4730`,
  ]);
});

test('keys walk through the rows', async () => {
  const { press, chosen } = await pane(submitJob('x\n'));
  const walked: (string | null)[] = [];
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp', 'ArrowUp', 'End', 'ArrowDown', 'Home', 'Escape']) {
    await press(key);
    walked.push(chosen());
  }
  expect(walked).toEqual(['Header', 'Function', 'Header', 'Header', 'Workload', 'Workload', 'Header', null]);
});

test('a line of text and what is no Gearman are one field each', async () => {
  const bytes = Buffer.from('status\r\n');
  const row = packetRow({ kind: 'text', type: 'TEXT', family: 'admin', function: null, size: 8 });
  const { rows } = await pane({ row, fields: [], bytes, at: 0 });
  expect(rows()).toEqual(['Text | status↵ | 0–7']);
});

test('a packet that was cut says so, and is not offered as a command', async () => {
  const whole = submitJob('x\n');
  const { container, quiet } = await pane({ ...whole, row: { ...whole.row, size: 4000 } });
  expect(container.textContent).toContain('The first 18 of 4,000 bytes');
  fireEvent.click(screen.getByRole('button', { name: 'Copy bytes' }));
  await quiet();
  expect(screen.getByRole('menuitem', { name: /^As command/ }).getAttribute('aria-disabled')).toBe('true');
});

test('its job is opened from it', async () => {
  await pane(submitJob('x\n'));
  fireEvent.click(screen.getByRole('button', { name: 'Open job' }));
  expect(useStore.getState().jobs.selected).toEqual({ server: 'local', run: 7, handle: 'H:t:1' });
});

test('the packet before stays in sight until the next one has come', async () => {
  const packet = submitJob('x\n');
  const { answers, container, quiet } = await pane(packet);
  const header = container.querySelector('header');
  const says = () => container.querySelector('h2')?.textContent;
  const before = says();
  let come = () => {};
  answers['packets.get'] = async ({ seq }) => {
    await new Promise<void>((done) => {
      come = done;
    });
    const { fields, bytes } = packet;
    return { row: { ...packet.row, seq }, fields, bytes: new Uint8Array(bytes), kept: bytes.length };
  };
  act(() => useStore.getState().selectPacket(4711));
  await quiet();
  expect([says(), container.querySelector('header') === header]).toEqual([before, true]);
  come();
  await quiet();
  expect([says(), container.querySelector('header') === header]).toEqual(['Packet 4,711', true]);
});

test('a packet that is no longer held says so', async () => {
  const { container } = await pane(null);
  expect(container.textContent).toBe('This packet is no longer held.');
});

test('direction and meaning in words', () => {
  const { t } = textIn('en');
  expect([
    directionOf(packetRow(), t),
    directionOf(packetRow({ direction: 'out', party: 'worker' }), t),
    glossOf(packetRow({ type: 'NOOP' }), t),
  ]).toEqual(['client → server', 'server → worker', 'Wake-up: there is work']);
});
