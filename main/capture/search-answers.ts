import type { PacketHits, SearchQuery } from '../contract/search.ts';
import { type Finder, finderOf, hitsIn } from './search-pattern.ts';

/** Hits of one packet that are told. */
const HITS = 1000;

type Pattern = Pick<SearchQuery, 'kind' | 'pattern' | 'exact'>;

/** Packets one after the other in a block, each from one place to the next: which of them have a hit? Or all hits of one. */
export type SearchQuestion =
  | { kind: 'which'; query: Pattern; block: Uint8Array; ends: readonly number[] }
  | { kind: 'all'; query: Pattern; block: Uint8Array };

export interface SearchAnswers {
  /** Indexes of the packets. */
  which: number[];
  all: PacketHits;
}

let last: { key: string; finder: Finder } | undefined;

/** A pattern is compiled once for all blocks. */
function finder(query: Pattern): Finder {
  const key = JSON.stringify([query.kind, query.pattern, query.exact]);
  if (last?.key !== key) last = { key, finder: finderOf(query) };
  return last.finder;
}

export function answerSearch(question: SearchQuestion): SearchAnswers[keyof SearchAnswers] {
  const find = finder(question.query);
  const { block } = question;
  if (question.kind === 'all') return hitsIn(block, find, HITS);
  let start = 0;
  return question.ends.flatMap((end, index) => {
    const found = find(block.subarray(start, end), 0) !== undefined;
    start = end;
    return found ? [index] : [];
  });
}
