// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createIntl } from 'react-intl';
import { expect, test } from 'vitest';
import { calls } from '../../../main/contract/api.ts';
import { COMMAND_TABLE } from '../../../main/contract/commands.ts';
import { ERROR_CODES } from '../../../main/contract/errors.ts';
import { JOB_STATES } from '../../../main/contract/job-states.ts';
import { Priority } from '../../../main/contract/jobs.ts';
import { definitionOf, PACKETS, type PacketName } from '../../../main/protocol/packets.ts';
import { en } from '../../../renderer/i18n/en.ts';
import { type Language, type MessageId, textIn } from '../../../renderer/i18n/text.tsx';
import { zh } from '../../../renderer/i18n/zh.ts';
import { SCREENS } from '../../../renderer/store/app.ts';

const catalogs = { en, zh } as const;
const ids = Object.keys(en) as MessageId[];
const { formatters } = createIntl({ locale: 'en', messages: {} });
const parse = (message: string) => formatters.getMessageFormat(message, 'en').getAst();
type Part = ReturnType<typeof parse>[number];
const [WORDS, NUMBER] = ['x', '{x, number}'].map((message) => parse(message)[0]?.type);

interface Placeholders {
  /** What the message shows: `name`, a number in a plural, `<b>`. */
  told: Set<string>;
  /** Numbers that the message itself writes. */
  numbers: Set<string>;
  /** What it chooses its words by, with a value for each choice. */
  chosen: Map<string, readonly (string | number)[]>;
}

const PLURALS = [0, 1, 2, 11, 1204];
const nothing = (): Placeholders => ({ told: new Set(), numbers: new Set(), chosen: new Map() });

function placeholders(parts: readonly Part[], found = nothing()): Placeholders {
  for (const part of parts) {
    if ('options' in part) {
      found.chosen.set(part.value, 'offset' in part ? PLURALS : Object.keys(part.options));
      const inner = Object.values(part.options).map(({ value }) => value as Part[]);
      if (inner.flat().some((each) => !('value' in each))) found.told.add(part.value);
      for (const each of inner) placeholders(each, found);
    } else if ('children' in part) {
      found.told.add(`<${part.value}>`);
      placeholders(part.children, found);
    } else if (part.type !== WORDS && 'value' in part) {
      found.told.add(String(part.value));
      if (part.type === NUMBER) found.numbers.add(String(part.value));
    }
  }
  return found;
}

const keysOf = (prefix: string): string[] =>
  ids.flatMap((id) => (id.startsWith(prefix) ? id.slice(prefix.length) : []));

