import type { Colour } from '../../../../main/contract/colour-rules.ts';

/** What a row, or a rule, has to wear to have a person's colour: a wash, and a bar at its edge. */
export const colouredClass = (colour: Colour): string => `coloured coloured--${colour}`;
