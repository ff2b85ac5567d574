import { LIMITS, type LimitName } from '../../../main/contract/limits.ts';

const UNITS = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 } as const;
const UNIT_NAMES = ['G', 'M', 'K'] as const;

/** A limit as it is typed: bytes with K, M or G where that is exact, else the plain number. */
export function limitText(name: LimitName, value: number): string {
  if (LIMITS[name].of !== 'bytes') return String(value);
  const unit = UNIT_NAMES.find((each) => value % UNITS[each] === 0);
  return unit === undefined ? String(value) : `${value / UNITS[unit]} ${unit}`;
}

/** What was typed as a number; null where it is none, or not between the least and the most. */
export function limitValue(name: LimitName, text: string): number | null {
  const { of, least, most } = LIMITS[name];
  const [, digits, unit = ''] = /^(\d+)\s*([KMG]?)i?B?$/i.exec(text.trim()) ?? [];
  if (digits === undefined || (unit !== '' && of !== 'bytes')) return null;
  const value = Number(digits) * UNITS[unit.toUpperCase() as keyof typeof UNITS];
  return value >= least && value <= most ? value : null;
}
