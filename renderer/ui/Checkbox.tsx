import { Checkbox as Base } from '@base-ui/react/checkbox';
import { Check } from 'lucide-react';
import { useId } from 'react';
import { Icon } from './Icon.tsx';

export function Checkbox({
  label,
  checked,
  onChange,
}: {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  const id = useId();
  return (
    <Base.Root
      className="checkbox"
      checked={checked}
      onCheckedChange={onChange}
      nativeButton
      render={<button type="button" />}
      aria-labelledby={id}
    >
      <span className="checkbox__box">
        <Base.Indicator>
          <Icon of={Check} small />
        </Base.Indicator>
      </span>
      <span id={id}>{label}</span>
    </Base.Root>
  );
}
