import { type KeyboardEvent, useRef } from 'react';
import { useText } from '../../i18n/text.tsx';
import styles from './Functions.module.css';

/**
 * An argument vector, one box per argument, so that nobody wonders about quoting. Space does not part arguments: Enter
 * opens the next box, Backspace in an empty one removes it, a pasted line stays in its box.
 */
export function ArgumentsField({ argv, onChange }: { argv: readonly string[]; onChange: (argv: string[]) => void }) {
  const { t } = useText();
  const box = useRef<HTMLFieldSetElement>(null);
  const focus = (index: number) =>
    setTimeout(() => box.current?.querySelectorAll<HTMLElement>('input, textarea')[index]?.focus());
  const set = (index: number, value: string) => onChange(argv.map((each, at) => (at === index ? value : each)));
  const add = (index: number) => {
    onChange([...argv.slice(0, index), '', ...argv.slice(index)]);
    focus(index);
  };
  const press = (event: KeyboardEvent<HTMLInputElement>, index: number) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      add(index + 1);
    } else if (event.key === 'Backspace' && argv[index] === '' && argv.length > 1) {
      event.preventDefault();
      onChange(argv.filter((_, at) => at !== index));
      focus(Math.max(0, index - 1));
    }
  };
  return (
    <fieldset ref={box} className={`arguments ${styles.arguments}`} aria-label={t('functions.arguments')}>
      {argv.map((argument, index) => {
        const shared = {
          value: argument,
          'aria-label': index === 0 ? t('functions.program') : t('functions.argument', { number: index }),
          spellCheck: false,
        };
        // A field of one line would take the line ends of a script away.
        return argument.includes('\n') ? (
          <textarea
            // biome-ignore lint/suspicious/noArrayIndexKey: an argument has no identity but its place
            key={index}
            className={`${styles.argument} ${styles.script}`}
            {...shared}
            onChange={(event) => set(index, event.target.value)}
          />
        ) : (
          <input
            // biome-ignore lint/suspicious/noArrayIndexKey: an argument has no identity but its place
            key={index}
            className={styles.argument}
            size={Math.max(argument.length, index === 0 ? 10 : 4)}
            placeholder={index === 0 ? t('functions.program') : ''}
            {...shared}
            onChange={(event) => set(index, event.target.value)}
            onKeyDown={(event) => press(event, index)}
          />
        );
      })}
      <button type="button" className={styles.addArgument} onClick={() => add(argv.length)}>
        {t('functions.addArgument')}
      </button>
    </fieldset>
  );
}
