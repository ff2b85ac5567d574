import type { FunctionColour } from '../../main/contract/functions.ts';

/** A function's colour beside its name. It says nothing that the name does not. */
export const ColourDot = ({ colour }: { colour: FunctionColour }) => (
  <i className="colour-dot" data-colour={colour} aria-hidden="true" />
);
