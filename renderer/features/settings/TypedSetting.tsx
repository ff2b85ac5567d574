import { type ReactNode, useId, useState } from 'react';
import { useText } from '../../i18n/text.tsx';
import { SettingRow } from './SettingRow.tsx';
import type { SettingId } from './table.ts';

interface TypedSettingProps {
  of: SettingId;
  value: number;
  /** The value as it is typed. */
  text: string;
  /** What was typed as a value; null where it is none. */
  read: (typed: string) => number | null;
  /** What stands in the place of the help while no value is typed. */
  wrong: string;
  onChange: (value: number) => void;
  onReset: (() => void) | undefined;
  className?: string | undefined;
  /** What stands behind it. */
  children?: ReactNode;
}

/** A number, kept when it is left or entered. What was typed is forgotten when it changes. */
export const TypedSetting = (props: TypedSettingProps) => <Field key={props.value} {...props} />;

function Field({ of, value, text, read, wrong, onChange, onReset, className = '', children }: TypedSettingProps) {
  const { t } = useText();
  const id = useId();
  const [typed, setTyped] = useState(text);
  const next = read(typed);
  const keep = () => next !== null && next !== value && onChange(next);
  return (
    <SettingRow
      of={of}
      field={id}
      onReset={onReset}
      help={
        <p id={`${id}-help`} className={next === null ? 'help help--error' : 'help'}>
          {next === null ? wrong : t(`settings.${of}.help`)}
        </p>
      }
    >
      <input
        id={id}
        className={`field field--short ${className}`}
        value={typed}
        spellCheck={false}
        aria-invalid={next === null}
        aria-describedby={`${id}-help`}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={keep}
        onKeyDown={(event) => event.key === 'Enter' && keep()}
      />
      {children}
    </SettingRow>
  );
}
