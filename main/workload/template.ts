import type { Faker } from '@faker-js/faker';
import { AppError } from '../contract/errors.ts';
import { nearName } from '../contract/near-name.ts';

/** Values of a row by the names of its columns. */
export type Row = Readonly<Record<string, string>>;

/** A text with fields, filled in one time after the other. */
export interface Template {
  /** Columns that it names. */
  readonly columns: readonly string[];
  /** The text for the row that is the `i`th, counted from 1. */
  fill(row: Row, i: number): string;
}

export interface TemplateParts {
  /** Columns that its rows have; none where there are no rows. */
  columns: readonly string[];
  /** The same seed makes the same random values in the same order. */
  seed: number;
}

type Part = (row: Row, i: number) => string;

/** Modules of the library of made-up values whose functions are fields; those of the others need arguments. */
const MODULES = [
  'airline',
  'animal',
  'book',
  'color',
  'commerce',
  'company',
  'database',
  'datatype',
  'date',
  'finance',
  'food',
  'git',
  'hacker',
  'internet',
  'location',
  'lorem',
  'music',
  'number',
  'person',
  'phone',
  'science',
  'string',
  'system',
  'vehicle',
  'word',
] as const;

/** What stands before a field that is to be JSON. */
const JSON_OF = /^json\s+/;

const BUILT_IN = ['i', 'uuid', 'int', 'hex', 'pick'];

/** Columns and fields that a refusal names. */
const NAMED = 20;

/** Digits of a random number in hexadecimal, at most. */
const MOST_DIGITS = 65_536;

/**
 * Reads a template: `{{column}}`, `{{i}}`, `{{uuid}}`, `{{int 1 100}}`, `{{hex 16}}`, `{{pick red green}}`, and what the library
 * makes up, as `{{person.fullName}}`; `{{json column}}` is the value as JSON text, and `\{{` stands for two braces. A column goes
 * before a field of the same name. Throws `template-open`, `template-near` and `template-field`, which tell line and column. docs/submitting.md.
 */
export async function templateOf(text: string, { columns, seed }: TemplateParts): Promise<Template> {
  const faker = await newFaker();
  const parts: Part[] = [];
  const named = new Set<string>();
  let at = 0;
  for (const found of text.matchAll(/\\\{\{|\{\{/g)) {
    if (found.index < at) continue; // inside of a field
    const before = text.slice(at, found.index);
    parts.push(() => before);
    if (found[0] !== '{{') {
      parts.push(() => '{{');
      at = found.index + found[0].length;
      continue;
    }
    const end = text.indexOf('}}', found.index);
    if (end < 0) throw openAt(text, found.index);
    const written = text.slice(found.index + 2, end).trim();
    const part = partOf(written, columns, faker);
    if (part === undefined) throw unknownAt(text, found.index, written.replace(JSON_OF, ''), columns, faker);
    parts.push(part);
    const column = written.replace(JSON_OF, '');
    for (const each of [written, column]) if (columns.includes(each)) named.add(each);
    at = end + 2;
  }
  const rest = text.slice(at);
  parts.push(() => rest);
  faker.seed(seed); // each field was tried once; from here on it counts
  return { columns: [...named], fill: (row, i) => parts.map((part) => part(row, i)).join('') };
}

/** One of its own, so that none draws from another's chance. The library's main module would load all languages for it. */
async function newFaker(): Promise<Faker> {
  const { faker: shared } = await import('@faker-js/faker/locale/en');
  const faker = new (shared.constructor as typeof Faker)({ locale: shared.rawDefinitions });
  const today = new Date();
  today.setUTCHours(0, 0, 0, 0);
  faker.setDefaultRefDate(today); // dates are the same all day, so that a preview is what is sent
  return faker;
}

function partOf(written: string, columns: readonly string[], faker: Faker): Part | undefined {
  if (columns.includes(written)) return (row) => row[written] ?? '';
  const [name = '', ...words] = written.split(/\s+/);
  if (name === 'json' && words.length > 0) {
    const inner = partOf(written.slice('json'.length).trim(), columns, faker);
    return inner && ((row, i) => JSON.stringify(inner(row, i)));
  }
  const made = builtIn(name, words, faker) ?? (words.length === 0 ? library(name, faker) : undefined);
  return made;
}

function builtIn(name: string, words: readonly string[], faker: Faker): Part | undefined {
  const numbers = words.map(Number);
  switch (`${name} ${name === 'pick' ? '…' : words.length}`) {
    case 'i 0':
      return (_row, i) => String(i);
    case 'uuid 0':
      return () => faker.string.uuid();
    case 'int 2': {
      const [min = 0, max = 0] = numbers;
      if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max) || min > max) return undefined;
      return () => String(faker.number.int({ min, max }));
    }
    case 'hex 1': {
      const [length = 0] = numbers;
      if (!Number.isInteger(length) || length < 1 || length > MOST_DIGITS) return undefined;
      return () => faker.string.hexadecimal({ length, prefix: '', casing: 'lower' });
    }
    case 'pick …':
      return words.length === 0 ? undefined : () => faker.helpers.arrayElement(words);
    default:
      return undefined;
  }
}

/** What the library makes up under `module.function`, where it does so without arguments. */
function library(name: string, faker: Faker): Part | undefined {
  const [moduleName = '', functionName = '', ...more] = name.split('.');
  if (more.length > 0 || !(MODULES as readonly string[]).includes(moduleName)) return undefined;
  const module = faker[moduleName as (typeof MODULES)[number]] as unknown as Record<string, unknown>;
  const make = Object.hasOwn(module, functionName) ? module[functionName] : undefined;
  if (typeof make !== 'function') return undefined;
  const part = () => textOf(make());
  try {
    part();
    return part;
  } catch {
    return undefined; // it wants arguments
  }
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function openAt(text: string, index: number): AppError {
  const { line, column } = placeOf(text, index);
  return new AppError('template-open', `Line ${line}, column ${column}: “{{” has no “}}”.`, { line, column });
}

function unknownAt(text: string, index: number, name: string, columns: readonly string[], faker: Faker): AppError {
  const { line, column } = placeOf(text, index);
  const there = `Line ${line}, column ${column}: there is no column or field “${name}”.`;
  const near = nearName(name, [...columns, ...BUILT_IN, ...libraryNames(faker)]);
  if (near !== undefined)
    return new AppError('template-near', `${there} Did you mean “${near}”?`, { line, column, name, near });
  const known = [...columns, ...BUILT_IN].slice(0, NAMED).join(', ');
  return new AppError('template-field', `${there} There are ${known}.`, { line, column, name, known });
}

const libraryNames = (faker: Faker): string[] =>
  MODULES.flatMap((module) => Object.keys(faker[module]).map((name) => `${module}.${name}`));

function placeOf(text: string, index: number): { line: number; column: number } {
  const lines = text.slice(0, index).split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
