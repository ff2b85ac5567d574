import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../i18n/text.tsx';
import { IconButton } from './Button.tsx';

interface SecretInputProps {
  /** What it is the value of. */
  label: string;
  value: string;
  placeholder?: string;
  autoFocus?: boolean;
  onChange: (value: string) => void;
}

/** A field whose content shows as dots until it is asked for. */
export function SecretInput({ label, onChange, ...rest }: SecretInputProps) {
  const { t } = useText();
  const [shown, setShown] = useState(false);
  return (
    <span className="field field--code">
      <input
        type={shown ? 'text' : 'password'}
        aria-label={label}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        {...rest}
      />
      <IconButton
        icon={shown ? EyeOff : Eye}
        label={t(shown ? 'secrets.cover' : 'secrets.reveal')}
        onClick={() => setShown(!shown)}
      />
    </span>
  );
}
