import { Dialog } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';

interface SheetProps {
  title: string;
  subtitle?: string;
  open: boolean;
  onClose: () => void;
  className?: string | undefined;
  head?: ReactNode;
  foot: ReactNode;
  children: ReactNode;
}

/** A pane over any screen, for one task; Escape closes it. */
export function Sheet({ title, subtitle, open, onClose, className, head, foot, children }: SheetProps) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className={`sheet ${className ?? ''}`}>
          <header className="sheet__head">
            <Dialog.Title className="sheet__title">{title}</Dialog.Title>
            {subtitle && <span className="muted truncate">{subtitle}</span>}
            <span className="grow" />
            {head}
          </header>
          {children}
          <footer className="sheet__foot">{foot}</footer>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
