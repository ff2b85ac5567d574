import { memo } from 'react';
import { hex } from '../lib/bytes.ts';

const PER_ROW = 16;
/** Rows drawn at once; what lies beyond is saved or copied, not scrolled through. */
const ROWS = 512;
export const DRAWN = ROWS * PER_ROW;

interface HexViewProps {
  bytes: Uint8Array;
  /** Bytes that are marked, from `start` up to but not with `end`. */
  marked?: { start: number; end: number } | null;
  label: string;
  /** Told which byte the pointer chose. */
  onChoose?: (at: number) => void;
}

/** Bytes as they are: offset, hexadecimal, ASCII. */
export const HexView = memo(function HexView({ bytes, marked = null, label, onChoose }: HexViewProps) {
  const rows = Math.min(ROWS, Math.ceil(bytes.length / PER_ROW));
  return (
    <div className="hex" role="region" aria-label={label} tabIndex={0}>
      {Array.from({ length: rows }, (_, row) => {
        const from = row * PER_ROW;
        const slice = Array.from(bytes.subarray(from, from + PER_ROW));
        const cells = (draw: (byte: number) => string) =>
          slice.map((byte, index) => (
            <b
              // biome-ignore lint/suspicious/noArrayIndexKey: a byte has no identity but its place
              key={index}
              data-kind={byte === 0 ? 'nul' : undefined}
              data-marked={markOf(from + index, marked)}
              onClick={() => onChoose?.(from + index)}
            >
              {draw(byte)}
            </b>
          ));
        return (
          <div className="hex__row" key={from}>
            <span className="hex__offset">{from.toString(16).padStart(4, '0')}</span>
            <span className="hex__bytes">{cells(hex)}</span>
            <span className="hex__text" aria-hidden="true">
              {cells((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·'))}
            </span>
          </div>
        );
      })}
    </div>
  );
});

function markOf(at: number, marked: HexViewProps['marked']): string | undefined {
  if (!marked || at < marked.start || at >= marked.end) return undefined;
  const start = at === marked.start || at % PER_ROW === 0;
  const end = at === marked.end - 1 || at % PER_ROW === PER_ROW - 1;
  return [start && 'start', end && 'end'].filter(Boolean).join(' ') || 'mid';
}
