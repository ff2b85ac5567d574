import { hex } from '../lib/bytes.ts';

export const PER_ROW = 16;

/** Bytes that stand out, from `start` up to but not with `end`. */
export interface Marked {
  start: number;
  end: number;
}

interface HexRowProps {
  /** Place of the first byte. */
  from: number;
  /** The bytes of the row; null where they have not come yet. */
  bytes: Uint8Array | null;
  /** Digits of a place. */
  digits?: number;
  marked?: Marked | null;
  hits?: readonly Marked[];
  /** The byte that the keys are at. */
  caret?: number | null;
  onChoose?: ((at: number, extend: boolean) => void) | undefined;
}

/** A row of bytes as they are: place, hexadecimal, ASCII. */
export function HexRow({ from, bytes, digits = 4, marked = null, hits = [], caret = null, onChoose }: HexRowProps) {
  const slice = bytes === null ? [] : Array.from(bytes);
  const cells = (draw: (byte: number) => string) =>
    slice.map((byte, index) => (
      <b
        // biome-ignore lint/suspicious/noArrayIndexKey: a byte has no identity but its place
        key={index}
        data-kind={byte === 0 ? 'nul' : undefined}
        data-marked={markOf(from + index, marked)}
        data-hit={hits.some(({ start, end }) => from + index >= start && from + index < end) || undefined}
        data-caret={from + index === caret || undefined}
        onMouseDown={(event) => onChoose?.(from + index, event.shiftKey)}
      >
        {draw(byte)}
      </b>
    ));
  return (
    <div className="hex__row">
      <span className="hex__offset">{from.toString(16).padStart(digits, '0')}</span>
      <span className="hex__bytes">{cells(hex)}</span>
      <span className="hex__text" aria-hidden="true">
        {cells((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·'))}
      </span>
    </div>
  );
}

function markOf(at: number, marked: Marked | null): string | undefined {
  if (!marked || at < marked.start || at >= marked.end) return undefined;
  const start = at === marked.start || at % PER_ROW === 0;
  const end = at === marked.end - 1 || at % PER_ROW === PER_ROW - 1;
  return [start && 'start', end && 'end'].filter(Boolean).join(' ') || 'mid';
}
