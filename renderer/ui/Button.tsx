import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { Icon } from './Icon.tsx';

interface ButtonProps extends Omit<ComponentProps<'button'>, 'type'> {
  variant?: 'normal' | 'primary' | 'quiet' | 'danger';
  large?: boolean;
  icon?: LucideIcon;
  /** Keys that do the same, shown behind the words. */
  shortcut?: string | undefined;
  children: ReactNode;
}

/** A button: begins with a verb and names its object. */
export function Button({
  variant = 'normal',
  large = false,
  icon,
  shortcut,
  children,
  className,
  ...rest
}: ButtonProps) {
  const classes = ['button', variant !== 'normal' && `button--${variant}`, large && 'button--large', className];
  return (
    <button type="button" className={classes.filter(Boolean).join(' ')} {...rest}>
      {icon && <Icon of={icon} small />}
      <span>{children}</span>
      {shortcut && <span className="button__key">{shortcut}</span>}
    </button>
  );
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'type' | 'children'> {
  icon: LucideIcon;
  /** What it does; its name for all who do not see the picture, and its tooltip. */
  label: string;
  shortcut?: string | undefined;
}

export function IconButton({ icon, label, shortcut, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      className={`button button--quiet button--icon ${className ?? ''}`}
      aria-label={label}
      title={!shortcut ? label : `${label}  ${shortcut}`}
      {...rest}
    >
      <Icon of={icon} />
    </button>
  );
}
