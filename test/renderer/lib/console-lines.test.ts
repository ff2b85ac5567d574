import { describe, expect, test } from 'vitest';
import { wireOf } from '../../../renderer/lib/bytes.ts';
import { destroyedBy, linesOf, namesWanted, offersFor, typeable } from '../../../renderer/lib/console-lines.ts';

const modern = linesOf({ unknown: [], version: '1.1.20' });
const nothing = { names: [] as string[], refused: new Set<string>() };
const offered = (typed: string, more = nothing) => offersFor(typed, modern, more).map(({ text }) => text);

describe('what a server knows', () => {
  test('is what gearmand knows, as far as it has not said otherwise', () => {
    expect(linesOf({ unknown: ['show jobs'], version: '1.1.20' })).not.toContain('show jobs');
    expect(modern).toContain('show jobs');
    expect(modern).not.toContain('shutdown');
  });

  test('is less where it has no priorities, and more of its own at Perl’s', () => {
    const unknown = ['prioritystatus', 'show jobs'];
    expect(linesOf({ unknown, version: '0.5' })).toEqual(['status', 'workers', 'version', 'maxqueue ', 'shutdown']);
    expect(linesOf({ unknown, version: 'v1.130.2' })).toContain('clients');
  });
});

describe('what may be meant', () => {
  test('begins as what was typed, whatever the case', () => {
    expect(offered('S')).toEqual(['status', 'show jobs', 'show unique jobs']);
    expect(offered('show')).toEqual(['show jobs', 'show unique jobs']);
    expect(offered('dr')).toEqual(['drop function ']);
  });

  test('is nothing where nothing was typed, and where it is whole', () => {
    expect([offered(''), offered(' '), offered('status'), offered('status x')]).toEqual([[], [], [], []]);
  });

  test('is not what the server did not know', () => {
    expect(offered('sh', { ...nothing, refused: new Set(['show']) })).toEqual([]);
  });

  test('is a name behind what takes one', () => {
    const names = ['resize', 'reverse', 'wc'];
    expect(offered('drop function re', { ...nothing, names })).toEqual([
      'drop function resize',
      'drop function reverse',
    ]);
    expect(offered('Drop Function wc', { ...nothing, names })).toEqual([]);
    expect(offered('maxqueue wc 3', { ...nothing, names })).toEqual([]);
    expect(offered('create function re', { ...nothing, names })).toEqual([]);
  });
});

test('names are wanted behind lines that take one that is there', () => {
  expect(
    ['status', 'maxqueue', 'maxqueue ', 'DROP function r', 'cancel job H', 'create function '].map(namesWanted),
  ).toEqual([null, null, 'function', 'function', 'job', null]);
});

test('names that a line cannot have are not offered', () => {
  expect(typeable(['wc', wireOf('缩略图'), 'two words', 'tab\t', '\xff', ''])).toEqual(['wc', '缩略图']);
});

test('what destroys something is known, whatever the case and the spaces', () => {
  expect([
    destroyedBy('shutdown'),
    destroyedBy('SHUTDOWN graceful'),
    destroyedBy('drop  function resize'),
    destroyedBy(' cancel job H:x:1 '),
    destroyedBy('maxqueue resize 3'),
    destroyedBy('drop'),
    destroyedBy('status'),
  ]).toEqual([
    { kind: 'shutdown', name: '' },
    { kind: 'shutdown', name: '' },
    { kind: 'drop', name: 'resize' },
    { kind: 'cancel', name: 'H:x:1' },
    null,
    null,
    null,
  ]);
});
