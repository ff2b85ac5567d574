import type { ReactNode } from 'react';

interface OptionProps {
  id: string;
  /** It is the one that keys would take. */
  active: boolean;
  className: string;
  onPoint: () => void;
  onTake: () => void;
  children: ReactNode;
}

/** One of those that are offered at a text field, which keeps the focus. */
export const Option = ({ id, active, className, onPoint, onTake, children }: OptionProps) => (
  <div
    id={id}
    ref={active ? intoSight : undefined}
    role="option"
    tabIndex={-1}
    aria-selected={active}
    className={className}
    onPointerMove={() => !active && onPoint()}
    // The field keeps the focus.
    onPointerDown={(event) => event.preventDefault()}
    onClick={onTake}
  >
    {children}
  </div>
);

const intoSight = (element: HTMLElement | null): void => element?.scrollIntoView?.({ block: 'nearest' });
