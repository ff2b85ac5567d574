import type { z } from 'zod';

/**
 * The content as its schema has it, without the values that the schema refuses, and where those were: `colourRules.2`. Undefined
 * where nothing can be kept, as of what is no object.
 */
export function withoutFaults<S extends z.ZodType>(
  schema: S,
  content: unknown,
): { value: z.output<S>; lost: string[] } | undefined {
  const left = structuredClone(content);
  const lost: string[] = [];
  for (;;) {
    const checked = schema.safeParse(left);
    if (checked.success) return { value: checked.data, lost };
    const taken = takeOut(left, placeOf(checked.error.issues[0]));
    if (taken === undefined) return undefined;
    lost.push(taken.join('.'));
  }
}

/** Where the value is that a schema refuses: of keys that it does not know the first. */
const placeOf = (issue: z.core.$ZodIssue | undefined): readonly PropertyKey[] =>
  issue?.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : (issue?.path ?? []);

/** Takes a value out, or the nearest one around it that is there. Returns where that was; undefined where there is none. */
function takeOut(content: unknown, path: readonly PropertyKey[]): readonly PropertyKey[] | undefined {
  for (let end = path.length; end > 0; end -= 1) {
    const place = path.slice(0, end);
    const key = place.at(-1) as PropertyKey;
    const holder = place
      .slice(0, -1)
      .reduce<unknown>((at, step) => (at as Record<PropertyKey, unknown>)?.[step], content);
    if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, key)) continue;
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete (holder as Record<PropertyKey, unknown>)[key];
    return place;
  }
  return undefined;
}
