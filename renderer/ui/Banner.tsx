import { Info, type LucideIcon, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { IconButton } from './Button.tsx';
import { Icon } from './Icon.tsx';

interface BannerProps {
  tone: 'info' | 'warn' | 'error';
  icon?: LucideIcon;
  children: ReactNode;
  /** What can be done about it. */
  actions?: ReactNode;
  onDismiss?: () => void;
}

/** What happened in a pane, what it means, what to do. */
export function Banner({ tone, icon, children, actions, onDismiss }: BannerProps) {
  const { t } = useText();
  return (
    <div className={`banner banner--${tone}`} role={tone === 'error' ? 'alert' : 'status'}>
      <Icon of={icon ?? (tone === 'info' ? Info : TriangleAlert)} />
      <span className="grow selectable">{children}</span>
      {actions}
      {onDismiss && <IconButton icon={X} label={t('action.dismiss')} onClick={onDismiss} />}
    </div>
  );
}
