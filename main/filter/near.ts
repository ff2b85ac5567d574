/** The one of these names that is fewest slips away from a text, if they are few enough for its length; else undefined. */
export function nearest(text: string, names: Iterable<string>): string | undefined {
  const wanted = text.toLowerCase();
  let best: string | undefined;
  let fewest = Math.max(1, Math.floor(wanted.length / 4)) + 1;
  for (const name of names) {
    const slips = slipsBetween(wanted, name.toLowerCase(), fewest);
    if (slips >= fewest) continue;
    fewest = slips;
    best = name;
  }
  return best;
}

/** Characters to be added, left out or changed to make one text of the other; `most` where it is that many or more. */
function slipsBetween(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) >= most) return most;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let at = 1; at <= a.length; at += 1) {
    const next = [at];
    for (let to = 1; to <= b.length; to += 1)
      next.push(
        Math.min(
          (row[to] as number) + 1,
          (next[to - 1] as number) + 1,
          (row[to - 1] as number) + (a[at - 1] === b[to - 1] ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[b.length] as number;
}
