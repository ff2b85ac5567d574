import { type ReactNode, useId, useState } from 'react';
import styles from './Settings.module.css';

interface NumberSettingProps {
  label: string;
  value: number;
  least: number;
  most: number;
  help: string;
  /** What stands in the place of the help while no such number is typed. */
  wrong: string;
  onChange: (value: number) => void;
  children?: ReactNode;
}

/** A whole number, kept when it is left or entered. */
export function NumberSetting({ label, value, least, most, help, wrong, onChange, children }: NumberSettingProps) {
  const id = useId();
  const [typed, setTyped] = useState(String(value));
  const read = Number(typed);
  const valid = typed !== '' && Number.isInteger(read) && read >= least && read <= most;
  const keep = () => valid && read !== value && onChange(read);
  return (
    <dl className={`form ${styles.form}`}>
      <dt>
        <label htmlFor={id}>{label}</label>
      </dt>
      <dd>
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
        <p id={`${id}-help`} className={valid ? 'help' : 'help help--error'}>
          {valid ? help : wrong}
        </p>
      </dd>
    </dl>
  );
}
