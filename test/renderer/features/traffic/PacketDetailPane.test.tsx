import { act, fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { PacketDetail } from '../../../../main/contract/model.ts';
import { PacketDetailPane } from '../../../../renderer/features/traffic/PacketDetailPane.tsx';
import { directionOf, glossOf } from '../../../../renderer/features/traffic/words.ts';
import { textIn } from '../../../../renderer/i18n/text.tsx';
import { useStore } from '../../../../renderer/store/index.ts';
import { fakeBridge, settled } from '../../../support/bridge.ts';
import { show } from '../../../support/in-window.tsx';
import { jobWindow, packetRow } from '../../../support/samples.ts';

const field = (name: string, start: number, end: number) => ({ name, start, end, displayField: null });

/** `\0REQ`, type 7, its size, then function, unique ID and workload. */
function submitJob(workload: string): PacketDetail {
  const body = `wc\0\0${workload}`;
  const header = Uint8Array.of(0, 0x52, 0x45, 0x51, 0, 0, 0, 7, 0, 0, 0, body.length);
  const bytes = Uint8Array.of(...header, ...Buffer.from(body, 'latin1'));
  return {
    row: packetRow({ size: bytes.length, handle: 'H:t:1' }),
    fields: [field('function', 12, 14), field('unique', 15, 15), field('workload', 16, bytes.length)],
    bytes,
  };
}

async function pane(detail: PacketDetail | null) {
  const bridge = fakeBridge({ 'packets.get': () => detail, 'jobs.window': () => jobWindow(), 'jobs.get': () => null });
  useStore.getState().selectPacket(detail?.row.seq ?? 1);
  await settled();
  const { container } = show(<PacketDetailPane />);
  return {
    ...bridge,
    container,
    fields: () => screen.getAllByRole('option').map((row) => [...row.children].map((cell) => cell.textContent?.trim())),
    marked: () =>
      [...container.querySelectorAll('.hex__bytes [data-marked]')].map((byte) => byte.textContent).join(' '),
    press: (key: string) => {
      fireEvent.keyDown(screen.getByRole('listbox'), { key });
      return useStore.getState().traffic.field;
    },
  };
}

test('a packet field by field, with its place in the bytes', async () => {
  const { container, fields } = await pane(submitJob('x\n'));
  expect(fields()).toEqual([
    ['Magic', '\\0REQ gearman.magic_code', '0–3'],
    ['Type', '7 gearman.pkt_type', '4–7'],
    ['Size', '6 gearman.data_size', '8–11'],
    ['Function', 'wc', '12–13'],
    ['Unique ID', 'empty', '15–15'],
    ['Workload', 'x↵', '16–17'],
  ]);
  expect(container.querySelector('header')?.textContent).toContain(
    '#2 127.0.0.1:50002 · client → server · 18 bytesClient submits a job',
  );
});

test.each([
  ['ends with a NUL', 'abc\0'],
  ['ends with a byte that is no text', 'abc\xff'],
  ['is a byte', '\xff'],
])('a field that %s is not told as text', async (_what, workload) => {
  const { fields } = await pane(submitJob(workload));
  expect(fields().at(-1)?.[1]).toMatch(/bytes?, not text$/);
});

test('choosing a field marks its bytes, choosing a byte its field', async () => {
  const { container, marked } = await pane(submitJob('x\n'));
  fireEvent.click(screen.getByRole('option', { name: /Function/ }));
  expect(marked()).toBe('77 63');
  fireEvent.click(container.querySelectorAll('.hex__bytes b')[5] as Element);
  expect([screen.getByRole('option', { selected: true }).textContent, marked()]).toEqual([
    expect.stringMatching(/^Type/),
    '00 00 00 07',
  ]);
  fireEvent.click(screen.getByRole('option', { name: /Type/ }));
  expect(marked()).toBe('');
});

test('keys walk through the fields', async () => {
  const { press } = await pane(submitJob('x\n'));
  expect(['ArrowDown', 'ArrowDown', 'ArrowUp', 'ArrowUp', 'End', 'ArrowDown', 'Home', 'Escape'].map(press)).toEqual([
    'magic',
    'type',
    'magic',
    'magic',
    'workload',
    'workload',
    'magic',
    null,
  ]);
});

test('a line of text and what is no Gearman are one field each', async () => {
  const bytes = Uint8Array.from(Buffer.from('status\r\n'));
  const row = packetRow({ kind: 'text', type: 'TEXT', family: 'admin', function: null, size: 8 });
  const { fields } = await pane({ row, fields: [], bytes });
  expect(fields()).toEqual([['Text', 'status↵', '0–7']]);
});

test('a packet that was cut says so', async () => {
  const whole = submitJob('x\n');
  const { container } = await pane({ ...whole, row: { ...whole.row, size: 4000 } });
  expect(container.textContent).toContain('The first 18 of 4,000 bytes');
});

test('its job is opened from it', async () => {
  await pane(submitJob('x\n'));
  fireEvent.click(screen.getByRole('button', { name: 'Open job' }));
  expect(useStore.getState().jobs.selected).toEqual({ server: 'local', run: 7, handle: 'H:t:1' });
});

test('a packet that is no longer held says so', async () => {
  const { container } = await pane(null);
  expect(container.textContent).toBe('This packet is no longer held.');
  act(() => useStore.getState().selectPacket(2));
});

test('direction and meaning in words', () => {
  const { t } = textIn('en');
  expect([
    directionOf(packetRow(), t),
    directionOf(packetRow({ direction: 'out', party: 'worker' }), t),
    glossOf(packetRow({ type: 'NOOP' }), t),
  ]).toEqual(['client → server', 'server → worker', 'Wake-up: there is work']);
});
