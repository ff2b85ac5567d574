import { because, type Reason, type ReasonId } from '../contract/reasons.ts';
import { serversIn } from '../contract/server-list.ts';
import { SERVER_LABEL_MOST, SERVERS_MOST, type ServerMisread, type ServerOffer } from '../contract/servers.ts';

/** Of what is misread: so many, and so much of each text. */
const MISREAD_MOST = 50;
const TEXT_MOST = 120;

/** Where something stands in a file. */
export interface Place {
  from: string;
  line: number | null;
}

export const WHOLE: Place = { from: '', line: null };

/** Servers that were found in a file, each address once, and what could not be used. */
export class Offers {
  /** Hosts that are left out: names that mean something in the file alone. */
  readonly #inside: ReadonlySet<string>;
  readonly #offers = new Map<string, ServerOffer>();
  readonly misread: ServerMisread[] = [];
  #full = false;

  constructor(inside: ReadonlySet<string> = new Set()) {
    this.#inside = inside;
  }

  get offers(): ServerOffer[] {
    return [...this.#offers.values()];
  }

  /** The servers of a list. `port` is that of those which have none of their own. */
  read(text: string, place: Place, port?: number): void {
    const { servers, wrong } = serversIn(text, port);
    for (const { address, tls } of servers)
      if (!this.#inside.has(hostOf(address))) this.add(address.replace(/:4730$/, ''), address, place, tls);
    for (const { text: piece, why } of wrong) this.miss(piece, place, because(why));
  }

  add(label: string, address: string, { from, line }: Place, tls = false): void {
    const key = address.toLowerCase();
    if (this.#offers.has(key)) return;
    if (this.#offers.size < SERVERS_MOST)
      this.#offers.set(key, {
        label: (label.trim() || address).slice(0, SERVER_LABEL_MOST).trim(),
        address,
        tls,
        from,
        line,
      });
    else if (!this.#full) {
      this.#full = true;
      this.miss(address, { from, line }, because('most-entries', { most: SERVERS_MOST }));
    }
  }

  miss(text: string, { from, line }: Place, reason: Reason): void {
    if (this.misread.length < MISREAD_MOST) this.misread.push({ from: cut(from), line, text: cut(text), ...reason });
  }
}

/** Of a text that is of no use as a whole. */
export function nothingBut(why: ReasonId): Offers {
  const offers = new Offers();
  offers.miss('', WHOLE, because(why));
  return offers;
}

/** The host of an address, without the brackets of IPv6. */
export const hostOf = (address: string): string => address.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');

const cut = (text: string): string => (text.length > TEXT_MOST ? `${text.slice(0, TEXT_MOST)}…` : text);
