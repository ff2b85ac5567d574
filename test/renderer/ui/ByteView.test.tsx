import { fireEvent, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { ByteView } from '../../../renderer/ui/ByteView.tsx';
import { show } from '../../support/in-window.tsx';

function marks(container: Element, part: string): string[] {
  return [...container.querySelectorAll('.hex__row')].map((row) =>
    [...row.querySelectorAll<HTMLElement>(`.${part} > b`)]
      .filter(({ dataset }) => dataset['marked'] !== undefined)
      .map((byte) => `${byte.textContent}:${byte.dataset['marked']}`)
      .join(' '),
  );
}
const numbers = (length: number) => Uint8Array.from({ length }, (_, index) => index);

function view(bytes: Uint8Array, more: Partial<Parameters<typeof ByteView>[0]> = {}) {
  const onChoose = vi.fn();
  const onSight = vi.fn();
  const { container } = show(
    <ByteView
      label="Bytes"
      size={bytes.length}
      read={(from, to) => bytes.subarray(from, to)}
      onSight={onSight}
      marked={null}
      hits={[]}
      caret={null}
      onChoose={onChoose}
      {...more}
    />,
  );
  return {
    container,
    onSight,
    chosen: () => onChoose.mock.calls.splice(0),
    press: (key: string, held: object = {}) => fireEvent.keyDown(screen.getByRole('region'), { key, ...held }),
  };
}

test.each<[string, { start: number; end: number } | null, string[]]>([
  ['none', null, ['', '', '']],
  ['of no length', { start: 4, end: 4 }, ['', '', '']],
  ['of one byte', { start: 4, end: 5 }, ['04:start end', '', '']],
  ['in a row', { start: 4, end: 7 }, ['04:start 05:mid 06:end', '', '']],
  ['over the end of a row', { start: 14, end: 18 }, ['0e:start 0f:end', '10:start 11:end', '']],
  ['past the last byte', { start: 33, end: 99 }, ['', '', '21:start 22:mid']],
])('a mark %s', (_what, marked, expected) => {
  expect(marks(view(numbers(35), { marked }).container, 'hex__bytes')).toEqual(expected);
});

test('a byte is chosen in both its forms; with Shift as far as there', () => {
  const { container, chosen } = view(numbers(3));
  for (const byte of container.querySelectorAll('b:nth-child(2)')) fireEvent.mouseDown(byte);
  fireEvent.mouseDown(container.querySelector('b') as Element, { shiftKey: true });
  expect(chosen()).toEqual([
    [1, false],
    [1, false],
    [0, true],
  ]);
});

test('of many bytes those in sight are drawn and asked for, and no others', () => {
  const { container, onSight } = view(new Uint8Array(5_000_000));
  expect(container.querySelectorAll('.hex__row').length).toBe(32);
  expect(onSight.mock.calls).toEqual([[0, 512]]);
});

test('bytes that have not come leave their rows empty', () => {
  const { container } = view(numbers(40), { read: () => null });
  expect([...container.querySelectorAll('.hex__row')].map((row) => row.textContent)).toEqual(['0000', '0010', '0020']);
});

test('keys move by bytes, rows and to the ends, and not past them', () => {
  const { press, chosen } = view(numbers(100), { caret: 20 });
  for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageDown', 'PageUp', 'x'])
    press(key);
  press('End', { ctrlKey: true });
  press('Home', { ctrlKey: true, shiftKey: true });
  expect(chosen()).toEqual([
    [19, false],
    [21, false],
    [4, false],
    [36, false],
    [16, false],
    [31, false],
    [99, false],
    [0, false],
    [99, false],
    [0, true],
  ]);
});

test('the first arrow goes to the first byte in sight', () => {
  const { press, chosen } = view(numbers(100));
  press('ArrowDown');
  expect(chosen()).toEqual([[0, false]]);
});

test('the byte that the keys are at, and hits, are told apart', () => {
  const { container } = view(numbers(20), { caret: 3, hits: [{ start: 5, end: 7 }] });
  expect(container.querySelectorAll('.hex__bytes [data-caret]').length).toBe(1);
  expect([...container.querySelectorAll('.hex__bytes [data-hit]')].map((byte) => byte.textContent)).toEqual([
    '05',
    '06',
  ]);
});
