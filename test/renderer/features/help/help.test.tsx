import { fireEvent, screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, test } from 'vitest';
import HelpScreen from '../../../../renderer/features/help/HelpScreen.tsx';
import { plain } from '../../../../renderer/features/help/markdown.ts';
import { blocksOf, groupsOf, search, targetOf, titleOf } from '../../../../renderer/features/help/pages.ts';
import { useStore } from '../../../../renderer/store/index.ts';
import { show } from '../../../support/in-window.tsx';

const LANGUAGES = ['en', 'zh'] as const;
const pagesOf = (language: (typeof LANGUAGES)[number]) =>
  groupsOf(language).flatMap(({ pages }) => pages.map(({ page }) => page));

beforeEach(() => {
  useStore.setState({ help: { place: { page: 'index', section: '' }, before: [] } });
  useStore.getState().go('help');
});

describe.each(LANGUAGES)('%s', (language) => {
  test('each page of the list is read whole: nothing of its marks is left in its words', () => {
    for (const page of pagesOf(language)) {
      const blocks = blocksOf(page, language);
      expect(blocks.length, page).toBeGreaterThan(1);
      const words = blocks.flatMap((block) =>
        block.kind === 'table'
          ? [...block.head, ...block.rows.flat()].map(plain)
          : block.kind === 'list'
            ? block.items.map(plain)
            : 'parts' in block
              ? [plain(block.parts)]
              : [],
      );
      expect(
        words.filter((line) => /\]\(|\*\*|^#+ |^\| |^- |!\[/.test(line)),
        page,
      ).toEqual([]);
    }
  });

  test('what a page says is found, and where', () => {
    const [hit] = search('gearman', language);
    expect(hit?.excerpt).toMatch(/gearman/i);
    expect(search('no such words anywhere', language)).toEqual([]);
    expect(search('  ', language)).toEqual([]);
  });
});

test('links lead to pages in the language, to the web, or to what is not here', () => {
  expect(targetOf('../../filter.md#fields', 'index', 'zh')).toEqual({
    kind: 'page',
    place: { page: 'docs/filter.md', section: 'fields' },
  });
  expect(targetOf('protocol.md', 'docs/filter.md', 'en')).toMatchObject({ place: { page: 'docs/protocol.md' } });
  expect(targetOf('index.md', 'index', 'zh')).toMatchObject({ place: { page: 'index' } });
  expect(targetOf('https://gearman.org/', 'index', 'en')).toEqual({ kind: 'web', address: 'https://gearman.org/' });
  expect(targetOf('../../../package.json', 'index', 'en')).toEqual({ kind: 'file' });
  expect(titleOf('docs/filter.md', 'zh')).toBe('The filter of the traffic');
});

test('a full stop stays with the link before it', () => {
  useStore.setState({ help: { place: { page: 'jobs', section: '' }, before: [] } });
  show(<HelpScreen />);
  const link = screen.getByRole('button', { name: 'JSON Lines or CSV' });
  expect([link.parentElement?.localName, link.parentElement?.textContent]).toEqual(['span', 'JSON Lines or CSV.']);
});

test('a page is chosen from the list, a link followed, and there is a way back', () => {
  show(<HelpScreen />);
  const list = screen.getByRole('navigation', { name: 'Pages of the help' });
  const page = screen.getByRole('article');
  fireEvent.click(within(list).getByRole('button', { name: 'The filter language' }));
  expect(within(page).getByRole('heading', { name: 'The filter of the traffic' })).toBeTruthy();
  fireEvent.click(within(page).getByRole('button', { name: 'docs/protocol.md' }));
  expect(within(page).getByRole('heading', { name: /^The Gearman protocol/ })).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Back' }));
  expect(within(page).getByRole('heading', { name: 'The filter of the traffic' })).toBeTruthy();
});

test('a search lists the sections, and a click shows one', () => {
  show(<HelpScreen />);
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'occurrence aggregator' } });
  expect(screen.getByRole('status').textContent).toMatch(/^\d+ places? (is|are) found$/);
  fireEvent.click(screen.getByRole('button', { name: /^Captures in the terminal: Options/ }));
  expect(useStore.getState().help.place).toEqual({ page: 'docs/captures.md', section: 'options' });
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'xyzzy' } });
  expect(screen.getByText('Nothing is found.')).toBeTruthy();
});

test('a link to a page of ours opens outside, any other is words', () => {
  useStore.setState({ help: { place: { page: 'docs/filter.md', section: '' }, before: [] } });
  show(<HelpScreen />);
  const links = screen.getAllByRole('link');
  expect(links.map((link) => [link.getAttribute('href'), link.getAttribute('target')])).toEqual([
    ['https://github.com/google/re2/wiki/Syntax', '_blank'],
  ]);
});
