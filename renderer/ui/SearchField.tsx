import { Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';

interface SearchFieldProps {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
  className?: string | undefined;
  autoFocus?: boolean;
  invalid?: boolean;
  /** What stands behind the text, as a button that clears it. */
  children?: ReactNode;
}

/** Where a list is narrowed by what is typed. */
export const SearchField = ({
  label,
  placeholder,
  value,
  onChange,
  className = 'grow',
  autoFocus = false,
  invalid = false,
  children,
}: SearchFieldProps) => (
  <label className={`field ${className}`}>
    <Icon of={Search} small />
    <input
      type="search"
      placeholder={placeholder}
      aria-label={label}
      value={value}
      spellCheck={false}
      autoFocus={autoFocus}
      aria-invalid={invalid || undefined}
      onChange={(event) => onChange(event.target.value)}
    />
    {children}
  </label>
);
