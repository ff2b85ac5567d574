import { AnsiReader, type Piece, pieces, type Span } from '../lib/ansi.ts';

/** A line as it looks in a terminal, with what is searched for marked; `current` is the hit that was gone to. */
export function Spans({
  spans,
  needle = '',
  current,
}: {
  spans: readonly Span[];
  needle?: string;
  current?: number | undefined;
}) {
  return pieces(spans, needle).map((piece, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a piece has no identity but its place
    <PieceText key={index} piece={piece} isCurrent={piece.hit !== null && piece.hit === current} />
  ));
}

/** A text of several lines as it looks in a terminal. */
export function AnsiText({ text }: { text: string }) {
  const reader = new AnsiReader();
  return text.split('\n').map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
    <div key={index}>
      <Spans spans={reader.read(line)} />
    </div>
  ));
}

function PieceText({ piece: { span, text, hit }, isCurrent }: { piece: Piece; isCurrent: boolean }) {
  const drawn = hit === null ? text : <mark {...(isCurrent && { 'data-current': '' })}>{text}</mark>;
  return isPlain(span) ? drawn : <span style={styleOf(span)}>{drawn}</span>;
}

const isPlain = ({ text: _, ...look }: Span): boolean => Object.values(look).every((value) => !value);

const styleOf = ({ colour, background, bold, dim, italic, underline, struck }: Span): React.CSSProperties => ({
  ...(colour !== null && { color: colour }),
  ...(colour === null && dim && { color: 'var(--text-tertiary)' }),
  ...(background !== null && { background }),
  ...(bold && { fontWeight: 600 }),
  ...(italic && { fontStyle: 'italic' }),
  ...((underline || struck) && {
    textDecoration: [underline && 'underline', struck && 'line-through'].filter(Boolean).join(' '),
  }),
});
