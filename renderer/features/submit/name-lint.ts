import { nearName } from '../../../main/contract/near-name.ts';

/** What is remarkable in the name of a function, and the name that was probably meant. */
export interface NameHint {
  kind: 'blanks' | 'near' | 'prefix';
  instead: string;
}

/** What stands between a prefix and a name, as frameworks write it. */
const JOINTS = [':', '.', '/', '-', '_', '::', '\\'];

/** Looks at a name that was typed. Names that are known are fine as they are. */
export function nameHint(name: string, known: readonly string[]): NameHint | null {
  if (name === '' || known.includes(name)) return null;
  const plain = name.replace(/[\p{Cc}\p{Cf}]/gu, '').trim();
  if (plain !== name && plain !== '') return { kind: 'blanks', instead: plain };
  const near = nearName(name, known);
  if (near !== undefined) return { kind: 'near', instead: near };
  const prefixed = known.find((each) =>
    JOINTS.some((joint) => each.endsWith(joint + name) || name.endsWith(joint + each)),
  );
  return prefixed === undefined ? null : { kind: 'prefix', instead: prefixed };
}
