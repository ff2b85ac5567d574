import { Fragment, type ReactNode } from 'react';
import type { Failure } from '../../../../main/contract/errors.ts';
import styles from './Filter.module.css';

const PIECES = /("(?:[^"\\]|\\.)*"?)|\b((?:gearman|gb|frame)(?:\.\w+)*)\b|\b(and|or|not|in|contains|matches)\b/g;

interface ColouredProps {
  text: string;
  problem: Failure | null;
  /** How far the text in the field is scrolled, px. */
  scrolled: number;
}

/** The text behind the field's own, which is transparent: with its parts in colours, and what is wrong underlined. */
export function Coloured({ text, problem, scrolled }: ColouredProps) {
  const from = Number(problem?.details['start'] ?? text.length);
  const to = Number(problem?.details['end'] ?? text.length);
  return (
    <span className={styles.coloured} aria-hidden="true">
      <span style={{ transform: `translateX(${-scrolled}px)` }}>
        {problem === null ? (
          pieces(text)
        ) : (
          <>
            {pieces(text.slice(0, from))}
            <span className={styles.wrong}>{from === to ? '\u2002' : text.slice(from, to)}</span>
            {pieces(text.slice(to))}
          </>
        )}
      </span>
    </span>
  );
}

function pieces(text: string): ReactNode {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const match of text.matchAll(PIECES)) {
    const kind = match[1] !== undefined ? styles.quoted : match[2] !== undefined ? styles.name : styles.operator;
    parts.push(
      <Fragment key={match.index}>
        {text.slice(at, match.index)}
        <span className={kind}>{match[0]}</span>
      </Fragment>,
    );
    at = match.index + match[0].length;
  }
  return [...parts, text.slice(at)];
}
