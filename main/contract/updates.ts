/**
 * What is known of a newer version. `off`: none is looked for, because builds are not signed: nothing could tell one of ours from
 * one of anybody's.
 */
export type UpdateState = { state: 'off' } | { state: 'newest' } | { state: 'newer'; version: string };

/** Where releases are. */
export const RELEASES = 'https://github.com/gearbench/gearbench/releases';
