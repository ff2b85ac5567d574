import type { ReactElement } from 'react';
import type { FunctionColour } from '../../../main/contract/functions.ts';
import type { Wire } from '../../../main/contract/keys.ts';
import { shown } from '../../lib/bytes.ts';
import { useStore } from '../../store/index.ts';
import { ColourDot } from '../../ui/ColourDot.tsx';

/** A function's name in a list, behind its colour where it has one. */
export function FunctionName({ name }: { name: Wire }) {
  const text = shown(name);
  const colour = useStore((store) => store.colours.get(text));
  return coloured(text, colour);
}

/** The same where it is no component of its own: in rows that change in each frame. */
export const coloured = (name: string, colour: FunctionColour | undefined): ReactElement => (
  <>
    {colour !== undefined && <ColourDot colour={colour} />}
    {name}
  </>
);
