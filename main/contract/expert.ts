/**
 * What the expert finds in captured packets, by code. The window has a sentence for each in each language; docs/expert.md is
 * the list.
 */

export type Severity = 'error' | 'warn' | 'note';

export const FINDINGS = {
  'E-01': 'warn',
  'E-02': 'error',
  'E-03': 'error',
  'E-04': 'error',
  'E-05': 'warn',
  'E-06': 'error',
  'E-07': 'error',
  'E-08': 'warn',
  'E-09': 'warn',
  'E-10': 'error',
  'E-11': 'error',
  'E-12': 'note',
  'E-13': 'warn',
  'E-14': 'warn',
  'E-15': 'warn',
  'E-16': 'note',
  'E-17': 'warn',
  'E-18': 'warn',
  'E-19': 'error',
  'E-20': 'warn',
  'E-21': 'note',
  'E-22': 'error',
  'E-23': 'warn',
  'E-24': 'note',
} as const satisfies Record<string, Severity>;

export type FindingCode = keyof typeof FINDINGS;

/** What a sentence names: a function, a handle, a number. Names are wire strings. */
export type FindingValues = Readonly<Record<string, string | number>>;

/** One thing that was found, at a packet. */
export interface Finding {
  code: FindingCode;
  seq: number;
  values: FindingValues;
}

/** All findings of one code. */
export interface FindingGroup {
  code: FindingCode;
  severity: Severity;
  /** Of all time, those included whose packet was forgotten. */
  count: number;
  /** The newest of those whose packet is still held, oldest first. */
  latest: Finding[];
}

export interface ExpertReport {
  /** Errors first, then warnings, then notes. */
  groups: FindingGroup[];
  /** Part of the capture that was looked at, 0 to 1. */
  scanned: number;
}
