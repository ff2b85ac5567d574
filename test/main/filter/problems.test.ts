import { expect, test } from 'vitest';
import { AppError } from '../../../main/contract/errors.ts';
import { filterOf } from '../../../main/filter/filter.ts';
import { captureOf } from '../../support/capture.ts';

/** Code, what is underlined, and what was probably meant. */
function refusal(filter: string): string[] {
  try {
    filterOf(filter, captureOf().facts);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { start, end, suggestion } = error.details as { start: number; end: number; suggestion?: string };
    return [error.code, filter.slice(start, end), ...(suggestion === undefined ? [] : [suggestion])];
  }
  return [];
}

test.each([
  ['gearman.func.nam == "wc"', ['filter-field', 'gearman.func.nam', 'gearman.func.name']],
  ['gearman.fnc.name', ['filter-field', 'gearman.fnc.name', 'gearman.func.name']],
  ['German.func.name', ['filter-field', 'German.func.name', 'gearman.func.name']],
  ['function == wc', ['filter-field', 'function', 'gearman.func.name']],
  ['handle contains "H"', ['filter-field', 'handle', 'gearman.job.handle']],
  ['frame.len > 9', ['filter-field', 'frame.len', 'gb.size']],
  ['gb.nonsense', ['filter-field', 'gb.nonsense']],
  ['foo = bar', ['filter-field', 'foo']],
  ['gearman.pkt_type = 7', ['filter-unexpected', '=', '==']],
  ['gearman.pkt_type 7', ['filter-unexpected', '7']],
  ['gearman.pkt_type == SUBMIT_JOBS', ['filter-value', 'SUBMIT_JOBS', 'SUBMIT_JOB']],
  ['gearman.pkt_type == 99999999999', ['filter-value', '99999999999']],
  ['gb.conn == one', ['filter-value', 'one']],
  ['gb.delta > fast', ['filter-value', 'fast']],
  ['gearman contains hello', ['filter-value', 'hello', '"hello"']],
  ['gearman.pkt_type contains 7', ['filter-operator', 'gearman.pkt_type']],
  ['gearman.pkt_type matches "7"', ['filter-operator', 'gearman.pkt_type']],
  ['gearman.pkt_type[0] == 7', ['filter-operator', 'gearman.pkt_type[0]']],
  ['gb.self == 1', ['filter-operator', 'gb.self']],
  ['gb.self in {1}', ['filter-operator', 'gb.self']],
  ['gearman.func.name == gb.conn', ['filter-fields', 'gb.conn']],
  ['gb.delta == gb.conn', ['filter-fields', 'gb.conn']],
  ['gearman.pkt_type in {7 18}', ['filter-unexpected', '18', ', 18']],
  ['gearman.pkt_type in {}', ['filter-unexpected', '}']],
  ['gearman.pkt_type in 7', ['filter-unexpected', '7']],
  ['7 == gearman.pkt_type', ['filter-left', '7']],
  ['"wc" == "wc"', ['filter-left', '"wc"']],
  ['gearman.func.name matches wc', ['filter-quoted', 'wc', '"wc"']],
  ['gearman.func.name matches "["', ['filter-pattern', '"["']],
  ['gearman.func.name matches "(a{1000}b?){2}"', ['filter-pattern', '"(a{1000}b?){2}"']],
  ['gearman.func.name matches "[a-z]{900}[0-9]{900}x{900}"', ['filter-pattern-large', '"[a-z]{900}[0-9]{900}x{900}"']],
  ['gearman.func.name matches "\\w"', ['filter-escape', '\\w', '\\\\w']],
  ['gearman.func.name == "wc', ['filter-quote', '"wc']],
  ['gearman.func.name == r"wc\\"', ['filter-quote', 'r"wc\\"']],
  ["gearman.func.name == 'wc'", ['filter-character', "'wc'", '"wc"']],
  ['gearman and', ['filter-ended', '']],
  ['(gearman', ['filter-ended', '']],
  ['gearman)', ['filter-unexpected', ')']],
  ['gearman.func.name ==', ['filter-ended', '']],
  ['== 5', ['filter-unexpected', '==']],
  ['gearman AND gearman.func.name', ['filter-unexpected', 'AND']],
  ['one AND two', ['filter-unexpected', 'AND', 'and']],
  ['gearman[4-2]', ['filter-unexpected', '4-2']],
  ['('.repeat(200), ['filter-deep', '(']],
  ['not '.repeat(200), ['filter-deep', 'not']],
])('%s', (filter, wanted) => {
  expect(refusal(filter)).toEqual(wanted);
});

test('an error says it in a sentence too', () => {
  expect(() => filterOf('gearman.func.nam == "wc"', captureOf().facts)).toThrow(
    'gearman.func.nam is not a field. (character 1) Did you mean gearman.func.name?',
  );
});
