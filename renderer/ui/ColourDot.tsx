import type { FunctionColour } from '../../main/contract/functions.ts';
import type { ServerColour } from '../../main/contract/servers.ts';

/** A function's or a server's colour beside its name. It says nothing that the name does not. */
export const ColourDot = ({ colour }: { colour: FunctionColour | ServerColour }) => (
  <i className="colour-dot" data-colour={colour} aria-hidden="true" />
);
