import type { JobQuery, JobRow, JobWindow } from '../contract/jobs.ts';
import type { Book } from './book.ts';
import { JobSearch } from './job-search.ts';
import { countsOf, type Listing, listOf } from './listing.ts';

/** How long a window may look for what is searched, ms; the rest streams in. */
const AT_ONCE = 40;
/** Who has not asked for so long does not look at the list any more, ms. */
const SHOWN_FOR = 5000;
/** Searches that are remembered. */
const SEARCHES = 3;
/** A list that takes long is made anew when that took a fraction of the time since it was made; of durations it grows by itself. */
const LONG = 3;
const FRACTION = 4;
const DURATIONS_FOR = 1000;

type Window = Omit<JobWindow, 'journal'>;

/** What a window shows of the book: any part of any list of its jobs. */
export class BookView {
  /** The list that was shown last was not made anew, although it could be. */
  isOld = false;
  readonly #book: Book;
  /** The search that was asked for last, and the ones before: two lists may be asked for in turns. */
  #search: JobSearch | undefined;
  #searches: readonly JobSearch[] = [];
  #askedAt = 0;
  #list: { key: string; version: string; madeAt: number; took: number; listing: Listing } | undefined;

  constructor(book: Book) {
    this.#book = book;
  }

  /** Whether there is something left to be looked at for the search that is shown. */
  get isSearching(): boolean {
    return this.#shown !== undefined && !this.#shown.isDone(this.#book.volumes);
  }

  /** Whether something of it is looked at again a little later. */
  get isWaiting(): boolean {
    return this.#shown?.isWaiting(this.#book.volumes) ?? false;
  }

  /** Looks on until a time. */
  searchOn(until: number): void {
    this.#search?.goOn(this.#book.volumes, until);
  }

  /** Looks no further; what was found stays. */
  stopSearch(text: string): void {
    const search = this.#known(text.trim());
    if (search !== undefined) search.stopped = true;
  }

  window(query: JobQuery, now: number): Window {
    const search = this.#searchFor(query.search);
    const isAll = query.states.length === 0 && query.servers === null && query.without.length === 0;
    if (search === undefined && isAll && query.sort === 'submitted') return this.#all(query);
    if (search !== undefined) {
      this.#book.write(performance.now() + AT_ONCE / 3); // the index knows what is written
      search.goOn(this.#book.volumes, performance.now() + AT_ONCE);
    }
    const told = search && {
      looked: search.looked(this.#book.volumes),
      of: this.#book.next - this.#book.first,
      stopped: search.stopped,
    };
    const { ids, counts } = this.#listing(query, search, now);
    const from = Math.max(0, Math.min(query.from ?? 0, ids.length - 1));
    const rows = this.#rows(ids.subarray(from, from + query.rows));
    return { first: 0, from, total: ids.length, counts, rows, search: told ?? null };
  }

  /** Numbers of the jobs that a window would show, in its order. */
  ids(query: Pick<JobQuery, 'states' | 'servers' | 'without' | 'search'>, now: number): Float64Array {
    const search = this.#searchFor(query.search);
    search?.goOn(this.#book.volumes, Number.POSITIVE_INFINITY);
    const { volumes } = this.#book;
    return listOf(volumes, this.#listed({ ...query, sort: 'submitted', descending: false }), search, now).ids;
  }

  /** All jobs in the order of submission: a position says which job it is. */
  #all({ from: wanted, rows, descending }: JobQuery): Window {
    const { first: oldest, next, volumes } = this.#book;
    const total = next - oldest;
    const first = descending ? 1 - next : oldest;
    const from = Math.max(first, Math.min(wanted ?? first, first + total - 1));
    const count = Math.max(0, Math.min(rows, first + total - from));
    const ids = Float64Array.from({ length: count }, (_, index) => Math.abs(from + index));
    return { first, from, total, counts: countsOf(volumes), rows: this.#rows(ids), search: null };
  }

  #rows(ids: Float64Array): JobRow[] {
    return Array.from(ids, (id) => this.#book.row(id)).filter((row) => row !== undefined);
  }

  #listed({ states, servers, without, sort, descending }: Omit<JobQuery, 'from' | 'rows' | 'search'>) {
    return { states, sort, descending, isOf: this.#book.isOf(servers, without), servers: this.#book.servers };
  }

  /** The search that a list is shown of, as far as anybody still asks. */
  get #shown(): JobSearch | undefined {
    return performance.now() - this.#askedAt < SHOWN_FOR ? this.#search : undefined;
  }

  #searchFor(text: string): JobSearch | undefined {
    this.#askedAt = performance.now();
    const wanted = text.trim();
    const known = this.#known(wanted);
    // Who comes back to a search that was stopped wants it anew.
    const goesOn = known !== undefined && (known === this.#search || !known.stopped);
    this.#search = wanted === '' ? undefined : goesOn ? known : new JobSearch(wanted);
    if (this.#search !== undefined)
      this.#searches = [this.#search, ...this.#searches.filter((each) => each.text !== wanted)].slice(0, SEARCHES);
    return this.#search;
  }

  readonly #known = (text: string): JobSearch | undefined => this.#searches.find((search) => search.text === text);

  #listing(query: JobQuery, search: JobSearch | undefined, now: number): Listing {
    const { states, servers, without, sort, descending } = query;
    const key = JSON.stringify([states, servers, without, sort, descending, search?.text]);
    const { volumes, first } = this.#book;
    const version = `${search?.version} ${first} ${volumes.reduce((sum, { columns }) => sum + columns.version, 0)}`;
    const begun = performance.now();
    const known = this.#list;
    if (known?.key === key) {
      const age = begun - known.madeAt;
      const grows = (sort === 'waited' || sort === 'ran') && age > DURATIONS_FOR;
      // The first jobs of it may have left.
      const isOld = known.version !== version || grows;
      const isDear = known.took > LONG && age < known.took * FRACTION && known.listing.ids.every((id) => id >= first);
      this.isOld = isOld && isDear;
      if (!isOld || isDear) return known.listing;
    }
    const listing = listOf(volumes, this.#listed(query), search, now);
    this.isOld = false;
    this.#list = { key, version, madeAt: performance.now(), took: performance.now() - begun, listing };
    return listing;
  }
}
