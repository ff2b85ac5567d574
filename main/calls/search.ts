import { CaptureSearch, type SearchParts, SearchThread } from '../capture/search.ts';
import { finderOf, PatternFault } from '../capture/search-pattern.ts';
import type { Handlers } from '../contract/api.ts';
import { AppError } from '../contract/errors.ts';
import type { SearchQuery } from '../contract/search.ts';

type Calls = Extract<keyof Handlers, `search.${string}`>;

export interface SearchCalls {
  handlers: Pick<Handlers, Calls>;
  close(): void;
}

/** What the window asks of a search over the packets. There is one at a time. */
export function searchCalls(parts: Omit<SearchParts, 'thread' | 'onFault'>): SearchCalls {
  let thread = new SearchThread();
  let search: CaptureSearch | undefined;
  let fault: unknown;

  function searchFor({ kind, pattern, exact, probes }: SearchQuery): CaptureSearch {
    const query = { kind, pattern, exact, probes };
    if (search !== undefined && JSON.stringify(search.query) === JSON.stringify(query)) return search;
    check(query);
    // A thread that is busy with what nobody wants any more would keep others waiting.
    if (search !== undefined && search.state.scanned < 1) {
      search.close();
      thread.close();
      thread = new SearchThread();
    }
    search?.close();
    fault = undefined;
    const onFault = (error: unknown) => {
      fault = error;
      parts.onProgress();
    };
    search = new CaptureSearch({ ...parts, thread, onFault }, query);
    return search;
  }

  return {
    handlers: {
      'search.state': (query) => {
        const { state } = searchFor(query);
        if (fault !== undefined) throw new AppError('search-ended', 'The search took too long or too much memory.');
        return state;
      },
      'search.step': ({ from, direction, ...query }) => searchFor(query).step(from, direction),
      'search.hits': ({ seq, ...query }) => searchFor(query).hitsOf(seq),
      'search.close': () => {
        search?.close();
        search = undefined;
      },
    },
    close: () => {
      search?.close();
      thread.close();
    },
  };
}

/** Throws where the pattern cannot be searched for. */
function check(query: SearchQuery): void {
  try {
    finderOf(query);
  } catch (error) {
    if (!(error instanceof PatternFault)) throw error;
    if (error.code === 'search-hex')
      throw new AppError('search-hex', 'Bytes are written as pairs of hexadecimal digits, as 00 52 45.');
    throw new AppError('search-pattern', `The pattern cannot be read: ${error.message}.`, { reason: error.message });
  }
}
