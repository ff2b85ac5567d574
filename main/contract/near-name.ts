/** Marks that names differ in without meaning to. */
const MARKS = /[-_.:/\s]/g;
/** Characters from which on a single one may be a slip. */
const LONG = 5;

/** Names whose folded form is kept, of this length at most: the same ones are compared again and again, many of them each second. */
const KEPT = 4096;
const SHORT = 256;
const forms = new Map<string, string>();

function folded(name: string): string {
  const known = forms.get(name);
  if (known !== undefined) return known;
  const form = name.normalize('NFKC').toLowerCase().replaceAll(MARKS, '');
  if (forms.size === KEPT) forms.clear();
  if (name.length <= SHORT) forms.set(name, form);
  return form;
}

/** Whether one character more, less, other or exchanged with its neighbour makes one name of the other. */
function isOneSlip(a: string, b: string): boolean {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let same = 0;
  while (same < short.length && long[same] === short[same]) same += 1;
  const rest = long.slice(same + 1);
  if (long.length > short.length) return rest === short.slice(same);
  const exchanged = long[same] === short[same + 1] && long[same + 1] === short[same];
  return rest === short.slice(same + 1) || (exchanged && rest.slice(1) === short.slice(same + 2));
}

/**
 * The name among these that `name` was probably meant to be, or to differ from: the same but for case and marks, or for one
 * character. Undefined where there is none; names that are the same are no slip.
 */
export function nearName(name: string, names: readonly string[]): string | undefined {
  const own = folded(name);
  if (own === '') return undefined;
  return names.find((each) => {
    if (each === name) return false;
    const other = folded(each);
    return own === other || (Math.min(own.length, other.length) >= LONG && isOneSlip(own, other));
  });
}
