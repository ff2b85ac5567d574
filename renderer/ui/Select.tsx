import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';
import styles from './Select.module.css';

interface SelectProps<V extends string> {
  label: string;
  value: V;
  /** `mark` stands before the label. */
  options: readonly { value: V; label: string; mark?: ReactNode }[];
  onChange: (value: V) => void;
}

/** A choice of several in a menu. */
export function Select<V extends string>({ label, value, options, onChange }: SelectProps<V>) {
  return (
    <Base.Root items={options} value={value} onValueChange={(chosen) => chosen !== null && onChange(chosen as V)}>
      <Base.Trigger className="select" aria-label={label}>
        {options.find((option) => option.value === value)?.mark}
        <Base.Value />
        <Base.Icon className="icon">
          <Icon of={ChevronDown} small />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className={styles.positioner} sideOffset={4} alignItemWithTrigger={false}>
          <Base.Popup className="menu">
            {options.map((option) => (
              <Base.Item key={option.value} value={option.value} className={`menu__item ${styles.item}`}>
                <Base.ItemText className={styles.text}>
                  {option.mark}
                  {option.label}
                </Base.ItemText>
                <Base.ItemIndicator>
                  <Icon of={Check} small />
                </Base.ItemIndicator>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
