import { z } from 'zod';

/* A search over the bytes of all packets, whatever the list is narrowed to. Places are bytes of a packet. */

export const SEARCH_KINDS = ['text', 'hex', 'regex'] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

export const SearchQuery = z.object({
  kind: z.enum(SEARCH_KINDS),
  pattern: z.string().min(1).max(500),
  /** Letters are as they are written. */
  exact: z.boolean(),
  /** Gearbench's own health probe is searched too. */
  probes: z.boolean(),
});
export type SearchQuery = z.output<typeof SearchQuery>;

export const SearchStep = SearchQuery.extend({
  /** Where to go on; null begins at the end. */
  from: z.number().int().min(0).nullable(),
  direction: z.enum(['next', 'previous']),
});

export const SearchIn = SearchQuery.extend({ seq: z.number().int().min(0) });

export interface Hit {
  start: number;
  end: number;
}

export interface SearchState {
  /** Packets with a hit. */
  found: number;
  /** Share of the packets that were searched, 0 to 1. */
  scanned: number;
}

export interface PacketHits {
  hits: Hit[];
  /** There are more. */
  more: boolean;
}
