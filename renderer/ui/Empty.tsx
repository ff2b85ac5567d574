import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';

/** What this is, why it is empty, one primary action, at most one link. */
export function Empty({
  icon,
  title,
  text,
  actions,
}: {
  icon: LucideIcon;
  title: string;
  text?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="empty grow">
      <Icon of={icon} />
      <div className="empty__title">{title}</div>
      {text && <p className="empty__text">{text}</p>}
      {actions && <div className="empty__actions">{actions}</div>}
    </div>
  );
}
