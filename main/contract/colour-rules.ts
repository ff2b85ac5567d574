/** Colours that a person gives to packets: rules that a filter decides. */
import { z } from 'zod';
import { FilterText } from './packets.ts';

/** Names of the palette, a role each in the window's theme. */
export const COLOURS = ['red', 'orange', 'green', 'teal', 'blue', 'violet', 'grey'] as const;
export type Colour = (typeof COLOURS)[number];

/** Rules that are kept. */
export const COLOUR_RULES_MOST = 50;
export const RULE_NAME_CHARACTERS = 60;

/** A filter that is empty, or that cannot be read, colours nothing. */
export const ColourRule = z.object({
  /** Empty where its filter says enough. */
  name: z.string().max(RULE_NAME_CHARACTERS).default(''),
  filter: FilterText,
  colour: z.enum(COLOURS),
  on: z.boolean().default(true),
});
export type ColourRule = z.output<typeof ColourRule>;

/** Why a row has a colour. */
export type ColourSign = Pick<ColourRule, 'name' | 'colour'>;
