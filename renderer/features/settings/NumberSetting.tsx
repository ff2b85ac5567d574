import { type ReactNode, useId, useState } from 'react';
import { useText } from '../../i18n/text.tsx';
import { SettingRow, useSetting } from './SettingRow.tsx';
import type { SettingKey } from './table.ts';

/** The settings that are whole numbers. */
type NumberKey = Extract<SettingKey, 'port' | 'concurrency' | 'journalJobs' | 'journalSize'>;

interface NumberSettingProps {
  of: NumberKey;
  least: number;
  most: number;
  /** What stands in the place of the help while no such number is typed, if not from where to where it goes. */
  wrong?: string;
  children?: ReactNode;
}

/** A whole number, kept when it is left or entered. */
export function NumberSetting(props: NumberSettingProps) {
  const [value] = useSetting(props.of);
  return <NumberField key={value} {...props} />; // what was typed is forgotten when it changes
}

function NumberField({ of, least, most, wrong, children }: NumberSettingProps) {
  const { t, count } = useText();
  const id = useId();
  const [value, change, reset] = useSetting(of);
  const [typed, setTyped] = useState(String(value));
  const read = Number(typed);
  const valid = typed !== '' && Number.isInteger(read) && read >= least && read <= most;
  const keep = () => valid && read !== value && change(read);
  return (
    <SettingRow
      of={of}
      field={id}
      onReset={reset}
      help={
        <p id={`${id}-help`} className={valid ? 'help' : 'help help--error'}>
          {valid
            ? t(`settings.${of}.help`)
            : (wrong ?? t('settings.limit.wrong', { least: count(least), most: count(most) }))}
        </p>
      }
    >
      <input
        id={id}
        className="field field--short"
        inputMode="numeric"
        value={typed}
        aria-invalid={!valid}
        aria-describedby={`${id}-help`}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={keep}
        onKeyDown={(event) => event.key === 'Enter' && keep()}
      />
      {children}
    </SettingRow>
  );
}
