// @vitest-environment node
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { COMMANDS as CLI_COMMANDS } from '../../../../main/cli/commands.ts';
import { COMMAND_IDS, COMMAND_TABLE, type CommandId, firstKeys, MENUS } from '../../../../main/contract/commands.ts';
import { isOurLink } from '../../../../main/contract/links.ts';
import { keysText } from '../../../../main/contract/shortcuts.ts';
import { Workspace } from '../../../../main/contract/workspace.ts';
import { textsFor } from '../../../../main/shell/texts.ts';
import { nameOf } from '../../../../renderer/commands.ts';
import { type Block, type Inline, plain, readMarkdown } from '../../../../renderer/features/help/markdown.ts';
import { SECTIONS, SETTINGS } from '../../../../renderer/features/settings/table.ts';
import { en } from '../../../../renderer/i18n/en.ts';
import { textIn } from '../../../../renderer/i18n/text.tsx';
import { zh } from '../../../../renderer/i18n/zh.ts';
import { SCREENS } from '../../../../renderer/store/app.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const LANGUAGES = ['en', 'zh'] as const;
type Language = (typeof LANGUAGES)[number];

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const guide = (language: Language) => join('docs', 'guide', language);
const pagesOf = (language: Language): string[] =>
  readdirSync(join(root, guide(language))).filter((name) => name.endsWith('.md'));

/** Every page of the project, by its path. */
const documents = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];
const blocks = new Map<string, Block[]>();
const blocksOf = (path: string): Block[] => {
  const known = blocks.get(path) ?? readMarkdown(read(path));
  blocks.set(path, known);
  return known;
};

/** All parts of a page's lines, those inside of others too. */
function partsOf(path: string): Inline[] {
  const lines = blocksOf(path).flatMap((block) => {
    if (block.kind === 'code') return [];
    if (block.kind === 'list') return block.items;
    return block.kind === 'table' ? [...block.head, ...block.rows.flat()] : [block.parts];
  });
  const within = (part: Inline): Inline[] => [part, ...('parts' in part ? part.parts.flatMap(within) : [])];
  return lines.flat().flatMap(within);
}

const anchorsOf = (path: string): string[] =>
  blocksOf(path).flatMap((block) => (block.kind === 'heading' ? [block.id] : []));

test.each(documents)('what %s links to is there, and the heading that is meant', (path) => {
  const targets = partsOf(path).flatMap((part) =>
    part.kind === 'link' ? [part.to] : part.kind === 'picture' ? [part.from] : [],
  );
  const wrong = targets
    .filter((target) => !/^(https?|mailto):/.test(target))
    .filter((target) => {
      const [file = '', anchor] = target.split('#');
      const there = file === '' ? path : relative(root, resolve(root, dirname(path), file));
      if (statSync(join(root, there), { throwIfNoEntry: false }) === undefined) return true;
      return anchor !== undefined && !anchorsOf(there).includes(decodeURIComponent(anchor));
    });
  expect(wrong).toEqual([]);
});

describe('the guide', () => {
  test('has the same pages in both languages, with as many headings of each level', () => {
    const headings = (language: Language) =>
      pagesOf(language).map((page) => [
        page,
        blocksOf(join(guide(language), page)).flatMap((block) => (block.kind === 'heading' ? [block.level] : [])),
      ]);
    expect(headings('zh')).toEqual(headings('en'));
  });

  test('has a page for each screen, each with a picture of its own', () => {
    const screens = [...SCREENS.filter((screen) => screen !== 'help'), 'submit', 'welcome'];
    for (const language of LANGUAGES)
      expect(
        screens.filter((screen) =>
          partsOf(join(guide(language), `${screen}.md`)).every(
            (part) => part.kind !== 'picture' || part.from !== `images/${screen}.png`,
          ),
        ),
        language,
      ).toEqual([]);
  });

  test('lists all of its pages on the first one', () => {
    for (const language of LANGUAGES) {
      const listed = partsOf(join(guide(language), 'index.md')).flatMap((part) =>
        part.kind === 'link' && /^[\w-]+\.md$/.test(part.to) ? [part.to] : [],
      );
      expect([...listed, 'index.md'].toSorted(), language).toEqual(pagesOf(language).toSorted());
    }
  });

  test('uses all of its pictures, which are small', () => {
    let bytes = 0;
    for (const language of LANGUAGES) {
      const folder = join(guide(language), 'images');
      const there = readdirSync(join(root, folder));
      const used = pagesOf(language).flatMap((page) =>
        partsOf(join(guide(language), page)).flatMap((part) =>
          part.kind === 'picture' ? [part.from.replace('images/', '')] : [],
        ),
      );
      expect([...new Set(used)].toSorted(), language).toEqual(there.toSorted());
      for (const name of there) bytes += statSync(join(root, folder, name)).size;
    }
    expect(bytes).toBeLessThan(1.5 * 1024 ** 2);
  });

  test('links to no page outside that the window would not open', () => {
    const shown = documents.filter((path) => path.startsWith('docs/') && path !== 'docs/unseen.md');
    const outside = shown.flatMap((path) =>
      partsOf(path).flatMap((part) => (part.kind === 'link' && part.to.startsWith('http') ? [part.to] : [])),
    );
    expect(outside.filter((address) => !isOurLink(address))).toEqual([]);
  });

  test('calls things as the window does', () => {
    const words = (language: Language, catalog: Record<string, string>) => {
      const own = Object.values(textsFor(language, language)) as string[];
      return [...Object.values(catalog), ...own].join('\n');
    };
    const named = (path: string) =>
      partsOf(path).flatMap((part) =>
        part.kind === 'em' || part.kind === 'strong' ? [plain(part.parts).replace(/\s+/g, ' ')] : [],
      );
    const said = { en: words('en', en), zh: words('zh', zh) };
    const english = pagesOf('en').flatMap((page) => named(join(guide('en'), page)));
    const chinese = pagesOf('zh').flatMap((page) => [
      ...named(join(guide('zh'), page)),
      ...[...read(join(guide('zh'), page)).matchAll(/“([^”]+)”/g)].map(([, quoted]) => quoted ?? ''),
    ]);
    expect({
      en: english.filter((term) => !said.en.includes(term) && !OTHER_WORDS.includes(term)),
      zh: chinese.filter((term) => !said.zh.includes(term) && !OTHER_WORDS.includes(term)),
    }).toEqual({ en: [], zh: [] });
  });

  test('tells each difference from gearmand once, by its number', () => {
    const section = read('docs/protocol.md').split('\n## 6 ')[1]?.split('\n## 7 ')[0] ?? '';
    const numbers = [...section.matchAll(/^\| (\d+) /gm)].map(([, number]) => Number(number));
    for (const language of LANGUAGES) {
      const page = read(join(guide(language), 'differences.md'));
      const told = [...page.matchAll(/\[(\d[\d,\s]*)\]/g)].flatMap(([, list = '']) => list.split(',').map(Number));
      expect(
        told.toSorted((a, b) => a - b),
        language,
      ).toEqual(numbers);
    }
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
  });

  test('shows a workspace that is one', () => {
    for (const language of LANGUAGES) {
      const [example] = blocksOf(join(guide(language), 'files.md')).filter((block) => block.kind === 'code');
      const content = JSON.parse(example?.kind === 'code' ? example.text : '');
      expect(Workspace.safeParse({ ...content, gearbench: 2 }).error).toBeUndefined();
    }
  });
});

