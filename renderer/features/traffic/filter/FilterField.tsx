import { type ComponentProps, type ReactNode, useState } from 'react';
import type { Failure } from '../../../../main/contract/errors.ts';
import { Coloured } from './Coloured.tsx';
import styles from './Filter.module.css';

interface FilterFieldProps extends ComponentProps<'input'> {
  /** The filter that is drawn in colours; what is typed with an input method is not part of it yet. */
  text: string;
  composing?: boolean;
  problem: Failure | null;
  /** The element that says what is wrong. */
  problemId: string;
  before?: ReactNode;
  after?: ReactNode;
}

/** A text field for a filter: its parts have colours, and what is wrong is underlined. */
export function FilterField(props: FilterFieldProps) {
  const { text, composing = false, problem, problemId, before, after, ...input } = props;
  const [scrolled, setScrolled] = useState(0);
  return (
    <label className={`field field--code ${styles.field}`} data-wrong={problem !== null || undefined}>
      {before}
      <span className={styles.text} data-composing={composing || undefined}>
        <Coloured text={text} problem={problem} scrolled={scrolled} />
        <input
          type="text"
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : problemId}
          maxLength={2000}
          spellCheck={false}
          autoComplete="off"
          onScroll={({ currentTarget }) => setScrolled(currentTarget.scrollLeft)}
          {...input}
        />
      </span>
      {after}
    </label>
  );
}
