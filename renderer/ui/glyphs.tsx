import type { ReactNode } from 'react';
import type { JobState } from '../../main/contract/jobs.ts';
import type { PacketFamily } from '../../main/contract/packets.ts';

/*
 * State glyphs have a box of 12 px, packet glyphs one of 10. They are ours, not of the icon set: their shapes carry meaning
 * without colour.
 */

export type Mark = 'running' | 'queued' | 'ok' | 'error' | 'exception' | 'warn' | 'info' | 'joined' | 'skip' | 'pause';
export type Tone = 'ok' | 'warn' | 'error' | 'active' | 'idle';

const MARKS: Record<Mark, ReactNode> = {
  running: <circle cx="6" cy="6" r="3.6" fill="currentColor" stroke="none" />,
  queued: <circle cx="6" cy="6" r="3.6" />,
  ok: <path d="M2.3 6.4 4.9 9l4.8-5.8" />,
  error: <path d="m3 3 6 6M9 3 3 9" />,
  exception: <path d="M6 2v5M6 9.6v.1" strokeWidth="2" />,
  warn: <path d="M6 1.6 11.2 10.4H.8zM6 5v2.3M6 8.8v.1" />,
  info: (
    <>
      <circle cx="6" cy="6" r="4.4" />
      <path d="M6 5.6v2.6M6 3.8v.1" />
    </>
  ),
  joined: <path d="M4.2 4.2h5.6v5.6H4.2zM7.8 4.2v-2H2.2v5.6h2" />,
  skip: <path d="M2.5 6h7" />,
  pause: <path d="M4 2.6v6.8M8 2.6v6.8" />,
};

export function Glyph({ mark }: { mark: Mark }) {
  return (
    <svg className="glyph" viewBox="0 0 12 12" aria-hidden="true">
      {MARKS[mark]}
    </svg>
  );
}

/** A state: glyph, word and colour, in this order of importance. */
/** How a state looks: a sign, and the colour of it. */
export interface Look {
  mark: Mark;
  tone: Tone;
}

export function State({ mark, tone, children }: Look & { children: ReactNode }) {
  return (
    <span className={`state state--${tone}`}>
      <Glyph mark={mark} />
      <span className="truncate">{children}</span>
    </span>
  );
}

export const JOB_LOOKS: Record<JobState, Look> = {
  queued: { mark: 'queued', tone: 'idle' },
  running: { mark: 'running', tone: 'active' },
  done: { mark: 'ok', tone: 'ok' },
  failed: { mark: 'error', tone: 'error' },
  exception: { mark: 'exception', tone: 'error' },
  cancelled: { mark: 'skip', tone: 'idle' },
  lost: { mark: 'warn', tone: 'warn' },
  kept: { mark: 'pause', tone: 'idle' },
};

const FAMILIES: Record<PacketFamily, ReactNode> = {
  registration: <path d="M2 2h6v6H2z" strokeWidth="1.5" />,
  submission: <path d="M2 1.2 9 5 2 8.8z" fill="currentColor" stroke="none" />,
  assignment: <path d="M5 .6 9.4 5 5 9.4.6 5z" fill="currentColor" stroke="none" />,
  progress: (
    <>
      <circle cx="5" cy="5" r="3.6" strokeWidth="1.3" />
      <path d="M5 1.4a3.6 3.6 0 0 1 0 7.2z" fill="currentColor" stroke="none" />
    </>
  ),
  terminal: <circle cx="5" cy="5" r="4" fill="currentColor" stroke="none" />,
  admin: <path d="M1.4 3.2h7.2M1.4 6.8h7.2" strokeWidth="1.6" />,
  error: <path d="m2 2 6 6M8 2 2 8" strokeWidth="1.8" />,
};

/** The shape of a packet's family in a picture, with its place. */
export function PacketSign({ family, x, y, size }: { family: PacketFamily; x: number; y: number; size: number }) {
  return (
    <svg
      className={`family-${family}`}
      x={x}
      y={y}
      width={size}
      height={size}
      viewBox="0 0 10 10"
      fill="none"
      stroke="currentColor"
      strokeLinecap="round"
      aria-hidden="true"
    >
      {FAMILIES[family]}
    </svg>
  );
}

/** A packet's type behind the shape of its family. */
export function PacketType({ type, family }: { type: string; family: PacketFamily }) {
  return (
    <span className={`packet packet--${family}`}>
      <svg className="glyph" viewBox="0 0 10 10" aria-hidden="true">
        {FAMILIES[family]}
      </svg>
      <span className="truncate">{type}</span>
    </span>
  );
}