/** The sources below a folder, by path. */
function sources(folder: string): Map<string, string> {
  const root = fileURLToPath(new URL(`../../../${folder}`, import.meta.url));
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => /\.tsx?$/.test(path));
  return new Map(files.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

test.each(['en', 'zh'] as const)('every message of %s can be said, and says what it is given', (language) => {
  const { t, rich } = textIn(language);
  for (const id of ids) {
    const { told, numbers, chosen } = placeholders(parse(catalogs[language][id]));
    const names = [...told].filter((name) => !name.startsWith('<'));
    const given = Object.fromEntries(names.map((name) => [name, numbers.has(name) ? 7 : `the ${name}`]));
    const choices = [...chosen].flatMap(([name, values]) => values.map((value) => ({ ...given, [name]: value })));
    for (const values of choices.length === 0 ? [given] : choices) {
      const said = told.has('<b>') ? JSON.stringify(rich(id, values)) : t(id, values);
      const expected = names.map((name) => values[name]).filter((value) => typeof value === 'string');
      expect(expected.filter((value) => !said.includes(value))).toEqual([]);
      if (!told.has('<b>')) expect(said).not.toMatch(/[{}<>]|undefined/);
    }
  }
});

test('both languages tell the same', () => {
  const tells = (message: string) => [...placeholders(parse(message)).told].sort();
  expect(Object.keys(zh).sort()).toEqual([...ids].sort());
  expect(Object.fromEntries(ids.map((id) => [id, tells(zh[id])]))).toEqual(
    Object.fromEntries(ids.map((id) => [id, tells(en[id])])),
  );
  const extra = ids.filter((id) => {
    const known = placeholders(parse(en[id])).chosen;
    return [...placeholders(parse(zh[id])).chosen.keys()].some((name) => !known.has(name));
  });
  expect(extra).toEqual([]);
});

/** Each plain value of a message as a word, and what it counts as a number with thousands. */
function countedValues(message: string): Record<string, string | number> {
  const { told, numbers, chosen } = placeholders(parse(message));
  const counts = [...chosen].filter(([, values]) => values === PLURALS).map(([name]) => name);
  const words = [...told].map((name): [string, string] => [name, 'x']);
  return Object.fromEntries([...words, ...[...numbers, ...counts].map((name): [string, number] => [name, 1204])]);
}

test('numbers are grouped in both languages', () => {
  const counted = ids.filter((id) => en[id].includes('#') && !en[id].includes('<b>'));
  const said = (language: Language) => {
    const { t } = textIn(language);
    const given = (id: MessageId) => ({ ...countedValues(en[id]), ...countedValues(zh[id]) });
    return counted.filter((id) => !t(id, given(id)).includes('1,204'));
  };
  const toldOtherwise = (id: MessageId) => /#|, number\}/.test(zh[id]);
  expect({ en: said('en'), zh: said('zh').filter(toldOtherwise) }).toEqual({ en: [], zh: [] });
});

test('each refusal, packet, argument and state has its words, and no words are left over', () => {
  const names = Object.keys(PACKETS) as PacketName[];
  const args = names
    .map(definitionOf)
    .flatMap(({ args: all, data }) => [...all, ...(data === undefined ? [] : [data])]);
  const words = ['error.', 'gloss.', 'field.', 'job.', 'priority.', 'screen.'].map((prefix) => [
    prefix,
    keysOf(prefix).sort(),
  ]);
  expect(Object.fromEntries(words)).toEqual({
    'error.': [...ERROR_CODES].sort(),
    'gloss.': [...names, 'TEXT', 'GARBAGE', 'GAP'].sort(),
    'field.': [...new Set([...args, 'magic', 'type', 'size', 'text', 'garbage'])].sort(),
    'job.': [...JOB_STATES].sort(),
    'priority.': [...Priority.options].sort(),
    'screen.': [...SCREENS].sort(),
  });
});

/** Each `new AppError('code', …, { details })` of the engine: its code and the names of its details. */
function* refusals(source: string): Generator<{ code: string; details: string[] }> {
  for (const { index } of source.matchAll(/new AppError\(/g)) {
    let end = source.indexOf('(', index) + 1;
    for (let depth = 1; depth > 0; end += 1) depth += { '(': 1, ')': -1 }[source[end] as string] ?? 0;
    const text = source.slice(index, end);
    const code = /\(\s*'([\w-]+)'/.exec(text)?.[1];
    const details = /\{([^{}]*)\}\s*,?\s*\)$/.exec(text)?.[1] ?? '';
    const names = details.split(',').map((each) => (each.split(':')[0] as string).trim());
    if (code !== undefined) yield { code, details: names.filter(Boolean) };
  }
}

test('a refusal carries all that its sentence names', () => {
  const found = [...sources('main').values()].flatMap((source) => [...refusals(source)]);
  const lacking = found.flatMap(({ code, details }) => {
    const { told } = placeholders(parse(en[`error.${code}` as MessageId]));
    // The reason is the error's own sentence where there is no other.
    return [...told].filter((name) => name !== 'reason' && !details.includes(name)).map((name) => `${code}: ${name}`);
  });
  expect([found.length > 20, lacking]).toEqual([true, []]);
});

test('no message is left that nothing shows', () => {
  const code = [...sources('renderer')].filter(([path]) => !/^i18n.(en|zh)\W/.test(path)).map(([, source]) => source);
  const literals = new Set(code.flatMap((source) => source.match(/(?<=')[\w.-]+(?=')/g) ?? []));
  // What is called as a command is, or a call, is named for that, too: it has to be said.
  const said = new Set(
    code
      .flatMap((source) => source.match(/\b(?:t|rich)\([^)]*/g) ?? [])
      .flatMap((words) => words.match(/(?<=')[\w.-]+(?=')/g) ?? []),
  );
  const named = (id: MessageId) => (id in COMMAND_TABLE || id in calls ? said : literals).has(id);
  const patterns = code
    .flatMap((source) => source.match(/(?<=`)[a-z]+\.[^`\s]*\$\{[^`]*(?=`)/g) ?? [])
    .map((template) => template.split(/\$\{.*?\}/).map((text) => text.replaceAll('.', '\\.')))
    .map((texts) => new RegExp(`^${texts.join('.+')}$`));
  const unused = ids.filter((id) => !named(id) && !patterns.some((pattern) => pattern.test(id)));
  expect([patterns.length > 10, unused]).toEqual([true, []]);
});

/** What a browser draws or another program reads is no text for people: paths of SVG, CSS, a report. */
const NOT_SAID = [
  'features/doctor/ProofPackets.tsx',
  'features/overview/Sparkline.tsx',
  'features/submit/many/latency-lines.ts',
  'lib/ansi.ts',
];

test('numbers, times and lists are written in one place', () => {
  const own = new Set([...NOT_SAID, 'lib/format.ts', 'lib/time-text.ts']);
  const byHand = [...sources('renderer')].filter(
    ([path, source]) => !own.has(path) && /\.toFixed\(|\.toLocale|\bIntl\.|\.join\(', '\)|\.getHours\(/.test(source),
  );
  expect(byHand.map(([path]) => path)).toEqual([]);
});
