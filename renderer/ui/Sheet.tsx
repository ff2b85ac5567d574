import { Dialog } from '@base-ui/react/dialog';
import { type ReactNode, useRef } from 'react';

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
  // The dialog's own memory of where the focus was is of buttons, and it may be of one that was used long before.
  const before = useRef<Element | null>(null);
  if (!open) before.current = null;
  else before.current ??= document.activeElement;
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup
          className={`sheet ${className ?? ''}`}
          finalFocus={() => (before.current instanceof HTMLElement ? before.current : true)}
        >
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
