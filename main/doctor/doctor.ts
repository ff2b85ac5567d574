import type { Finding, Plan, Values } from '../contract/doctor.ts';
import type { DoctorWords } from '../contract/doctor-words.ts';
import { findingsOf } from './checks/all.ts';
import { isLoaded, toldOf } from './checks/check.ts';
import { SOURCE_NAMES } from './inventory/places.ts';
import type { Seen } from './look/seen.ts';
import { type LookOptions, lookAround } from './look/seen.ts';
import type { Machine } from './machine.ts';
import { plansOf } from './plan/plan.ts';
import type { PlanParts } from './plan/steps.ts';
import { minorIn, supportOf } from './versions.ts';

export interface Diagnosis {
  seen: Seen;
  /** The sentence that goes before all. */
  summary: { text: DoctorWords; values: Values };
  findings: readonly Finding[];
  /** The best first. */
  plans: readonly Plan[];
}

/** Looks at a machine, once, and says what is wrong with gearman in one of its PHPs, and what mends it. It changes nothing. */
export async function examine(machine: Machine, options: LookOptions, parts: PlanParts): Promise<Diagnosis> {
  const seen = await lookAround(machine, options);
  const findings = findingsOf(seen);
  return { seen, summary: summaryOf(seen), findings, plans: plansOf(seen, findings, parts) };
}

function summaryOf(seen: Seen): Diagnosis['summary'] {
  const { php } = seen;
  if (php === null) return { text: 'summary.no-php', values: {} };
  const told = toldOf(seen);
  if (told === null) {
    const notRun = php.probe.ran.end.how === 'not-run';
    return { text: notRun ? 'summary.unread' : 'summary.broken', values: { path: php.path } };
  }
  if (isLoaded(seen)) return { text: 'summary.works', values: { version: told.gearman ?? '', php: told.version } };
  if (seen.ini.dropIn !== null) return { text: 'summary.drop-in', values: { php: told.version } };
  if (supportOf(told.version) === 'newer' && seen.extensions.length === 0)
    return { text: 'summary.unsupported', values: { php: minorIn(told.version) } };
  const where = [SOURCE_NAMES[php.source], ...php.cpus].join(', ');
  return { text: 'summary.not-loaded', values: { php: told.version, where } };
}

/** What it comes to: 2 where something fails, 1 where something warns. */
export const severityOf = (findings: readonly Finding[]): 0 | 1 | 2 =>
  findings.some(({ state }) => state === 'fail') ? 2 : findings.some(({ state }) => state === 'warn') ? 1 : 0;
