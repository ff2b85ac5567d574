/** Which release of the extension works with which PHP: the catalogue of the project, as of 2026-04. */

interface Row {
  /** PHP's minor version. */
  php: string;
  /** The first release that works. */
  from: string;
  /** The one to take. */
  take: string;
}

const ROWS: readonly Row[] = [
  ...['5.3', '5.4', '5.5', '5.6'].map((php) => ({ php, from: '1.1.0', take: '1.1.2' })),
  { php: '7.0', from: '2.0.3', take: '2.1.3' },
  { php: '7.1', from: '2.1.0', take: '2.1.4' },
  ...['7.2', '7.3', '7.4', '8.0'].map((php) => ({ php, from: '2.1.0', take: '2.2.1' })),
  { php: '8.1', from: '2.1.1', take: '2.2.1' },
  ...['8.2', '8.3'].map((php) => ({ php, from: '2.1.2', take: '2.2.1' })),
  { php: '8.4', from: '2.1.3', take: '2.2.1' },
  { php: '8.5', from: '2.2.0', take: '2.2.1' },
];

/** The minor version of a version: `8.3` of `8.3.12`. */
export const minorIn = (version: string): string => /^\d+\.\d+/.exec(version)?.[0] ?? version;

/** What is known of a PHP's version; `newer` is one after all that are known, `old` one before. */
export function supportOf(version: string): { from: string; take: string } | 'newer' | 'old' {
  const row = ROWS.find(({ php }) => php === minorIn(version));
  if (row !== undefined) return row;
  return compareVersions(minorIn(version), '5.3') < 0 ? 'old' : 'newer';
}

/** Less than 0 where the first is the lower; missing parts count as 0. */
export function compareVersions(a: string, b: string): number {
  const [one, other] = [a, b].map((version) => version.split(/[.+~-]/).map((part) => Number.parseInt(part, 10) || 0));
  for (let index = 0; index < Math.max(one?.length ?? 0, other?.length ?? 0); index += 1) {
    const difference = (one?.[index] ?? 0) - (other?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