/** Set apart for other reasons than being a name in the window. */
const OTHER_WORDS = ['restricted', 'H 1 · N 1 · L 0', '高 1 · 普通 1 · 低 0'];

/* What is made of the program: `npm run guide` writes it into the pages. */

/** A table as our pages have it: cells filled up to their column's width, of which a Chinese character takes two. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_, at) => Math.max(3, ...all.map((row) => widthOf(row[at] ?? ''))));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - widthOf(cell))).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(all[0] ?? []), rule, ...all.slice(1).map(line)].join('\n');
}

const widthOf = (text: string): number =>
  [...text].reduce(
    (width, each) =>
      width +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(each)
        ? 2
        : 1),
    0,
  );

const MADE: Record<string, (language: Language) => string | Promise<string>> = {
  commands: async () => {
    const sections = CLI_COMMANDS.filter(({ run }) => run !== null).map(async ({ name, takes, what, help }) =>
      [
        `## gearbench ${[name, takes].filter(Boolean).join(' ')}`,
        `${what}.`,
        `\`\`\`\n${(await help()).trimEnd()}\n\`\`\``,
      ].join('\n\n'),
    );
    return (await Promise.all(sections)).join('\n\n');
  },
  keys: (language) => {
    const { t } = textIn(language);
    const head = {
      en: ['Menu', 'Command', 'Mac', 'Linux and Windows', 'In its list'],
      zh: ['菜单', '命令', 'Mac', 'Linux 和 Windows', '在列表中'],
    }[language];
    const keys = (id: CommandId, mac: boolean) => {
      const own = firstKeys(id, mac);
      return own === null ? '' : `\`${keysText(own, mac)}\``;
    };
    const rows = MENUS.flatMap((menu) => {
      const told = COMMAND_IDS.filter((id) => COMMAND_TABLE[id].menu === menu).flatMap((id) => {
        const { single } = COMMAND_TABLE[id];
        const all = [keys(id, true), keys(id, false), single === undefined ? '' : `\`${single.toUpperCase()}\``];
        return all.every((each) => each === '') ? [] : [[t(nameOf(id)), ...all]];
      });
      return told.map((row, at) => [at === 0 ? t(`menu.${menu}`) : '', ...row]);
    });
    return table(head, rows);
  },
  settings: (language) => {
    const { t } = textIn(language);
    const head = { en: ['Setting', 'What it does'], zh: ['设置', '作用'] }[language];
    return SECTIONS.flatMap((section) => {
      const entries = SETTINGS.filter((entry) => entry.section === section);
      const rows = entries.map(({ label, help }) => [t(label), t(help)]);
      return entries.length === 0 ? [] : [`## ${t(`settings.${section}`)}\n\n${table(head, rows)}`];
    }).join('\n\n');
  },
};

test.each(
  LANGUAGES.flatMap((language) => pagesOf(language).map((page) => join(guide(language), page))).filter((path) =>
    read(path).includes('<!-- npm run guide:'),
  ),
)('%s says what the program says (if not: npm run guide)', async (path) => {
  const language = path.startsWith(guide('zh')) ? 'zh' : 'en';
  let page = read(path);
  for (const [region, begin = '', name = '', end = ''] of page.matchAll(
    /(<!-- npm run guide: (\w+) -->\n)[\s\S]*?(<!-- end -->)/g,
  )) {
    const made = await MADE[name]?.(language);
    page = page.replace(region, () => `${begin}\n${made}\n\n${end}`);
  }
  await expect(page).toMatchFileSnapshot(join(root, path));
});
