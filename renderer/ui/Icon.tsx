import type { LucideIcon } from 'lucide-react';

/** An icon in the colour of the text: 1.5 px lines in a box of 16, or 14 where it is small. */
export function Icon({ of: Picture, small = false }: { of: LucideIcon; small?: boolean }) {
  return <Picture className={small ? 'icon icon--small' : 'icon'} aria-hidden="true" />;
}
