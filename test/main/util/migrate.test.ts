import { expect, test } from 'vitest';
import { migrate } from '../../../main/util/migrate.ts';

const versions = {
  field: 'version',
  current: 3,
  steps: {
    1: ({ old, ...rest }: Record<string, unknown>) => ({ ...rest, renamed: old }),
    2: ({ renamed, ...rest }: Record<string, unknown>) => ({ ...rest, list: [renamed] }),
  },
};
const migrated = (content: unknown) => migrate(content, '/a', versions);

test('content goes from version to version, from where it is', () => {
  expect([migrated({ version: 1, old: 'x', kept: 1 }), migrated({ version: 2, renamed: 'y' })]).toEqual([
    { version: 3, list: ['x'], kept: 1 },
    { version: 3, list: ['y'] },
  ]);
});

test('content of the present version is left as it is, and so is what tells none that ever was', () => {
  for (const content of [
    { version: 3, list: [] },
    { version: 0 },
    { version: '1' },
    { version: 1.5 },
    {},
    [],
    null,
    'x',
  ])
    expect(migrated(content)).toBe(content);
});

test('a newer version is refused with both', () => {
  expect(() => migrated({ version: 4 })).toThrow(
    expect.objectContaining({ code: 'file-newer', details: { path: '/a', version: 4, known: 3 } }),
  );
});
