import type { Language } from '../../i18n/text.tsx';
import type { HelpPlace } from '../../store/help.ts';
import { type Block, type Inline, plain, readMarkdown } from './markdown.ts';

/* The guide and what it links to, as they are in docs/, and its pictures as files of the window. */
const texts = fromRoot(
  import.meta.glob<string>(
    ['../../../docs/guide/*/*.md', '../../../docs/*.md', '../../../SECURITY.md', '!../../../docs/unseen.md'],
    { query: '?raw', import: 'default', eager: true },
  ),
);
const pictures = fromRoot(
  import.meta.glob<string>('../../../docs/guide/*/images/*.png', { query: '?url', import: 'default', eager: true }),
);

function fromRoot(files: Record<string, string>): ReadonlyMap<string, string> {
  return new Map(Object.entries(files).map(([path, content]) => [path.replace('../../../', ''), content]));
}

/** A page of the guide is known by its name in every language, any other by its path. */
const pathOf = (page: string, language: Language): string =>
  page.endsWith('.md') ? page : `docs/guide/${language}/${page}.md`;

const known = new Map<string, readonly Block[]>();

/** The blocks of a page; none where there is no such page. */
export function blocksOf(page: string, language: Language): readonly Block[] {
  const path = pathOf(page, language);
  const blocks = known.get(path) ?? readMarkdown(texts.get(path) ?? '');
  known.set(path, blocks);
  return blocks;
}

export const titleOf = (page: string, language: Language): string => {
  const [first] = blocksOf(page, language);
  return first?.kind === 'heading' ? plain(first.parts) : page;
};

export interface PageGroup {
  title: string;
  pages: { page: string; label: string }[];
}

/** The pages as the first one lists them, below its headings. */
export function groupsOf(language: Language): PageGroup[] {
  const groups: PageGroup[] = [];
  for (const block of blocksOf('index', language)) {
    if (block.kind === 'heading' && block.level === 2) groups.push({ title: plain(block.parts), pages: [] });
    if (block.kind !== 'list') continue;
    for (const [first] of block.items) {
      const target = first?.kind === 'link' ? targetOf(first.to, 'index', language) : undefined;
      if (first?.kind === 'link' && target?.kind === 'page')
        groups.at(-1)?.pages.push({ page: target.place.page, label: plain(first.parts) });
    }
  }
  return groups.filter(({ pages }) => pages.length > 0);
}

export type Target =
  | { kind: 'page'; place: HelpPlace }
  | { kind: 'web'; address: string }
  /** A file that is in the repository and not in the program. */
  | { kind: 'file' };

/** Where a link on a page leads. */
export function targetOf(to: string, page: string, language: Language): Target {
  if (to.startsWith('https:')) return { kind: 'web', address: to };
  const { path, section } = resolve(to, pathOf(page, language));
  if (!texts.has(path)) return { kind: 'file' };
  const guide = /^docs\/guide\/\w+\/(.+)\.md$/.exec(path);
  return { kind: 'page', place: { page: guide?.[1] ?? path, section } };
}

/** The address of a picture on a page. */
export const pictureOf = (from: string, page: string, language: Language): string | undefined =>
  pictures.get(resolve(from, pathOf(page, language)).path);

function resolve(to: string, from: string): { path: string; section: string } {
  const { pathname, hash } = new URL(to, `file:///${from}`);
  return { path: decodeURIComponent(pathname.slice(1)), section: decodeURIComponent(hash.slice(1)) };
}

export interface Hit {
  place: HelpPlace;
  /** The page, and the heading below which it was found where that is another. */
  title: string;
  heading: string;
  excerpt: string;
}

interface Section extends Omit<Hit, 'excerpt'> {
  text: string;
}

/** Around the first word that is found. */
const EXCERPT = { before: 24, after: 72 };
const MOST_HITS = 40;

/** The sections that have all words, those first that have them in a heading. */
export function search(words: string, language: Language): Hit[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const [first] = wanted;
  if (first === undefined) return [];
  const inHeading = ({ heading, title }: Section) =>
    wanted.every((word) => (heading || title).toLowerCase().includes(word));
  const found = sectionsOf(language).filter((section) => {
    const all = `${section.title}\n${section.heading}\n${section.text}`.toLowerCase();
    return wanted.every((word) => all.includes(word));
  });
  return [...found.filter(inHeading), ...found.filter((each) => !inHeading(each))]
    .slice(0, MOST_HITS)
    .map(({ text, ...hit }) => {
      const at = Math.max(0, text.toLowerCase().indexOf(first) - EXCERPT.before);
      return { ...hit, excerpt: `${at === 0 ? '' : '…'}${text.slice(at, at + EXCERPT.before + EXCERPT.after)}` };
    });
}

function sectionsOf(language: Language): Section[] {
  const sections: Section[] = [];
  for (const { page } of groupsOf(language).flatMap(({ pages }) => pages)) {
    const title = titleOf(page, language);
    for (const block of blocksOf(page, language)) {
      const isTitle = block.kind === 'heading' && block.level === 1;
      if (block.kind === 'heading')
        sections.push({
          place: { page, section: isTitle ? '' : block.id },
          title,
          heading: isTitle ? '' : plain(block.parts),
          text: '',
        });
      else {
        const last = sections.at(-1);
        if (last !== undefined) last.text += `${wordsOf(block)} `;
      }
    }
  }
  return sections;
}

/** What a block says, in one line. */
function wordsOf(block: Block): string {
  const line = (cells: readonly (readonly Inline[])[]) => cells.map(plain).join(' ');
  switch (block.kind) {
    case 'code':
      return block.text;
    case 'list':
      return line(block.items);
    case 'table':
      return [block.head, ...block.rows].map(line).join(' ');
    default:
      return plain(block.parts);
  }
}
