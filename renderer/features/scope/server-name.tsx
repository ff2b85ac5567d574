import type { ReactElement } from 'react';
import type { ServerLabels } from '../../lib/server-label.ts';
import { ColourDot } from '../../ui/ColourDot.tsx';

/** A server's label behind its colour, where it has one. No component of its own: it stands in rows that change in each frame. */
export function serverName(id: string, labels: ServerLabels): ReactElement {
  const colour = labels.colour(id);
  return (
    <>
      {colour !== 'none' && <ColourDot colour={colour} />}
      {labels.label(id)}
    </>
  );
}
