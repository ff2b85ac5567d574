import type { CaptureRing } from '../capture/ring.ts';
import type { ColourRule, ColourSign } from '../contract/colour-rules.ts';
import { AppError } from '../contract/errors.ts';
import type { Filter } from '../filter/filter.ts';

/** Time that one turn of the event loop may take for it, ms; rows that are left get their colour in the next one. */
const SLICE = 8;
/** Packets whose colours are remembered: more than any window shows. */
const REMEMBERED = 2000;

export interface RowColourParts {
  ring: CaptureRing;
  /** The person's rules; another list means that they have changed. */
  rules: () => readonly ColourRule[];
  /** Reads a filter; throws an AppError where that is none. */
  filterOf: (text: string) => Filter;
  /** What a filter is read from beside the packets: below which number it can tell, and when it tells otherwise. */
  since: (from: Filter['from']) => { readonly known: number; readonly version: number };
  /** Rows that had none may have a colour by now. */
  onProgress: () => void;
  /** A clock in ms. */
  now?: () => number;
}

interface Test {
  sign: ColourSign;
  accepts: NonNullable<Filter['accepts']>;
  told: ReturnType<RowColourParts['since']>;
}

/**
 * Tells which of the person's rules colours a packet: the first that is on and lets it through. Only packets that somebody
 * looks at are asked about, each once; a large one with many rules does not hold the sockets up.
 */
export function rowColours(parts: RowColourParts): (seq: number) => ColourSign | null {
  const { ring, onProgress, now = () => performance.now() } = parts;
  const glimpse = ring.glimpse();
  let rules: readonly ColourRule[] = [];
  let tests: readonly Test[] = [];
  let version = '';
  const found = new Map<number, ColourSign | null>();
  /** How many tests a packet has gone through without being let through by one. */
  const begun = new Map<number, number>();
  let until: number | undefined;
  let willGoOn = false;

  function forget(): void {
    found.clear();
    begun.clear();
  }

  function refresh(): void {
    if (parts.rules() !== rules) {
      rules = parts.rules();
      tests = rules.flatMap((rule) => testOf(rule, parts));
      forget();
    }
    const current = tests.map(({ told }) => told.version).join(' ');
    if (current !== version || found.size > REMEMBERED) forget();
    version = current;
  }

  function hasTime(): boolean {
    if (until === undefined) {
      until = now() + SLICE;
      queueMicrotask(() => {
        until = undefined;
      });
    }
    return now() < until;
  }

  function goOnLater(): void {
    if (willGoOn) return;
    willGoOn = true;
    setImmediate(() => {
      willGoOn = false;
      onProgress();
    });
  }

  return (seq) => {
    refresh();
    if (tests.length === 0) return null;
    const before = found.get(seq);
    if (before !== undefined) return before;
    for (let at = begun.get(seq) ?? 0; at < tests.length; at += 1) {
      const { accepts, told, sign } = tests[at] as Test;
      begun.set(seq, at);
      // The last packets are told of when it is known whose they are.
      if (seq >= told.known) return null;
      if (!hasTime()) {
        goOnLater();
        return null;
      }
      ring.glance(seq, glimpse);
      if (!accepts(glimpse)) continue;
      found.set(seq, sign);
      return sign;
    }
    found.set(seq, null);
    return null;
  };
}

/** A rule as a test; none where it is off, says nothing or cannot be read. */
function testOf({ on, filter, name, colour }: ColourRule, { filterOf, since }: RowColourParts): Test[] {
  if (!on) return [];
  try {
    const { accepts, from } = filterOf(filter);
    return accepts === null ? [] : [{ accepts, told: since(from), sign: { name: name || filter, colour } }];
  } catch (error) {
    if (error instanceof AppError) return [];
    throw error;
  }
}
