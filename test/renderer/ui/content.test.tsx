import { act, fireEvent, screen } from '@testing-library/react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Content } from '../../../main/contract/jobs.ts';
import { TextProvider } from '../../../renderer/i18n/text.tsx';
import { ContentView } from '../../../renderer/ui/ContentView.tsx';
import { CopyButton } from '../../../renderer/ui/CopyButton.tsx';
import { HexView } from '../../../renderer/ui/HexView.tsx';
import { copied, show } from '../../support/in-window.tsx';
import { bytesOf, contentOf } from '../../support/samples.ts';

const content = (bytes: Uint8Array, size = bytes.length): Content => ({ size, bytes });
const view = (shown: Content) => show(<ContentView content={shown} label="Result" />).container;
const region = () => screen.getByRole('region', { name: 'Result' });
const chosen = () => screen.getByRole('radio', { checked: true }).textContent;

test('text is shown as it is, and can be copied', async () => {
  const texts = copied();
  view(contentOf('größe\n  2\n'));
  expect([region().tagName, region().textContent, chosen()]).toEqual(['PRE', 'größe\n  2\n', 'Text']);
  expect(screen.getByText('12 bytes, text')).toBeTruthy();
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Copy Result' })));
  expect([texts, screen.getByRole('button', { name: 'Copied' }).title]).toEqual([['größe\n  2\n'], 'Copied']);
});

test('what is not text is shown as bytes, and not offered as a copy', () => {
  view(content(Uint8Array.of(0, 1, 0xff, 0x41)));
  expect([region().textContent, chosen()]).toEqual(['00000001ff41···A', 'Hex']);
  expect([screen.queryByText('4 bytes, not text')?.tagName, screen.queryByRole('button', { name: /Copy/ })]).toEqual([
    'SPAN',
    null,
  ]);
});

test('the person may see either as the other', () => {
  view(content(Uint8Array.of(0x61, 0xff)));
  fireEvent.click(screen.getByRole('radio', { name: 'Text' }));
  expect([region().textContent, chosen()]).toEqual(['a\\xff', 'Text']);
  fireEvent.click(screen.getByRole('radio', { name: 'Hex' }));
  expect(chosen()).toBe('Hex');
});

test.each<[string, Content, string]>([
  ['nothing', contentOf(''), 'empty'],
  ['what is no longer kept', { size: 83, bytes: null }, '83 bytes. The content is no longer kept.'],
])('of %s only that is said', (_what, shown, said) => {
  expect(view(shown).textContent).toBe(said);
});

test('content that was cut inside a character is still text, and says how much is missing', () => {
  view(content(bytesOf('größe').subarray(0, 3), 40_000));
  expect([region().textContent, chosen()]).toEqual(['gr', 'Text']);
  expect(screen.getByText('The first 3 of 40,000 bytes')).toBeTruthy();
});

test.each([
  ['text', contentOf('x'.repeat(100_000)), 'The first 65,536 of 100,000 bytes'],
  ['bytes', content(new Uint8Array(10_000)), 'The first 8,192 of 10,000 bytes'],
])('of %s that are too long to be drawn it says how many are', (_what, shown, said) => {
  // Drawn as text: thousands of elements would take the page of a test a second.
  const drawn = renderToStaticMarkup(
    <TextProvider language="en">
      <ContentView content={shown} label="Result" />
    </TextProvider>,
  );
  expect(drawn.includes(said)).toBe(true);
});

test('what is copied is told for a moment', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  copied();
  show(<CopyButton text="x" />);
  const button = screen.getByRole('button');
  await act(async () => fireEvent.click(button));
  const first = button.title;
  act(() => void vi.advanceTimersByTime(1500));
  expect([first, button.title]).toEqual(['Copied', 'Copy']);
});

test('bytes stand in rows of sixteen with their offset and letters', () => {
  const { container } = show(<HexView bytes={Uint8Array.from(Buffer.from('\0REQ0123456789 ~\x7fé'))} label="Bytes" />);
  expect([...container.querySelectorAll('.hex__row')].map((row) => row.textContent)).toEqual([
    '00000052455130313233343536373839207e·REQ0123456789 ~',
    '00107fc3a9···',
  ]);
  expect(container.querySelectorAll('[data-kind=nul]').length).toBe(2);
});
