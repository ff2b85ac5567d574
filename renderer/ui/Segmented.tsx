import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import type { ReactNode } from 'react';

interface SegmentedProps<V extends string> {
  label: string;
  value: V;
  /** What an option looks like stands in the place of its label, which names it then. */
  options: readonly { value: V; label: string; face?: ReactNode }[];
  onChange: (value: V) => void;
  disabled?: boolean;
}

/** A choice of a few, all of them in sight. */
export function Segmented<V extends string>({ label, value, options, onChange, disabled = false }: SegmentedProps<V>) {
  return (
    <RadioGroup
      className="segmented"
      aria-label={label}
      value={value}
      onValueChange={(chosen) => onChange(chosen as V)}
      disabled={disabled}
    >
      {options.map((option) => (
        <Radio.Root
          key={option.value}
          value={option.value}
          nativeButton
          render={<button type="button" />}
          {...(option.face !== undefined && { 'aria-label': option.label, title: option.label })}
        >
          {option.face ?? option.label}
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}
