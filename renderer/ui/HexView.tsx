import { memo } from 'react';
import { HexRow, PER_ROW } from './HexRow.tsx';

/** Rows drawn at once; what lies beyond is saved or copied, not scrolled through. */
const ROWS = 512;
export const DRAWN = ROWS * PER_ROW;

/** Bytes that are all here, and not many. */
export const HexView = memo(function HexView({ bytes, label }: { bytes: Uint8Array; label: string }) {
  const rows = Math.min(ROWS, Math.ceil(bytes.length / PER_ROW));
  return (
    <div className="hex" role="region" aria-label={label} tabIndex={0}>
      {Array.from({ length: rows }, (_, row) => {
        const from = row * PER_ROW;
        return <HexRow key={from} from={from} bytes={bytes.subarray(from, from + PER_ROW)} />;
      })}
    </div>
  );
});
